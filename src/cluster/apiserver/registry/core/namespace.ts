/** Namespaces (pkg/registry/core/namespace/strategy.go). */
import type { KubeObject } from '../../../../api/object.ts';
import { type FieldError, invalid, invalids } from '../../../../api/field-errors.ts';
import { isDNS1123Label, isQualifiedName, maskTrailingDash } from '../../../../api/names.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

function finalizerErrors(finalizer: string): FieldError[] {
  const errors = invalids('spec.finalizers', finalizer, isQualifiedName(finalizer));
  if (!finalizer.includes('/') && finalizer !== 'kubernetes')
    errors.push(
      invalid('spec.finalizers', finalizer, 'name is neither a standard finalizer name nor is it fully qualified'),
    );
  return errors;
}

interface Spec {
  finalizers?: string[];
}

function phase(object: KubeObject): string {
  return (object['status'] as { phase?: string } | undefined)?.phase ?? '';
}

export const namespaceStrategy: Strategy = {
  info: info('v1', 'Namespace', 'namespaces', {
    namespaced: false,
    shortNames: ['ns'],
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: ['finalize', 'status'],
  }),
  applyDefaults(object) {
    const name = object.metadata?.name;
    if (!name || object.metadata?.labels?.['kubernetes.io/metadata.name'] === name) return;
    object.metadata = {
      ...object.metadata,
      labels: { ...object.metadata?.labels, 'kubernetes.io/metadata.name': name },
    };
  },
  prepareForCreate(object) {
    const finalizers = (object['spec'] as Spec | undefined)?.finalizers ?? [];
    object['spec'] = { finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'] };
    object['status'] = { phase: 'Active' };
  },
  prepareForUpdate(object, old) {
    object['spec'] = { ...(object['spec'] as Spec), finalizers: (old['spec'] as Spec | undefined)?.finalizers ?? [] };
    keepStatus(object, old, { generation: false });
  },
  validate: (object) =>
    ((object['spec'] as Spec | undefined)?.finalizers ?? []).flatMap((finalizer) => finalizerErrors(finalizer)),
  validateName: (name, prefix) => isDNS1123Label(prefix ? maskTrailingDash(name) : name),
  columns: columns('Name', 'Status', 'Age'),
  cells: (object, now) => [nameOf(object), phase(object), ageOf(object, now)],
  selectableFields: (object) => ({ 'status.phase': phase(object), name: nameOf(object) }),
};

/** ReplicationControllers (pkg/registry/core/replicationcontroller/strategy.go; printers.go printReplicationController). */
import { type FieldError, required } from '../../../../api/field-errors.ts';
import { formatLabels } from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import {
  defaultWorkload,
  mismatch,
  notNegative,
  scaleOf,
  validateAlwaysRestarts,
  validateCounts,
  validateTemplateSpec,
  warnOfWorkload,
  type WorkloadSpec,
} from '../apps/workload.ts';
import { ageOf, columns, containerCells, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Spec extends Omit<WorkloadSpec, 'selector'> {
  selector?: Record<string, string>;
}

interface Status {
  replicas?: number;
  readyReplicas?: number;
}

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function applyDefaults(object: KubeObject): void {
  const given = specOf(object).template;
  if (given) defaultWorkload(object);
  else ((object['spec'] ??= {}) as Spec).replicas ??= 1;
  const labels = given?.metadata?.labels;
  if (!labels || Object.keys(labels).length === 0) return;
  const spec = specOf(object);
  if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
  if (Object.keys(object.metadata?.labels ?? {}).length === 0)
    object.metadata = { ...object.metadata, labels: { ...labels } };
}

function validate(object: KubeObject): FieldError[] {
  const { minReadySeconds, selector = {}, replicas, template } = specOf(object);
  const errors: FieldError[] = [];
  notNegative(minReadySeconds, 'spec.minReadySeconds', errors);
  if (Object.keys(selector).length === 0) errors.push(required('spec.selector'));
  notNegative(replicas, 'spec.replicas', errors);
  if (!template) return [...errors, required('spec.template')];
  const labels = template.metadata?.labels ?? {};
  if (Object.entries(selector).some(([key, value]) => labels[key] !== value))
    errors.push(mismatch('spec.template', template));
  validateTemplateSpec(template, 'spec.template', errors);
  validateAlwaysRestarts(template, 'spec.template', errors, 'ReplicationController');
  return errors;
}

const labelsText = (labels: Record<string, string> | undefined): string =>
  Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join(',');

export const replicationControllerStrategy: Strategy = {
  info: info('v1', 'ReplicationController', 'replicationcontrollers', {
    shortNames: ['rc'],
    categories: ['all'],
    subresources: ['scale', 'status'],
  }),
  applyDefaults,
  prepareForCreate: (object) => startGeneration(object, { replicas: 0 }),
  warnings: warnOfWorkload({ name: true }),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  validateStatusUpdate(object) {
    const errors: FieldError[] = [];
    const parts = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];
    validateCounts({ ...(object['status'] as object) }, ['replicas', ...parts], parts, errors);
    return errors;
  },
  columns: columns('Name', 'Desired#', 'Current#', 'Ready#', 'Age', 'Containers*', 'Images*', 'Selector*'),
  cells(object, now) {
    const spec = specOf(object);
    const status = (object['status'] ?? {}) as Status;
    return [
      nameOf(object),
      spec.replicas ?? 0,
      status.replicas ?? 0,
      status.readyReplicas ?? 0,
      ageOf(object, now),
      ...containerCells(spec.template?.spec?.containers),
      formatLabels(spec.selector),
    ];
  },
  selectableFields: (object) => ({ 'status.replicas': String(((object['status'] ?? {}) as Status).replicas ?? 0) }),
  scale: scaleOf((object) => labelsText(specOf(object).selector)),
};

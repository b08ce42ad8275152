/** CustomResourceDefinitions (apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go). What they bring about is in apiextensions/. */
import type { KubeObject } from '../../../../api/object.ts';
import { validateDefinition, validateDefinitionUpdate } from '../../apiextensions/crd/validate.ts';
import { CLEANUP, withCondition } from '../../apiextensions/conditions.ts';
import type { Crd } from '../../apiextensions/types.ts';
import { timestamp } from '../../core.ts';
import { columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { warnOfFormats } from '../../apiextensions/crd/format-warnings.ts';

const crdOf = (object: KubeObject): Crd => object as Crd;

function applyDefaults(object: KubeObject): void {
  const { spec } = crdOf(object);
  if (!spec) return;
  spec.conversion ??= { strategy: 'None' };
  const service = spec.conversion.webhook?.clientConfig?.service;
  if (service) service.port ??= 443;
  const { names } = spec;
  if (!names?.kind) return;
  names.singular ||= names.kind.toLowerCase();
  names.listKind ||= `${names.kind}List`;
}

/** Versions that objects may be stored in, the one that they are stored in now among them. */
function storedVersions(crd: Crd, before: readonly string[]): string[] {
  const storage = crd.spec?.versions?.find((version) => version.storage)?.name;
  return storage === undefined || before.includes(storage) ? [...before] : [...before, storage];
}

function storeVersions(crd: Crd): void {
  const stored = storedVersions(crd, crd.status?.storedVersions ?? []);
  crd.status = { ...crd.status, storedVersions: stored };
}

export const customResourceDefinitionStrategy: Strategy = {
  info: info('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', {
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    namespaced: false,
    subresources: ['status'],
  }),
  applyDefaults,
  warnings: (object, _, warn) => warnOfFormats(object, warn),
  prepareForCreate(object) {
    const stored = storedVersions(crdOf(object), []);
    object['status'] = { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: stored };
    object.metadata = { ...object.metadata, generation: 1 };
  },
  prepareForUpdate(object, old) {
    keepStatus(object, old, { generation: true });
    storeVersions(crdOf(object));
  },
  /** What holds its objects goes when they are gone. */
  prepareForDelete(old, { now }) {
    const { metadata } = old;
    if (metadata?.deletionTimestamp) return old;
    const finalizers = [...new Set([...(metadata?.finalizers ?? []), CLEANUP])];
    const marked = withCondition(crdOf(old), timestamp(now()), {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    });
    return { ...marked, metadata: { ...metadata, finalizers } };
  },
  validate: (object) => validateDefinition(crdOf(object)),
  validateUpdate: (object, old) => validateDefinitionUpdate(crdOf(object), crdOf(old)),
  columns: columns('Name', 'Created At').map((column) =>
    column.name === 'Name' ? column : { ...column, type: 'date' },
  ),
  cells: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? '<unknown>'],
};

/** StatefulSets (pkg/registry/apps/statefulset/strategy.go, pkg/apis/apps/v1/defaults.go; printers.go printStatefulSet). */
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import { dequal } from 'dequal';
import type { FieldError } from '../../../../api/field-errors.ts';
import { isDNS1123Label, maskTrailingDash } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { canonicalQuantity } from '../../../../api/quantity.ts';
import { ageOf, columns, containerCells, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import { warnOfClaimSpec } from '../core/claim-warnings.ts';
import type { Strategy } from '../strategy.ts';
import { type StatefulSetSpec, validateStatefulSet, validateStatefulSetUpdate } from './stateful-set-validation.ts';
import { defaultWorkload, scale, specOf, validateCounts, warnOfWorkload } from './workload.ts';

interface Status {
  readyReplicas?: number;
}

function applyDefaults(object: KubeObject): void {
  defaultWorkload(object);
  const spec = object['spec'] as StatefulSetSpec;
  if (!spec.podManagementPolicy) spec.podManagementPolicy = 'OrderedReady';
  const strategy = { ...spec.updateStrategy };
  if (!strategy.type) {
    strategy.type = 'RollingUpdate';
    strategy.rollingUpdate ??= {};
  }
  // MaxUnavailableStatefulSet, which came on with v1.35.0, is off again in v1.35's later patches.
  if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate)
    strategy.rollingUpdate = { partition: strategy.rollingUpdate.partition ?? 0 };
  spec.updateStrategy = strategy;
  if (spec.ordinals && spec.ordinals.start === undefined) spec.ordinals = { start: 0 };
  spec.serviceName ??= '';
  const retention = spec.persistentVolumeClaimRetentionPolicy;
  spec.persistentVolumeClaimRetentionPolicy = {
    whenDeleted: retention?.whenDeleted || 'Retain',
    whenScaled: retention?.whenScaled || 'Retain',
  };
  spec.revisionHistoryLimit ??= 10;
  if (spec.volumeClaimTemplates) spec.volumeClaimTemplates = spec.volumeClaimTemplates.map(defaultClaim);
}

function defaultClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  if (Object.isFrozen(claim)) return claim;
  const { apiVersion: _a, kind: _k, metadata, spec, status, ...rest } = claim;
  const resources = spec?.resources;
  const requests = resources?.requests && canonical(resources.requests);
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...metadata },
    spec: {
      ...spec,
      ...(requests ? { resources: { ...resources, requests } } : { resources: resources ?? {} }),
      volumeMode: spec?.volumeMode ?? 'Filesystem',
    },
    status: { phase: 'Pending', ...status },
    ...rest,
  };
}

function canonical(list: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(list).map(([name, value]) => [name, canonicalQuantity(value)]));
}

function warnings(object: KubeObject, old: KubeObject | undefined, warn: (message: string) => void): void {
  warnOfWorkload({ name: false })(object, old, warn);
  for (const [i, { spec }] of (specOf<StatefulSetSpec>(object).volumeClaimTemplates ?? []).entries())
    warnOfClaimSpec(spec ?? {}, `spec.volumeClaimTemplates[${i}].Spec`, warn);
  if ((specOf<StatefulSetSpec>(object).revisionHistoryLimit ?? 0) < 0)
    warn('spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended');
}

export const statefulSetStrategy: Strategy = {
  info: info('apps/v1', 'StatefulSet', 'statefulsets', {
    shortNames: ['sts'],
    categories: ['all'],
    subresources: ['scale', 'status'],
  }),
  applyDefaults,
  // Pods and their hosts are named after it.
  validateName: (name, prefix) => isDNS1123Label(prefix ? maskTrailingDash(name) : name),
  prepareForCreate: (object) => startGeneration(object, { replicas: 0, availableReplicas: 0 }),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  warnings,
  validate: validateStatefulSet,
  validateUpdate: (object, old) => (dequal(object['spec'], old['spec']) ? [] : validateStatefulSetUpdate(object, old)),
  validateStatusUpdate(object) {
    const errors: FieldError[] = [];
    const parts = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'];
    validateCounts({ ...(object['status'] as object) }, ['replicas', ...parts], parts, errors);
    return errors;
  },
  columns: columns('Name', 'Ready', 'Age', 'Containers*', 'Images*'),
  cells(object, now) {
    const spec = specOf(object);
    const status = (object['status'] ?? {}) as Status;
    return [
      nameOf(object),
      `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      ageOf(object, now),
      ...containerCells(spec.template?.spec?.containers),
    ];
  },
  scale,
};

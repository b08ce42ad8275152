/** PersistentVolumeClaims (pkg/registry/core/persistentvolumeclaim/strategy.go; validation.go ValidatePersistentVolumeClaimUpdate). */
import { dequal } from 'dequal';
import { type FieldError, IMMUTABLE, forbiddenField, invalid } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { compareQuantity, parseQuantity } from '../../../../api/quantity.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { structDiff } from '../struct-diff.ts';
import { accessModesText } from './access-modes.ts';
import { type ClaimSpec, defaultClaimSpec, validateClaimSpec } from './claim-spec.ts';
import { canonicalList } from './pod-spec/canonical-resources.ts';
import { warnOfClaim } from './claim-warnings.ts';
import { VOLUME_STRUCTS } from './volume-structs.ts';

interface Status {
  phase?: string;
  accessModes?: string[];
  capacity?: Record<string, string>;
}

const CLASS = 'volume.beta.kubernetes.io/storage-class';

function specOf(object: KubeObject): ClaimSpec {
  return (object['spec'] ?? {}) as ClaimSpec;
}

function statusOf(object: KubeObject): Status {
  return (object['status'] ?? {}) as Status;
}

function isKnownSource({ apiGroup, kind }: NonNullable<ClaimSpec['dataSource']>): boolean {
  return apiGroup
    ? apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot'
    : kind === 'PersistentVolumeClaim';
}

/** dataSource and dataSourceRef say the same of what is in the claim's namespace. */
function normaliseSources(spec: ClaimSpec): void {
  for (const source of [spec.dataSource, spec.dataSourceRef])
    if (source && !Object.isFrozen(source)) source.apiGroup ??= null;
  // The old field knows claims and snapshots only; anything else of it was never heeded.
  if (spec.dataSource && !spec.dataSourceRef && !isKnownSource(spec.dataSource)) delete spec.dataSource;
  if (spec.dataSource && !spec.dataSourceRef) spec.dataSourceRef = { ...spec.dataSource };
  else if (spec.dataSourceRef && !spec.dataSource && !spec.dataSourceRef.namespace)
    spec.dataSource = { ...spec.dataSourceRef };
}

/** The specs as they are compared: what may change is made alike. */
function comparable(object: KubeObject, old: KubeObject): [ClaimSpec, ClaimSpec] {
  const after = { ...specOf(object) };
  const before = { ...specOf(old) };
  if (!before.volumeName && after.volumeName) before.volumeName = after.volumeName;
  const hadClass = before.storageClassName !== undefined || old.metadata?.annotations?.[CLASS] !== undefined;
  if (!hadClass && after.storageClassName !== undefined) delete after.storageClassName;
  if (statusOf(object).phase === 'Bound') {
    const storage = before.resources?.requests?.['storage'];
    if (after.resources?.requests && storage !== undefined)
      after.resources = { ...after.resources, requests: { ...after.resources.requests, storage } };
    if (after.volumeAttributesClassName !== undefined) {
      if (before.volumeAttributesClassName === undefined) delete after.volumeAttributesClassName;
      else after.volumeAttributesClassName = before.volumeAttributesClassName;
    }
  }
  return [before, after];
}

const FIXED =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const [next, previous] = [specOf(object), specOf(old)];
  const errors = validateClaimSpec(next, 'spec');
  const [before, after] = comparable(object, old);
  const difference = dequal(before, after)
    ? ''
    : structDiff(before, after, 'PersistentVolumeClaimSpec', VOLUME_STRUCTS);
  if (difference !== '') errors.push(forbiddenField('spec', `${FIXED}\n${difference}`));
  const size = parseQuantity(next.resources?.requests?.['storage'] ?? '0');
  const oldSize = parseQuantity(previous.resources?.requests?.['storage'] ?? '0');
  const real = parseQuantity(statusOf(old).capacity?.['storage'] ?? '0');
  if (size && oldSize && real && compareQuantity(size, oldSize) < 0 && compareQuantity(size, real) <= 0)
    errors.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  if (next.volumeMode !== previous.volumeMode) errors.push(invalid('volumeMode', next.volumeMode, IMMUTABLE));
  if (previous.volumeAttributesClassName !== undefined && next.volumeAttributesClassName === undefined)
    errors.push(forbiddenField('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden'));
  return errors;
}

export const persistentVolumeClaimStrategy: Strategy = {
  info: info('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', {
    shortNames: ['pvc'],
    subresources: ['status'],
  }),
  applyDefaults(object) {
    const spec = (object['spec'] ??= {}) as ClaimSpec;
    defaultClaimSpec(spec);
    const { capacity } = statusOf(object);
    canonicalList(capacity);
  },
  prepareForCreate(object) {
    object['status'] = { phase: 'Pending' };
    normaliseSources(specOf(object));
  },
  prepareForUpdate(object, old) {
    keepStatus(object, old, { generation: false });
    normaliseSources(specOf(object));
  },
  warnings: (object, _old, warn) => warnOfClaim(object, warn),
  validate: (object) => validateClaimSpec(specOf(object), 'spec'),
  validateUpdate,
  columns: columns(
    'Name',
    'Status',
    'Volume',
    'Capacity',
    'Access Modes',
    'StorageClass',
    'VolumeAttributesClass',
    'Age',
    'VolumeMode*',
  ),
  cells(object, now) {
    const [spec, status] = [specOf(object), statusOf(object)];
    const bound = Boolean(spec.volumeName);
    return [
      nameOf(object),
      object.metadata?.deletionTimestamp ? 'Terminating' : (status.phase ?? ''),
      spec.volumeName ?? '',
      bound ? (status.capacity?.['storage'] ?? '0') : '',
      bound ? accessModesText(status.accessModes) : '',
      object.metadata?.annotations?.[CLASS] ?? spec.storageClassName ?? '',
      spec.volumeAttributesClassName ?? '<unset>',
      ageOf(object, now),
      spec.volumeMode ?? '<unset>',
    ];
  },
};

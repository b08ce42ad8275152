/** PersistentVolumes (pkg/registry/core/persistentvolume/strategy.go; validation.go ValidatePersistentVolume). */
import { dequal } from 'dequal';
import {
  type FieldError,
  IMMUTABLE,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import { formatTime } from '../../../../api/duration.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { parseQuantity } from '../../../../api/quantity.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { MOUNT_OPTIONS, warnOfVolume } from './claim-warnings.ts';
import { structDiff } from '../struct-diff.ts';
import { accessModesText } from './access-modes.ts';
import { validateAccessModes, validateClassName, validatePositive, validateVolumeMode } from './claim-spec.ts';
import { canonicalList } from './pod-spec/canonical-resources.ts';
import { type NodeSelector, validateNodeSelector } from './pod-spec/affinity.ts';
import { sourceOf, validateSources } from './persistent-volume-sources.ts';
import { VOLUME_STRUCTS } from './volume-structs.ts';

interface Spec extends Record<string, unknown> {
  accessModes?: string[];
  capacity?: Record<string, string>;
  claimRef?: { namespace?: string; name?: string };
  hostPath?: { path?: string; type?: string };
  nodeAffinity?: { required?: { nodeSelectorTerms?: unknown[] } };
  persistentVolumeReclaimPolicy?: string;
  storageClassName?: string;
  volumeAttributesClassName?: string;
  volumeMode?: string;
}

interface Status {
  phase?: string;
  reason?: string;
  lastPhaseTransitionTime?: string;
}

const CLASS = 'volume.beta.kubernetes.io/storage-class';
const POLICIES = ['Delete', 'Recycle', 'Retain'];

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function statusOf(object: KubeObject): Status {
  return (object['status'] ?? {}) as Status;
}

function validateCapacity(capacity: Record<string, string> | undefined, errors: FieldError[]): void {
  const names = Object.keys(capacity ?? {});
  if (names.length === 0) errors.push(required('spec.capacity'));
  if (!capacity || names.length !== 1 || names[0] !== 'storage')
    errors.push(notSupported('spec.capacity', capacity ?? null, ['storage']));
  for (const name of names) {
    const amount = parseQuantity(capacity![name]!);
    if (amount && amount.nano < 0n)
      errors.push(
        invalid(`spec.capacity[${name}]`, Number(amount.nano / 1_000_000_000n), 'must be a valid resource quantity'),
      );
    validatePositive(capacity![name]!, `spec.capacity[${name}]`, errors);
  }
}

function validateAffinity({ nodeAffinity }: Spec, errors: FieldError[]): void {
  if (!nodeAffinity) return;
  const at = 'spec.nodeAffinity.required';
  if (!nodeAffinity.required) errors.push(required(at, 'must specify required node constraints'));
  else validateNodeSelector(nodeAffinity.required as NodeSelector, at, errors);
}

function validateAttributesClass(spec: Spec, errors: FieldError[]): void {
  const name = spec.volumeAttributesClassName;
  if (name === undefined) return;
  const at = 'spec.volumeAttributesClassName';
  if (name === '') errors.push(required(at, 'an empty string is disallowed'));
  validateClassName(name, at, errors);
  if (!spec['csi']) errors.push(required('spec.csi', 'has to be specified when using volumeAttributesClassName'));
}

/** Those that take options from the old annotation (pkg/volume/validation/pv_validation.go). */
const MOUNTABLE =
  'gcePersistentDisk awsElasticBlockStore glusterfs nfs rbd quobyte iscsi cinder cephfs azureFile vsphereVolume azureDisk photonPersistentDisk'.split(
    ' ',
  );

function validateMountOptions(object: KubeObject, errors: FieldError[]): void {
  if (object.metadata?.annotations?.[MOUNT_OPTIONS] === undefined) return;
  if (MOUNTABLE.some((source) => specOf(object)[source] !== undefined)) return;
  const at = `metadata.annotations.${MOUNT_OPTIONS}`;
  errors.push(forbiddenField(at, 'may not specify mount options for this volume type'));
}

function validate(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  if (!spec.accessModes?.length) errors.push(required('spec.accessModes'));
  validateAccessModes(spec.accessModes ?? [], 'spec.accessModes', errors);
  validateCapacity(spec.capacity, errors);
  const policy = spec.persistentVolumeReclaimPolicy;
  if (policy && !POLICIES.includes(policy))
    errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, POLICIES));
  validateAffinity(spec, errors);
  validateSources(spec, 'spec', errors);
  if (policy === 'Recycle' && /^\/+$/.test(spec.hostPath?.path ?? ''))
    errors.push(
      forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"),
    );
  validateClassName(spec.storageClassName, 'spec.storageClassName', errors);
  validateVolumeMode(spec.volumeMode, 'spec.volumeMode', errors);
  validateAttributesClass(spec, errors);
  validateMountOptions(object, errors);
  return errors;
}

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const errors = validate(object);
  const [source, was] = [sourceOf(spec), sourceOf(before)];
  if (!dequal(source, was)) {
    const difference = structDiff(was, source, 'PersistentVolumeSource', VOLUME_STRUCTS);
    errors.push(
      forbiddenField(
        'spec.persistentvolumesource',
        `spec.persistentvolumesource is immutable after creation\n${difference}`,
      ),
    );
  }
  if (spec.volumeMode !== before.volumeMode) errors.push(invalid('volumeMode', spec.volumeMode, IMMUTABLE));
  if (before.nodeAffinity && !dequal(spec.nodeAffinity, before.nodeAffinity))
    errors.push(invalid('nodeAffinity', spec.nodeAffinity, IMMUTABLE));
  return errors;
}

function applyDefaults(object: KubeObject): void {
  const spec = (object['spec'] ??= {}) as Spec;
  if (Object.isFrozen(spec)) return;
  if (!spec.persistentVolumeReclaimPolicy) spec.persistentVolumeReclaimPolicy = 'Retain';
  if (spec.volumeMode === undefined) spec.volumeMode = 'Filesystem';
  if (spec.hostPath && spec.hostPath.type === undefined) spec.hostPath = { ...spec.hostPath, type: '' };
  canonicalList(spec.capacity);
}

export const persistentVolumeStrategy: Strategy = {
  info: info('v1', 'PersistentVolume', 'persistentvolumes', {
    namespaced: false,
    shortNames: ['pv'],
    subresources: ['status'],
  }),
  applyDefaults,
  warnings: (object, _old, warn) => warnOfVolume(object, warn),
  prepareForCreate(object, context) {
    object['status'] = { phase: 'Pending', lastPhaseTransitionTime: formatTime(context.now()) };
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: false }),
  prepareForStatusUpdate(object, old, context) {
    const status = statusOf(object);
    const before = statusOf(old);
    object['spec'] = old['spec'];
    if (status.phase === before.phase) return;
    const at = status.lastPhaseTransitionTime;
    if (!at || at === before.lastPhaseTransitionTime)
      object['status'] = { ...status, lastPhaseTransitionTime: formatTime(context.now()) };
  },
  validate,
  validateUpdate,
  columns: columns(
    'Name',
    'Capacity',
    'Access Modes',
    'Reclaim Policy',
    'Status',
    'Claim',
    'StorageClass',
    'VolumeAttributesClass',
    'Reason',
    'Age',
    'VolumeMode*',
  ),
  cells(object, now) {
    const [spec, status] = [specOf(object), statusOf(object)];
    const claim = spec.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '';
    return [
      nameOf(object),
      spec.capacity?.['storage'] ?? '0',
      accessModesText(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      object.metadata?.deletionTimestamp ? 'Terminating' : (status.phase ?? ''),
      claim,
      object.metadata?.annotations?.[CLASS] ?? spec.storageClassName ?? '',
      spec.volumeAttributesClassName ?? '<unset>',
      status.reason ?? '',
      ageOf(object, now),
      spec.volumeMode ?? '<unset>',
    ];
  },
};

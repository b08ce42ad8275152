/** CSIDrivers (pkg/registry/storage/csidriver/strategy.go, pkg/apis/storage/validation ValidateCSIDriver). */
import { dequal } from 'dequal';
import {
  type FieldError,
  IMMUTABLE,
  duplicate,
  invalid,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Spec {
  attachRequired?: boolean;
  podInfoOnMount?: boolean;
  storageCapacity?: boolean;
  requiresRepublish?: boolean;
  seLinuxMount?: boolean;
  fsGroupPolicy?: string;
  serviceAccountTokenInSecrets?: boolean;
  volumeLifecycleModes?: string[];
  tokenRequests?: { audience: string; expirationSeconds?: number }[];
}

const MODES = ['Ephemeral', 'Persistent'];
const POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function validate(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  for (const field of ['attachRequired', 'podInfoOnMount', 'storageCapacity'] as const)
    if (spec[field] === undefined) errors.push(required(`spec.${field}`));
  if (spec.fsGroupPolicy === undefined) errors.push(required('spec.fsGroupPolicy'));
  else if (!POLICIES.includes(spec.fsGroupPolicy))
    errors.push(notSupported('spec.fsGroupPolicy', spec.fsGroupPolicy, POLICIES));
  const audiences = new Set<string>();
  for (const [i, request] of (spec.tokenRequests ?? []).entries()) {
    const at = `spec.tokenRequests[${i}]`;
    if (audiences.has(request.audience)) errors.push(duplicate(`${at}.audience`, request.audience));
    audiences.add(request.audience);
    if (request.expirationSeconds !== undefined && request.expirationSeconds < 600)
      errors.push(
        invalid(
          `${at}.expirationSeconds`,
          request.expirationSeconds,
          'may not specify a duration less than 10 minutes',
        ),
      );
  }
  for (const mode of spec.volumeLifecycleModes ?? [])
    if (!MODES.includes(mode)) errors.push(notSupported('spec.volumeLifecycleModes', mode, MODES));
  return errors;
}

export const csiDriverStrategy: Strategy = {
  info: info('storage.k8s.io/v1', 'CSIDriver', 'csidrivers', { namespaced: false }),
  applyDefaults(object) {
    const spec = (object['spec'] ??= {}) as Spec;
    spec.attachRequired ??= true;
    spec.podInfoOnMount ??= false;
    spec.storageCapacity ??= false;
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
    spec.requiresRepublish ??= false;
    spec.seLinuxMount ??= false;
    if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent'];
  },
  warnings(object, _, warn) {
    const { tokenRequests = [], serviceAccountTokenInSecrets } = specOf(object);
    if (tokenRequests.length > 0 && serviceAccountTokenInSecrets === undefined)
      warn(
        'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes',
      );
  },
  validate,
  validateUpdate(object, old) {
    const errors = validate(object);
    const [spec, before] = [specOf(object), specOf(old)];
    for (const field of ['attachRequired', 'volumeLifecycleModes'] as const)
      if (!dequal(spec[field], before[field])) errors.push(invalid(`spec.${field}`, spec[field], IMMUTABLE));
    return errors;
  },
  columns: columns(
    'Name',
    'AttachRequired:boolean',
    'PodInfoOnMount:boolean',
    'StorageCapacity:boolean',
    'TokenRequests',
    'RequiresRepublish:boolean',
    'Modes',
    'Age',
  ),
  cells(object, now) {
    const spec = specOf(object);
    return [
      nameOf(object),
      spec.attachRequired ?? true,
      spec.podInfoOnMount ?? false,
      spec.storageCapacity ?? false,
      spec.tokenRequests?.map(({ audience }) => audience).join(',') || '<unset>',
      spec.requiresRepublish ?? false,
      spec.volumeLifecycleModes?.join(',') || '<none>',
      ageOf(object, now),
    ];
  },
};

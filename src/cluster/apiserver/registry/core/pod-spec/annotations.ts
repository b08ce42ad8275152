/** Annotations that say something about a Pod (pkg/apis/core/validation/validation.go ValidatePodSpecificAnnotations). */
import type { ObjectMeta } from '../../../../../api/object.ts';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { type FieldError, forbiddenField, invalid } from '../../../../../api/field-errors.ts';
import { localDescendingPath } from './paths.ts';
import type { Profile } from './seccomp.ts';
import { visitContainers } from './visit.ts';

export const MIRROR = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
export const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
export const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

type Annotations = Readonly<Record<string, string>>;

export function validatePodAnnotations(
  annotations: Annotations | undefined,
  spec: PodSpec,
  path: string,
  errors: FieldError[],
): void {
  if (!annotations) return;
  const mirror = annotations[MIRROR];
  if (mirror !== undefined && !spec.nodeName)
    errors.push(invalid(`${path}[${MIRROR}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set'));
  const cost = annotations[DELETION_COST];
  if (cost !== undefined && !is32Bit(cost))
    errors.push(invalid(`${path}[${DELETION_COST}]`, cost, 'must be a 32bit integer'));
  for (const [key, value] of Object.entries(annotations))
    if (key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER)) validateSeccompName(value, `${path}.${key}`, errors);
  for (const [key, value] of Object.entries(annotations))
    if (key.startsWith(APP_ARMOR)) validateAppArmorName(key, value, spec, path, errors);
}

/** No leading plus, no leading zeros (pkg/apis/core/helper GetDeletionCostFromPodAnnotations). */
function is32Bit(text: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(text) && Number(text) >= -(2 ** 31) && Number(text) < 2 ** 31;
}

const SECCOMP_NAMES = new Set(['runtime/default', 'docker/default', 'unconfined']);

function validateSeccompName(name: string, at: string, errors: FieldError[]): void {
  if (SECCOMP_NAMES.has(name)) return;
  if (name.startsWith('localhost/')) localDescendingPath(name.slice('localhost/'.length), at, errors);
  else errors.push(invalid(at, name, 'must be a valid seccomp profile'));
}

function validateAppArmorName(key: string, value: string, spec: PodSpec, path: string, errors: FieldError[]): void {
  const container = key.slice(APP_ARMOR.length);
  let found = false;
  visitContainers(spec, '', ({ name }) => void (found ||= name === container));
  if (!found) errors.push(invalid(`${path}[${key}]`, container, 'container not found'));
  if (value !== '' && value !== 'runtime/default' && value !== 'unconfined' && !value.startsWith('localhost/'))
    errors.push(invalid(`${path}[${key}]`, value, `invalid AppArmor profile name: ${JSON.stringify(value)}`));
}

/** Where both the old annotation and the field are there, they say the same. */
export function validateProfilesMatch(
  meta: ObjectMeta | undefined,
  spec: PodSpec,
  path: string,
  kinds: { appArmor: boolean },
  errors: FieldError[],
): void {
  const annotations = meta?.annotations;
  if (!annotations) return;
  const ofPod = spec.securityContext?.seccompProfile;
  const at = 'securityContext.seccompProfile';
  if (ofPod) matchProfile(annotations[SECCOMP_POD], ofPod, 'seccomp', `${path}.${at}`, errors);
  visitContainers(spec, path, ({ name, securityContext }, where) => {
    const own = securityContext?.seccompProfile;
    if (own) matchProfile(annotations[SECCOMP_CONTAINER + name], own, 'seccomp', `${where}.${at}`, errors);
  });
  if (!kinds.appArmor || spec.os?.name === 'windows') return;
  visitContainers(spec, path, ({ name, securityContext }, where) => {
    const own = securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
    const field = `${where}.securityContext.appArmorProfile`;
    if (own) matchProfile(annotations[APP_ARMOR + name], own, 'apparmor', field, errors);
  });
}

function matchProfile(
  annotation: string | undefined,
  { type, localhostProfile }: Profile,
  kind: string,
  at: string,
  errors: FieldError[],
): void {
  if (annotation === undefined) return;
  const refuse = (field: string, what: string): void =>
    void errors.push(forbiddenField(`${at}.${field}`, `${kind} ${what} in annotation and field must match`));
  const isDefault = annotation === 'runtime/default' || (kind === 'seccomp' && annotation === 'docker/default');
  if (type === 'Unconfined' && annotation !== 'unconfined') refuse('type', 'type');
  if (type === 'RuntimeDefault' && !isDefault) refuse('type', 'type');
  if (type !== 'Localhost') return;
  if (!annotation.startsWith('localhost/')) refuse('type', 'type');
  else if (annotation !== `localhost/${localhostProfile}`) refuse('localhostProfile', 'profile');
}

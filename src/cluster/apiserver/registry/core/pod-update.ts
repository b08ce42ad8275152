/** What an update of a Pod may change (pkg/apis/core/validation/validation.go ValidatePodUpdate). */
import type { Container, Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1';
import { dequal } from 'dequal';
import { type FieldError, forbiddenField, invalid, required } from '../../../../api/field-errors.ts';
import { structDiff } from '../struct-diff.ts';
import { APP_ARMOR, MIRROR } from './pod-spec/annotations.ts';
import { untrimmedImage } from './pod-spec/ephemeral-containers.ts';
import { INTERNAL_STRUCTS } from './pod-spec/internal-structs.ts';
import { mutateWhileGated } from './pod-spec/gated-updates.ts';

const UPDATABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
const MAX_INT32 = 2147483647;

/** Beyond the rules that every Pod keeps. */
export function validatePodChange(pod: Pod, old: Pod): FieldError[] {
  const errors: FieldError[] = [];
  validateAnnotationChanges(pod, old, errors);
  const [spec, before] = [pod.spec!, old.spec!];
  if (!validateImages(spec.containers, before.containers, 'spec.containers', errors)) return errors;
  if (!validateImages(spec.initContainers, before.initContainers, 'spec.initContainers', errors)) return errors;
  if (!validateDeadline(spec.activeDeadlineSeconds, before.activeDeadlineSeconds, errors)) return errors;
  validateOnlyAdded(spec.tolerations ?? [], before.tolerations ?? [], errors);
  validateOnlyRemoved(spec, before, errors);
  const munged = withUpdatable(spec, before);
  if (before.schedulingGates?.length) mutateWhileGated(munged, before, errors);
  if (!dequal(munged, before)) {
    const diff = structDiff(internal(before), internal(munged), 'PodSpec', INTERNAL_STRUCTS);
    if (diff !== '') errors.push(forbiddenField('spec', `${UPDATABLE}\n${diff}`));
  }
  return errors;
}

/** The API server keeps what is the host's in the security context. */
export function internal(spec: PodSpec): object {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec;
  const host = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers };
  return { ...spec, securityContext: { ...spec.securityContext, ...host } };
}

function validateAnnotationChanges(pod: Pod, old: Pod, errors: FieldError[]): void {
  const [now, then] = [pod.metadata?.annotations ?? {}, old.metadata?.annotations ?? {}];
  if (now === then) return;
  const at = (key: string): string => `metadata.annotations[${key}]`;
  for (const [key, value] of Object.entries(then)) {
    if (now[key] === value) continue;
    if (key.startsWith(APP_ARMOR))
      errors.push(forbiddenField(at(key), 'may not remove or update AppArmor annotations'));
    if (key === MIRROR) errors.push(forbiddenField(at(key), 'may not remove or update mirror pod annotation'));
  }
  for (const key of Object.keys(now)) {
    if (then[key] !== undefined) continue;
    if (key.startsWith(APP_ARMOR)) errors.push(forbiddenField(at(key), 'may not add AppArmor annotations'));
    if (key === MIRROR) errors.push(forbiddenField(at(key), 'may not add mirror pod annotation'));
  }
}

/** False when nothing more can be compared. */
function validateImages(
  containers: readonly Container[] | undefined,
  before: readonly Container[] | undefined,
  path: string,
  errors: FieldError[],
): boolean {
  if ((containers?.length ?? 0) !== (before?.length ?? 0)) {
    errors.push(forbiddenField(path, 'pod updates may not add or remove containers'));
    return false;
  }
  for (const [i, { image }] of (containers ?? []).entries()) {
    if (!image) errors.push(required(`${path}[${i}].image`));
    untrimmedImage(image, `${path}[${i}]`, errors);
  }
  return true;
}

/** It may be set, and be shortened. */
function validateDeadline(now: number | undefined, before: number | undefined, errors: FieldError[]): boolean {
  const at = 'spec.activeDeadlineSeconds';
  if (now === undefined) {
    if (before !== undefined) errors.push(invalid(at, null, 'must not update from a positive integer to nil value'));
    return true;
  }
  if (now < 0 || now > MAX_INT32) errors.push(invalid(at, now, `must be between 0 and ${MAX_INT32}, inclusive`));
  else if (before !== undefined && before < now)
    errors.push(invalid(at, now, 'must be less than or equal to previous value'));
  else return true;
  return false;
}

function validateOnlyAdded(now: readonly Toleration[], before: readonly Toleration[], errors: FieldError[]): void {
  const kept = before.every((old) =>
    now.some((one) => dequal({ ...one, tolerationSeconds: 0 }, { ...old, tolerationSeconds: 0 })),
  );
  if (kept) return;
  const text = 'existing toleration can not be modified except its tolerationSeconds';
  errors.push(forbiddenField('spec.tolerations', text));
}

function validateOnlyRemoved(spec: PodSpec, before: PodSpec, errors: FieldError[]): void {
  const known = new Set((before.schedulingGates ?? []).map(({ name }) => name));
  for (const [i, { name }] of (spec.schedulingGates ?? []).entries()) {
    if (known.has(name)) continue;
    const text = `only deletion is allowed, but found new scheduling gate '${name}'`;
    errors.push(forbiddenField(`spec.schedulingGates[${i}].name`, text));
  }
}

/** The new spec with all that may change as it was. */
function withUpdatable(spec: PodSpec, before: PodSpec): PodSpec {
  const munged: PodSpec = { ...spec, containers: oldImages(spec.containers, before.containers) };
  if (spec.initContainers) munged.initContainers = oldImages(spec.initContainers, before.initContainers ?? []);
  for (const field of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations'] as const) {
    if (before[field] === undefined) delete munged[field];
    else munged[field] = before[field] as never;
  }
  const grace = before.terminationGracePeriodSeconds;
  if (grace !== undefined && grace < 0 && spec.terminationGracePeriodSeconds === 1)
    munged.terminationGracePeriodSeconds = grace;
  return munged;
}

function oldImages(containers: readonly Container[], before: readonly Container[]): Container[] {
  return containers.map((container, i) => {
    const { image } = before[i] ?? {};
    return image === undefined || image === container.image ? container : { ...container, image };
  });
}

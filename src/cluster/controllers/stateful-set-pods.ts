/** Makes and deletes a StatefulSet's Pods and claims (pkg/controller/statefulset/stateful_pod_control.go). */
import type { PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { isStatusError } from '../../api/status.ts';
import type { ControllerContext } from '../runtime/define-controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PODS, STATEFUL_SETS } from '../runtime/resources.ts';
import { controllerReference } from './claim.ts';
import {
  POD_INDEX_LABEL,
  POD_NAME_LABEL,
  type StatefulSet,
  claimName,
  claimsOf,
  ordinalOf,
} from './stateful-set-types.ts';

function record(
  { events }: ControllerContext,
  set: StatefulSet,
  verb: 'Create' | 'Update' | 'Delete',
  what: string,
  ending: string,
  error?: Error,
): void {
  const tail = error ? `failed error: ${error.message}` : ending;
  const message = `${verb} ${what} in StatefulSet ${set.metadata.name} ${tail}`;
  events.record(STATEFUL_SETS, set, error ? 'Warning' : 'Normal', `${error ? 'Failed' : 'Successful'}${verb}`, message);
}

/** Throws StatusError, the Event written. */
export function createStatefulPod(context: ControllerContext, set: StatefulSet, pod: Pod): Pod {
  createMissingClaims(context, set, pod);
  try {
    const created = context.session.create<Pod>(PODS, set.metadata.namespace, pod);
    record(context, set, 'Create', `Pod ${pod.metadata?.name}`, 'successful');
    return created;
  } catch (error) {
    if (isStatusError(error) && error.reason !== 'AlreadyExists')
      record(context, set, 'Create', `Pod ${pod.metadata?.name}`, '', error);
    throw error;
  }
}

export function deleteStatefulPod(context: ControllerContext, set: StatefulSet, pod: Pod): void {
  const what = `Pod ${pod.metadata?.name}`;
  try {
    context.session.delete(PODS, pod.metadata?.namespace, pod.metadata?.name ?? '');
    record(context, set, 'Delete', what, 'successful');
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return;
    if (isStatusError(error)) record(context, set, 'Delete', what, '', error);
    throw error;
  }
}

function findClaim({ session }: ControllerContext, namespace: string | undefined, name: string) {
  try {
    return session.get<PersistentVolumeClaim>(PERSISTENT_VOLUME_CLAIMS, namespace, name);
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return undefined;
    throw error;
  }
}

export function createMissingClaims(context: ControllerContext, set: StatefulSet, pod: Pod): void {
  for (const claim of claimsOf(set, ordinalOf(pod))) {
    const { namespace, name = '' } = claim.metadata ?? {};
    if (findClaim(context, namespace, name)) continue;
    const what = `Claim ${name} Pod ${pod.metadata?.name}`;
    const owners = retained(set, 'whenDeleted') ? [] : [controllerReference(STATEFUL_SETS, set)];
    const draft = owners.length > 0 ? { ...claim, metadata: { ...claim.metadata, ownerReferences: owners } } : claim;
    try {
      context.session.create(PERSISTENT_VOLUME_CLAIMS, namespace, draft);
      record(context, set, 'Create', what, 'success');
    } catch (error) {
      if (isStatusError(error)) record(context, set, 'Create', what, '', error);
      throw error;
    }
  }
}

const retained = (set: StatefulSet, when: 'whenDeleted' | 'whenScaled'): boolean =>
  set.spec.persistentVolumeClaimRetentionPolicy?.[when] !== 'Delete';

/** Gives a Pod's claims the owners that the retention policy asks for: the set, or the Pod that is about to go. */
export function matchRetention(context: ControllerContext, set: StatefulSet, pod: Pod, condemned: boolean): void {
  if (retained(set, 'whenDeleted') && retained(set, 'whenScaled') && !set.spec.volumeClaimTemplates?.length) return;
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const claim = findClaim(context, set.metadata.namespace, claimName(set, template, ordinalOf(pod)));
    if (!claim) continue;
    const wanted = ownersOf(set, pod, condemned, claim.metadata?.ownerReferences ?? []);
    if (sameOwners(wanted, claim.metadata?.ownerReferences ?? [])) continue;
    const { ownerReferences: _, ...metadata } = claim.metadata ?? {};
    context.session.update(PERSISTENT_VOLUME_CLAIMS, {
      ...claim,
      metadata: wanted.length > 0 ? { ...metadata, ownerReferences: wanted } : metadata,
    });
  }
}

function ownersOf(
  set: StatefulSet,
  pod: Pod,
  condemned: boolean,
  current: readonly OwnerReference[],
): OwnerReference[] {
  const ours = new Set([set.metadata.uid, pod.metadata?.uid]);
  const others = current.filter((reference) => !ours.has(reference.uid));
  if (condemned && !retained(set, 'whenScaled')) {
    const { name = '', uid = '' } = pod.metadata ?? {};
    return [...others, { apiVersion: 'v1', kind: 'Pod', name, uid, controller: true, blockOwnerDeletion: true }];
  }
  return retained(set, 'whenDeleted') ? others : [...others, controllerReference(STATEFUL_SETS, set)];
}

function sameOwners(a: readonly OwnerReference[], b: readonly OwnerReference[]): boolean {
  return a.length === b.length && a.every((reference) => b.some((one) => one.uid === reference.uid));
}

/** An adopted Pod gets the labels that its name stands for. */
export function matchIdentity(context: ControllerContext, set: StatefulSet, pod: Pod): void {
  const name = pod.metadata?.name ?? '';
  const index = String(ordinalOf(pod));
  const labels = pod.metadata?.labels ?? {};
  if (labels[POD_NAME_LABEL] === name && labels[POD_INDEX_LABEL] === index) return;
  const changed = { ...labels, [POD_NAME_LABEL]: name, [POD_INDEX_LABEL]: index };
  try {
    context.session.update<Pod>(PODS, { ...pod, metadata: { ...pod.metadata, labels: changed } });
    record(context, set, 'Update', `Pod ${name}`, 'successful');
  } catch (error) {
    if (isStatusError(error)) record(context, set, 'Update', `Pod ${name}`, '', error);
    throw error;
  }
}

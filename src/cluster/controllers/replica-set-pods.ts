/** Creates missing Pods and deletes those that are too many (pkg/controller/replicaset/replica_set.go manageReplicas). */
import type { Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { ControllerContext } from '../runtime/define-controller.ts';
import { keyOf } from '../runtime/keys.ts';
import { type KindedResource, PODS } from '../runtime/resources.ts';
import { controllerReference } from './claim.ts';
import { type ReplicaSet, wanted } from './deployment-types.ts';
import type { Expectations } from './expectations.ts';
import { compareForDeletion } from './pod-ranking.ts';
import { isActive } from './pod-state.ts';

const BURST = 500;

export interface Management {
  context: ControllerContext;
  /** Of the set. */
  kind: KindedResource;
  expectations: Expectations;
  set: ReplicaSet;
  counts: { active: number };
  active(): readonly Pod[];
  /** Pods of all ReplicaSets of the same owner, for the ranking. */
  related(): Iterable<Pod>;
}

/** Throws the first StatusError met, after doing what could be done. */
export function manageReplicas(management: Management): void {
  const missing = wanted(management.set) - management.counts.active;
  if (missing > 0) createPods(management, Math.min(missing, BURST));
  else if (missing < 0) deletePods(management, Math.min(-missing, BURST));
}

function createPods({ context, kind, expectations, set }: Management, count: number): void {
  const key = keyOf(set);
  const pod = podOf(kind, set);
  expectations.expectCreations(key, count);
  let done = 0;
  let batch = 1;
  let failure: unknown;
  // Slow start: twice as many each time, so that a quota or a webhook that refuses is asked a few times, not 500.
  while (done < count && failure === undefined) {
    const end = Math.min(count, done + batch);
    let succeeded = 0;
    for (let i = done; i < end; i++) {
      try {
        createPod(context, kind, set, pod);
        succeeded++;
      } catch (error) {
        failure ??= error;
      }
    }
    done += succeeded;
    batch *= 2;
  }
  if (failure === undefined) return;
  expectations.creationObserved(key, count - done);
  if (!isTerminatingNamespace(failure)) throw failure;
}

function isTerminatingNamespace(error: unknown): boolean {
  return (
    isStatusError(error) &&
    (error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false)
  );
}

function createPod(context: ControllerContext, kind: KindedResource, set: ReplicaSet, pod: Pod): void {
  try {
    const created = context.session.create<Pod>(PODS, set.metadata.namespace, pod);
    context.events.record(kind, set, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata?.name}`);
  } catch (error) {
    if (isStatusError(error) && !isTerminatingNamespace(error)) {
      context.events.record(kind, set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    }
    throw error;
  }
}

function podOf(kind: KindedResource, set: ReplicaSet): Pod {
  const { labels, annotations, finalizers } = set.spec.template?.metadata ?? {};
  const owners = [controllerReference(kind, set)];
  // Frozen, so that all Pods share it.
  owners.forEach(Object.freeze);
  Object.freeze(owners);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${set.metadata.name}-`,
      namespace: set.metadata.namespace ?? '',
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: owners,
    },
    spec: set.spec.template?.spec ?? { containers: [] },
  };
}

function deletePods(management: Management, count: number): void {
  const { context, kind, expectations, set } = management;
  const key = keyOf(set);
  const chosen = choose(management, count);
  expectations.expectDeletions(key, chosen.map(keyOf));
  let failure: unknown;
  for (const pod of chosen) {
    try {
      context.session.delete(PODS, pod.metadata?.namespace, pod.metadata?.name ?? '');
      context.events.record(kind, set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata?.name}`);
    } catch (error) {
      expectations.deletionObserved(key, keyOf(pod));
      if (!isStatusError(error)) throw error;
      if (error.reason === 'NotFound') continue;
      context.events.record(kind, set, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
}

function choose({ context, active: list, related }: Management, count: number): Pod[] {
  const active = list();
  if (count >= active.length) return [...active];
  const crowd = new Map<string, number>();
  for (const pod of related()) {
    const node = pod.spec?.nodeName ?? '';
    if (isActive(pod)) crowd.set(node, (crowd.get(node) ?? 0) + 1);
  }
  const now = context.clock.now();
  return active
    .map((pod) => ({ pod, rank: crowd.get(pod.spec?.nodeName ?? '') ?? 0 }))
    .toSorted((a, b) => compareForDeletion(a, b, now))
    .slice(0, count)
    .map(({ pod }) => pod);
}

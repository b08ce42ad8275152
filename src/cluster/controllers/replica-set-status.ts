/** The status of a ReplicaSet (pkg/controller/replicaset/replica_set_utils.go). Pure. */
import { dequal } from 'dequal';
import type { ReplicaSetCondition } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { rfc3339 } from '../runtime/time.ts';
import { availableIn } from './pod-state.ts';
import type { PodCounts } from './pod-tally.ts';
import { type ReplicaSet, type ReplicaSetStatus, wanted } from './deployment-types.ts';

export interface Counted extends PodCounts {
  /** Ready for minReadySeconds. */
  available: number;
  /** Message of the write that failed in this sync. */
  failure?: string | undefined;
}

export function replicaSetStatus(
  set: ReplicaSet,
  { active, terminating, labelled, ready, available, failure }: Counted,
  now: number,
): ReplicaSetStatus {
  const status: ReplicaSetStatus = { replicas: active };
  if (labelled > 0) status.fullyLabeledReplicas = labelled;
  if (ready > 0) status.readyReplicas = ready;
  if (available > 0) status.availableReplicas = available;
  status.terminatingReplicas = terminating;
  status.observedGeneration = set.metadata.generation ?? 0;
  const conditions = conditionsOf(set, active, failure, now);
  if (conditions.length > 0) status.conditions = conditions;
  return status;
}

function conditionsOf(set: ReplicaSet, count: number, failure: string | undefined, now: number): ReplicaSetCondition[] {
  const conditions = set.status?.conditions ?? [];
  const known = conditions.some((condition) => condition.type === 'ReplicaFailure');
  if (failure === undefined) return conditions.filter((condition) => condition.type !== 'ReplicaFailure');
  if (known) return conditions;
  const reason = count < wanted(set) ? 'FailedCreate' : 'FailedDelete';
  return [
    ...conditions,
    { type: 'ReplicaFailure', status: 'True', reason, message: failure, lastTransitionTime: rfc3339(now) },
  ];
}

export function sameStatus(a: ReplicaSetStatus, b: ReplicaSetStatus | undefined): boolean {
  return dequal({ terminatingReplicas: 0, ...a }, { terminatingReplicas: 0, ...b });
}

/** `active`: Pods that are neither finished nor told to go. */
export function countAvailable(set: ReplicaSet, active: readonly Pod[], now: number): number {
  const seconds = set.spec.minReadySeconds ?? 0;
  return active.filter((pod) => availableIn(pod, seconds, now) === 0).length;
}

/** ms until the next Pod that is ready becomes available. */
export function nextAvailability(set: ReplicaSet, active: readonly Pod[], now: number): number | undefined {
  if (!set.spec.minReadySeconds) return undefined;
  let next: number | undefined;
  for (const pod of active) {
    const wait = availableIn(pod, set.spec.minReadySeconds, now);
    if (wait && wait !== Infinity && (next === undefined || wait < next)) next = wait;
  }
  return next;
}

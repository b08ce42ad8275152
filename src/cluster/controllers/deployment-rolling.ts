/**
 * The arithmetic of a rolling update: how many Pods a new ReplicaSet may have, how many old ones may go
 * (pkg/controller/deployment/rolling.go and util/deployment_util.go). Pure functions.
 */
import { type IntOrString, getScaledValueFromIntOrPercent } from '../../api/intstr.ts';
import { type Deployment, type ReplicaSet, byAge, sumWanted, wanted } from './deployment-types.ts';

type Bound = IntOrString | undefined;

const scaled = (bound: Bound, total: number, roundUp: boolean): number =>
  bound === undefined ? 0 : getScaledValueFromIntOrPercent(bound, total, { roundUp });

/** Both bounds as counts; when both come to 0, one Pod may be missing, or nothing could ever move. */
export function resolveFenceposts(
  maxSurge: Bound,
  maxUnavailable: Bound,
  desired: number,
): { surge: number; unavailable: number } {
  const surge = scaled(maxSurge, desired, true);
  const unavailable = scaled(maxUnavailable, desired, false);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

const isRolling = (deployment: Deployment): boolean => deployment.spec.strategy?.type !== 'Recreate';

export function maxSurge(deployment: Deployment): number {
  if (!isRolling(deployment)) return 0;
  const bounds = deployment.spec.strategy?.rollingUpdate;
  return resolveFenceposts(bounds?.maxSurge, bounds?.maxUnavailable, wanted(deployment)).surge;
}

export function maxUnavailable(deployment: Deployment): number {
  if (!isRolling(deployment) || wanted(deployment) === 0) return 0;
  const bounds = deployment.spec.strategy?.rollingUpdate;
  return Math.min(
    resolveFenceposts(bounds?.maxSurge, bounds?.maxUnavailable, wanted(deployment)).unavailable,
    wanted(deployment),
  );
}

/** NewRSNewReplicas: the size the new ReplicaSet may have now. */
export function newReplicaSetSize(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  if (!isRolling(deployment)) return wanted(deployment);
  const room =
    wanted(deployment) +
    scaled(deployment.spec.strategy?.rollingUpdate?.maxSurge, wanted(deployment), true) -
    sumWanted(all);
  if (room <= 0) return current;
  return current + Math.min(room, wanted(deployment) - current);
}

export interface Scaling {
  set: ReplicaSet;
  replicas: number;
}

const available = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0);

/** Old ReplicaSets to scale down, unhealthy Pods first (reconcileOldReplicaSets). */
export function oldReplicaSetSizes(
  deployment: Deployment,
  old: readonly ReplicaSet[],
  fresh: ReplicaSet | undefined,
): Scaling[] {
  if (sumWanted(old) === 0) return [];
  const minAvailable = wanted(deployment) - maxUnavailable(deployment);
  const all = fresh ? [...old, fresh] : old;
  const unavailableNew = fresh ? wanted(fresh) - (fresh.status?.availableReplicas ?? 0) : 0;
  const spare = sumWanted(all) - minAvailable - unavailableNew;
  if (spare <= 0) return [];
  const unhealthy = cleanupUnhealthy(old, spare);
  const taken = unhealthy.reduce((sum, { set, replicas }) => sum + wanted(set) - replicas, 0);
  // Upstream gives up here when a ReplicaSet has not caught up with its last scaling down; it comes again when it has.
  if (taken < spare && old.some(isBehind)) return unhealthy;
  const sized = old.map((set) => unhealthy.find((step) => step.set === set) ?? { set, replicas: wanted(set) });
  const healthy = scaleDownHealthy(sized, available(all) - minAvailable);
  return [...unhealthy, ...healthy];
}

/** Its status still counts Pods that its spec no longer wants. */
const isBehind = (set: ReplicaSet): boolean => wanted(set) > 0 && (set.status?.availableReplicas ?? 0) > wanted(set);

/** Takes up to `most` Pods that are not available from old ReplicaSets, oldest first. */
export function cleanupUnhealthy(old: readonly ReplicaSet[], most: number): Scaling[] {
  let left = most;
  const steps: Scaling[] = [];
  for (const set of old.toSorted(byAge)) {
    const sick = wanted(set) - (set.status?.availableReplicas ?? 0);
    if (left <= 0 || isBehind(set)) break;
    if (wanted(set) === 0 || sick === 0) continue;
    const cut = Math.min(left, sick);
    left -= cut;
    steps.push({ set, replicas: wanted(set) - cut });
  }
  return steps;
}

/** Takes up to `most` Pods from the ReplicaSets as sized, oldest first. */
export function scaleDownHealthy(sized: readonly Scaling[], most: number): Scaling[] {
  let left = most;
  const steps: Scaling[] = [];
  for (const { set, replicas } of sized.toSorted((a, b) => byAge(a.set, b.set))) {
    if (left <= 0 || replicas === 0) continue;
    const cut = Math.min(replicas, left);
    left -= cut;
    steps.push({ set, replicas: replicas - cut });
  }
  return steps;
}

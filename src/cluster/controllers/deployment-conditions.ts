/** Deployment conditions and what they are made of (pkg/controller/deployment/{progress.go,util/deployment_util.go}). Pure. */
import { parseTime, rfc3339 } from '../runtime/time.ts';
import { maxUnavailable } from './deployment-rolling.ts';
import {
  type Deployment,
  type DeploymentCondition,
  type DeploymentStatus,
  type ReplicaSet,
  sumWanted,
  wanted,
} from './deployment-types.ts';

export function newCondition(
  type: string,
  status: string,
  reason: string,
  message: string,
  now: number,
): DeploymentCondition {
  return { type, status, lastUpdateTime: rfc3339(now), lastTransitionTime: rfc3339(now), reason, message };
}

export function conditionOf(status: DeploymentStatus | undefined, type: string): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Unchanged when status and reason are the same; keeps the time of transition when only the reason changed. */
export function withCondition(
  conditions: readonly DeploymentCondition[],
  fresh: DeploymentCondition,
): DeploymentCondition[] {
  const current = conditions.find((condition) => condition.type === fresh.type);
  if (current && current.status === fresh.status && current.reason === fresh.reason) return [...conditions];
  const kept: DeploymentCondition = { ...fresh };
  if (current?.status === fresh.status && current.lastTransitionTime !== undefined)
    kept.lastTransitionTime = current.lastTransitionTime;
  return [...withoutCondition(conditions, fresh.type), kept];
}

export function withoutCondition(conditions: readonly DeploymentCondition[], type: string): DeploymentCondition[] {
  return conditions.filter((condition) => condition.type !== type);
}

export function hasProgressDeadline(deployment: Deployment): boolean {
  const deadline = deployment.spec.progressDeadlineSeconds;
  return deadline !== undefined && deadline !== 2147483647;
}

const sum = (
  sets: readonly ReplicaSet[],
  field: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas',
): number => sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);

/** Counts, and the Available condition (sync.go calculateStatus). Counts of 0 are left out, as Go's omitempty does. */
export function calculateStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  fresh: ReplicaSet | undefined,
  now: number,
): DeploymentStatus {
  const available = sum(all, 'availableReplicas');
  const counts = {
    replicas: sum(all, 'replicas'),
    updatedReplicas: fresh ? (fresh.status?.replicas ?? 0) : 0,
    readyReplicas: sum(all, 'readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sumWanted(all) - available),
  };
  const enough = available >= wanted(deployment) - maxUnavailable(deployment);
  const condition = enough
    ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : newCondition(
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
        now,
      );
  const status: DeploymentStatus = { observedGeneration: deployment.metadata.generation ?? 0 };
  for (const [name, count] of Object.entries(counts)) if (count !== 0) status[name as keyof typeof counts] = count;
  status.terminatingReplicas = sum(all, 'terminatingReplicas');
  status.conditions = withCondition(deployment.status?.conditions ?? [], condition);
  if (deployment.status?.collisionCount !== undefined) status.collisionCount = deployment.status.collisionCount;
  return status;
}

export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const size = wanted(deployment);
  return (
    (status?.updatedReplicas ?? 0) === size &&
    (status?.replicas ?? 0) === size &&
    (status?.availableReplicas ?? 0) === size &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

export function isProgressing(deployment: Deployment, status: DeploymentStatus): boolean {
  const before = deployment.status ?? {};
  const old = (s: DeploymentStatus): number => (s.replicas ?? 0) - (s.updatedReplicas ?? 0);
  return (
    (status.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(status) < old(before) ||
    (status.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

export function hasTimedOut(deployment: Deployment, status: DeploymentStatus, now: number): boolean {
  const condition = conditionOf(status, 'Progressing');
  if (!hasProgressDeadline(deployment) || !condition || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return (parseTime(condition.lastUpdateTime) ?? 0) + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000 < now;
}

/** The conditions Progressing and ReplicaFailure of a rollout (syncRolloutStatus). */
export function rolloutStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  fresh: ReplicaSet | undefined,
  now: number,
): DeploymentStatus {
  const status = calculateStatus(deployment, all, fresh, now);
  let conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) conditions = withoutCondition(conditions, 'Progressing');
  const current = conditionOf(deployment.status, 'Progressing');
  const settled =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable';
  if (hasProgressDeadline(deployment) && !settled)
    conditions = progressConditions(deployment, { ...status, conditions }, fresh, now);
  const failure = failureOf(all, fresh);
  conditions = failure ? withCondition(conditions, failure) : withoutCondition(conditions, 'ReplicaFailure');
  return { ...status, conditions };
}

function progressConditions(
  deployment: Deployment,
  status: DeploymentStatus,
  fresh: ReplicaSet | undefined,
  now: number,
): DeploymentCondition[] {
  const conditions = status.conditions ?? [];
  const subject = fresh ? `ReplicaSet "${fresh.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return withCondition(
      conditions,
      newCondition('Progressing', 'True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`, now),
    );
  }
  if (isProgressing(deployment, status)) {
    const condition = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, now);
    const current = conditionOf(deployment.status, 'Progressing');
    // Replaced even when nothing but its time changes: the deadline counts from the last progress.
    if (current?.status === 'True' && current.lastTransitionTime !== undefined)
      condition.lastTransitionTime = current.lastTransitionTime;
    return [...withoutCondition(conditions, 'Progressing'), condition];
  }
  if (!hasTimedOut(deployment, status, now)) return conditions;
  return withCondition(
    conditions,
    newCondition('Progressing', 'False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`, now),
  );
}

function failureOf(all: readonly ReplicaSet[], fresh: ReplicaSet | undefined): DeploymentCondition | undefined {
  for (const set of fresh ? [fresh, ...all] : all) {
    const found = set.status?.conditions?.find(
      (condition) => condition.type === 'ReplicaFailure' && condition.status === 'True',
    );
    if (!found) continue;
    const { type, status, reason = '', message = '', lastTransitionTime = '' } = found;
    return { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message };
  }
  return undefined;
}

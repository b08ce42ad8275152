/** One reconcile of one Deployment: the steps that write (pkg/controller/deployment/{sync,rolling,recreate,progress}.go). */
import { dequal } from 'dequal';
import type { Pod } from 'kubernetes-types/core/v1';

import { isStatusError } from '../../api/status.ts';
import { podTemplateHash } from '../../api/template-hash.ts';
import type { ControllerContext } from '../runtime/define-controller.ts';
import { DEPLOYMENTS, REPLICA_SETS } from '../runtime/resources.ts';
import { controllerReference } from './claim.ts';
import {
  calculateStatus,
  conditionOf,
  hasProgressDeadline,
  isComplete,
  newCondition,
  rolloutStatus,
  withCondition,
} from './deployment-conditions.ts';
import {
  expired,
  findNew,
  maxRevision,
  newReplicaSetAnnotations,
  replicaAnnotations,
  sameTemplate,
} from './deployment-revision.ts';
import { type Scaling, newReplicaSetSize, oldReplicaSetSizes } from './deployment-rolling.ts';
import { isScalingEvent, scalingSteps } from './deployment-scaling.ts';
import {
  type Deployment,
  type DeploymentStatus,
  HASH_LABEL,
  REVISION,
  type ReplicaSet,
  active,
  wanted,
} from './deployment-types.ts';

export interface Rollout {
  context: ControllerContext;
  deployment: Deployment;
  sets: readonly ReplicaSet[];
  /** Pods of a ReplicaSet, by its uid. */
  podsOf(uid: string): Iterable<Pod>;
}

interface Sides {
  fresh: ReplicaSet | undefined;
  old: ReplicaSet[];
}

export function syncDeployment(rollout: Rollout): void {
  if (rollout.deployment.metadata.deletionTimestamp) return syncStatusOnly(rollout);
  checkPaused(rollout);
  if (rollout.deployment.spec.paused || isScalingEvent(rollout.deployment, rollout.sets)) return syncScale(rollout);
  if (rollout.deployment.spec.strategy?.type === 'Recreate') return recreate(rollout);
  rollingUpdate(rollout);
}

function rollingUpdate(rollout: Rollout): void {
  const { fresh, old } = sides(rollout, 'create');
  const all = fresh ? [...old, fresh] : old;
  if (fresh) {
    const size =
      wanted(fresh) > wanted(rollout.deployment)
        ? wanted(rollout.deployment)
        : newReplicaSetSize(rollout.deployment, all, wanted(fresh));
    if (size !== wanted(fresh)) {
      resize(rollout, { set: fresh, replicas: size });
      return syncRolloutStatus(rollout, all, fresh);
    }
  }
  const steps = oldReplicaSetSizes(rollout.deployment, active(old), fresh);
  if (steps.length > 0) {
    const latest = new Map<string | undefined, ReplicaSet>();
    for (const step of steps) {
      const set = latest.get(step.set.metadata.uid) ?? step.set;
      latest.set(set.metadata.uid, resize(rollout, { set, replicas: step.replicas }));
    }
    return syncRolloutStatus(rollout, all, fresh);
  }
  if (isComplete(rollout.deployment, rollout.deployment.status)) cleanup(rollout, old);
  syncRolloutStatus(rollout, all, fresh);
}

function recreate(rollout: Rollout): void {
  let { fresh, old } = sides(rollout, 'find');
  const all = fresh ? [...old, fresh] : old;
  const running = active(old);
  if (running.length > 0) {
    for (const set of running) resize(rollout, { set, replicas: 0 });
    return syncRolloutStatus(rollout, all, fresh);
  }
  if (oldPodsRunning(rollout, fresh, old)) return syncRolloutStatus(rollout, all, fresh);
  if (!fresh) ({ fresh, old } = sides(rollout, 'create'));
  if (fresh) fresh = resize(rollout, { set: fresh, replicas: wanted(rollout.deployment) });
  if (isComplete(rollout.deployment, rollout.deployment.status)) cleanup(rollout, old);
  syncRolloutStatus(rollout, fresh ? [...old, fresh] : old, fresh);
}

function oldPodsRunning(rollout: Rollout, fresh: ReplicaSet | undefined, old: readonly ReplicaSet[]): boolean {
  if (old.some((set) => (set.status?.replicas ?? 0) > 0)) return true;
  for (const set of rollout.sets) {
    if (set.metadata.uid === fresh?.metadata.uid) continue;
    for (const pod of rollout.podsOf(set.metadata.uid ?? '')) {
      if (pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded') return true;
    }
  }
  return false;
}

/** Paused, or another size: no rollout, only sizes. */
function syncScale(rollout: Rollout): void {
  const { fresh, old } = sides(rollout, 'find');
  for (const step of scalingSteps(rollout.deployment, fresh, old)) resize(rollout, step);
  if (rollout.deployment.spec.paused) cleanup(rollout, old);
  const all = fresh ? [...old, fresh] : old;
  writeStatus(rollout, calculateStatus(rollout.deployment, all, fresh, rollout.context.clock.now()));
}

function syncStatusOnly(rollout: Rollout): void {
  const { fresh, old } = sides(rollout, 'find');
  const all = fresh ? [...old, fresh] : old;
  writeStatus(rollout, calculateStatus(rollout.deployment, all, fresh, rollout.context.clock.now()));
}

function checkPaused(rollout: Rollout): void {
  const { deployment, context } = rollout;
  if (!hasProgressDeadline(deployment)) return;
  const condition = conditionOf(deployment.status, 'Progressing');
  if (condition?.reason === 'ProgressDeadlineExceeded') return;
  const known = condition?.reason === 'DeploymentPaused';
  if ((deployment.spec.paused ?? false) === known) return;
  const next = known
    ? newCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', context.clock.now())
    : newCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', context.clock.now());
  writeStatus(rollout, { ...deployment.status, conditions: withCondition(deployment.status?.conditions ?? [], next) });
}

function sides(rollout: Rollout, mode: 'create' | 'find'): Sides {
  const found = findNew(rollout.deployment, rollout.sets);
  const old = rollout.sets.filter((set) => set.metadata.uid !== found?.metadata.uid);
  const revision = maxRevision(old) + 1;
  if (found) return { fresh: refresh(rollout, found, revision), old };
  return { fresh: mode === 'create' ? create(rollout, old, revision) : undefined, old };
}

/** Brings revision, annotations and minReadySeconds of the found ReplicaSet up to date. */
function refresh(rollout: Rollout, found: ReplicaSet, revision: number): ReplicaSet {
  const { deployment, context } = rollout;
  const annotations = newReplicaSetAnnotations(deployment, found.metadata.annotations, revision);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  if (!dequal(annotations, found.metadata.annotations ?? {}) || (found.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const spec = { ...found.spec };
    if (minReadySeconds > 0) spec.minReadySeconds = minReadySeconds;
    else delete spec.minReadySeconds;
    return replaceSet(
      rollout,
      context.session.update(REPLICA_SETS, { ...found, metadata: { ...found.metadata, annotations }, spec }),
    );
  }
  const progress =
    hasProgressDeadline(deployment) && !conditionOf(deployment.status, 'Progressing')
      ? newCondition(
          'Progressing',
          'True',
          'FoundNewReplicaSet',
          `Found new replica set "${found.metadata.name}"`,
          context.clock.now(),
        )
      : undefined;
  markRevision(rollout, annotations[REVISION] ?? '', progress);
  return found;
}

function replaceSet(rollout: Rollout, updated: ReplicaSet): ReplicaSet {
  rollout.sets = rollout.sets.map((set) => (set.metadata.uid === updated.metadata.uid ? updated : set));
  return updated;
}

function draft(deployment: Deployment, old: readonly ReplicaSet[], revision: number): ReplicaSet {
  const hash = podTemplateHash(deployment.spec.template, deployment.status?.collisionCount);
  const labels = { ...deployment.spec.template.metadata?.labels, [HASH_LABEL]: hash };
  const { selector, template, minReadySeconds } = deployment.spec;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? '',
      ownerReferences: [controllerReference(DEPLOYMENTS, deployment)],
      labels,
      annotations: { ...newReplicaSetAnnotations(deployment, undefined, revision), ...replicaAnnotations(deployment) },
    },
    spec: {
      replicas: newReplicaSetSize(deployment, old, 0),
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

function create(rollout: Rollout, old: readonly ReplicaSet[], revision: number): ReplicaSet | undefined {
  const { deployment, context } = rollout;
  const fresh = draft(deployment, old, revision);
  const { name, namespace } = fresh.metadata;
  let created: ReplicaSet;
  let progress = newCondition(
    'Progressing',
    'True',
    'NewReplicaSetCreated',
    `Created new replica set "${name}"`,
    context.clock.now(),
  );
  let existed = false;
  try {
    created = context.session.create(REPLICA_SETS, namespace, fresh);
  } catch (error) {
    if (isStatusError(error, 'AlreadyExists')) {
      existed = true;
      created = existing(rollout, namespace, name ?? '', error);
    } else throw failCreate(rollout, name ?? '', error);
  }
  if (!existed && wanted(created) > 0) {
    context.events.record(
      DEPLOYMENTS,
      deployment,
      'Normal',
      'ScalingReplicaSet',
      `Scaled up replica set ${name} from 0 to ${wanted(created)}`,
    );
  }
  markRevision(rollout, String(revision), existed || !hasProgressDeadline(deployment) ? undefined : progress);
  return created;
}

/** The name is taken: by our own ReplicaSet that the cache does not know yet, or by a collision of hashes. */
function existing(rollout: Rollout, namespace: string | undefined, name: string, error: Error): ReplicaSet {
  const { deployment, context } = rollout;
  const found = context.session.get<ReplicaSet>(REPLICA_SETS, namespace, name);
  const owner = found.metadata.ownerReferences?.find((reference) => reference.controller);
  if (
    owner?.uid === deployment.metadata.uid &&
    found.spec.template &&
    sameTemplate(found.spec.template, deployment.spec.template)
  )
    return found;
  writeStatus(rollout, { ...deployment.status, collisionCount: (deployment.status?.collisionCount ?? 0) + 1 });
  throw error;
}

function failCreate(rollout: Rollout, name: string, error: unknown): unknown {
  if (!isStatusError(error)) return error;
  if (error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating')) return error;
  const { deployment, context } = rollout;
  const message = `Failed to create new replica set "${name}": ${error.message}`;
  if (hasProgressDeadline(deployment)) {
    const condition = newCondition('Progressing', 'False', 'ReplicaSetCreateError', message, context.clock.now());
    writeStatus(rollout, {
      ...deployment.status,
      conditions: withCondition(deployment.status?.conditions ?? [], condition),
    });
  }
  context.events.record(DEPLOYMENTS, deployment, 'Warning', 'ReplicaSetCreateError', message);
  return error;
}

/** The Deployment carries the revision of its new ReplicaSet; the annotation goes along with the status. */
function markRevision(rollout: Rollout, revision: string, progress: ReturnType<typeof newCondition> | undefined): void {
  const { deployment } = rollout;
  const { metadata, status } = deployment;
  if (metadata.annotations?.[REVISION] === revision && !progress) return;
  const conditions = withProgress(status?.conditions ?? [], progress);
  const annotations = { ...metadata.annotations, [REVISION]: revision };
  const next = { ...deployment, metadata: { ...metadata, annotations }, status: { ...status, conditions } };
  rollout.deployment = rollout.context.session.update(DEPLOYMENTS, next, 'status');
}

function withProgress(
  conditions: readonly ReturnType<typeof newCondition>[],
  progress: ReturnType<typeof newCondition> | undefined,
): ReturnType<typeof newCondition>[] {
  return progress ? withCondition(conditions, progress) : [...conditions];
}

/** Writes size and replica annotations if they differ, and tells of a change of size. Returns the ReplicaSet as it is now. */
function resize(rollout: Rollout, { set, replicas }: Scaling): ReplicaSet {
  const { deployment, context } = rollout;
  const annotations = { ...set.metadata.annotations, ...replicaAnnotations(deployment) };
  const before = wanted(set);
  if (before === replicas && dequal(annotations, set.metadata.annotations)) return set;
  const next = { ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas } };
  const updated = replaceSet(rollout, context.session.update(REPLICA_SETS, next));
  if (before !== replicas) {
    const message = `Scaled ${replicas > before ? 'up' : 'down'} replica set ${set.metadata.name} from ${before} to ${replicas}`;
    context.events.record(DEPLOYMENTS, deployment, 'Normal', 'ScalingReplicaSet', message);
  }
  return updated;
}

function cleanup(rollout: Rollout, old: readonly ReplicaSet[]): void {
  for (const set of expired(rollout.deployment, old)) {
    try {
      rollout.context.session.delete(REPLICA_SETS, set.metadata.namespace, set.metadata.name ?? '', {
        propagationPolicy: 'Background',
      });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  }
}

function syncRolloutStatus(rollout: Rollout, all: readonly ReplicaSet[], fresh: ReplicaSet | undefined): void {
  const now = rollout.context.clock.now();
  const current = new Map(rollout.sets.map((set) => [set.metadata.uid, set]));
  const latest = (set: ReplicaSet): ReplicaSet => current.get(set.metadata.uid) ?? set;
  const status = rolloutStatus(rollout.deployment, all.map(latest), fresh && latest(fresh), now);
  if (!writeStatus(rollout, status)) requeueStuck(rollout, now);
}

/** Nothing moves: look again when the deadline is over. */
function requeueStuck(rollout: Rollout, now: number): void {
  const { deployment, context } = rollout;
  const condition = conditionOf(deployment.status, 'Progressing');
  if (
    !hasProgressDeadline(deployment) ||
    !condition ||
    isComplete(deployment, deployment.status) ||
    condition.reason === 'ProgressDeadlineExceeded'
  )
    return;
  const end = Date.parse(condition.lastUpdateTime ?? '') + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;
  context.queue.addAfter(`${deployment.metadata.namespace}/${deployment.metadata.name}`, Math.max(0, end - now) + 1000);
}

function writeStatus(rollout: Rollout, status: DeploymentStatus): boolean {
  if (dequal(status, rollout.deployment.status)) return false;
  rollout.deployment = rollout.context.session.update(DEPLOYMENTS, { ...rollout.deployment, status }, 'status');
  return true;
}

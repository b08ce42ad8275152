/** One step of a StatefulSet towards what it should be (pkg/controller/statefulset/stateful_set_control.go updateStatefulSet). */
import type { Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { ControllerContext } from '../runtime/define-controller.ts';
import { type ControllerRevision, templateOf } from './controller-history.ts';
import { wanted } from './deployment-types.ts';
import { isFinished } from './pod-state.ts';
import {
  createMissingClaims,
  createStatefulPod,
  deleteStatefulPod,
  matchIdentity,
  matchRetention,
} from './stateful-set-pods.ts';
import {
  type StatefulSet,
  isAvailable,
  isHealthy,
  isParallel,
  isRunningAndReady,
  isTerminating,
  newPod,
  ordinalOf,
  revisionOf,
  startOf,
} from './stateful-set-types.ts';

export interface Revisions {
  current: ControllerRevision;
  update: ControllerRevision;
}

interface Step {
  context: ControllerContext;
  set: StatefulSet;
  revisions: Revisions;
  /** By ordinal from the start; those still to be made are undefined. */
  replicas: (Pod | undefined)[];
  /** Highest ordinal first. */
  condemned: Pod[];
  now: number;
}

/** Returns the Pods there are afterwards, terminating ones among them. Throws StatusError. */
export function updateStatefulSet(
  context: ControllerContext,
  set: StatefulSet,
  revisions: Revisions,
  pods: readonly Pod[],
): Pod[] {
  const start = startOf(set);
  const replicas: (Pod | undefined)[] = Array.from({ length: wanted(set) });
  const condemned: Pod[] = [];
  for (const pod of pods) {
    const at = ordinalOf(pod) - start;
    if (at >= 0 && at < replicas.length) replicas[at] = pod;
    else if (ordinalOf(pod) >= 0) condemned.push(pod);
  }
  condemned.sort((a, b) => ordinalOf(b) - ordinalOf(a));
  const step: Step = { context, set, revisions, replicas, condemned, now: context.clock.now() };
  if (!set.metadata.deletionTimestamp) advance(step);
  return [...step.replicas.filter((pod) => pod !== undefined), ...condemned];
}

function advance(step: Step): void {
  const { context, set, replicas, condemned } = step;
  for (let i = 0; i < replicas.length; i++) if (processReplica(step, i) === 'wait') return;
  for (const pod of condemned) matchRetention(context, set, pod, true);
  const firstUnhealthy = [...replicas, ...condemned.toReversed()].find((pod) => pod && !isHealthy(pod));
  for (const pod of condemned) if (processCondemned(step, pod, firstUnhealthy) === 'wait') return;
  if (set.spec.updateStrategy?.type !== 'OnDelete') replaceOld(step);
}

type Outcome = 'go on' | 'wait';

function processReplica(step: Step, i: number): Outcome {
  const { context, set, replicas, now } = step;
  const ordered = !isParallel(set);
  const pod = replicas[i];
  if (pod && isFinished(pod)) {
    // The next Pod is made when this one is gone.
    if (!isTerminating(pod)) deleteStatefulPod(context, set, pod);
    return 'wait';
  }
  if (!pod) {
    const ordinal = startOf(set) + i;
    const { template, name } = versionFor(step, ordinal);
    replicas[i] = createStatefulPod(context, set, newPod(set, template, name, ordinal));
    return ordered ? 'wait' : 'go on';
  }
  if (pod.status?.phase === 'Pending') createMissingClaims(context, set, pod);
  if (ordered && (isTerminating(pod) || !isRunningAndReady(pod) || !isAvailable(set, pod, now))) return 'wait';
  matchIdentity(context, set, pod);
  matchRetention(context, set, pod, false);
  return 'go on';
}

/** Pods below the partition come back at the current revision. */
function versionFor({ set, revisions }: Step, ordinal: number): { template: PodTemplateSpec; name: string } {
  const { updateStrategy } = set.spec;
  const partition = updateStrategy?.rollingUpdate?.partition;
  const below = startOf(set) + (partition ?? set.status?.currentReplicas ?? 0);
  const old = updateStrategy?.type === 'RollingUpdate' && ordinal < below;
  const revision = old ? revisions.current : revisions.update;
  return { template: templateOf(revision), name: revision.metadata.name ?? '' };
}

function processCondemned({ context, set, now }: Step, pod: Pod, firstUnhealthy: Pod | undefined): Outcome {
  const ordered = !isParallel(set);
  if (isTerminating(pod)) return ordered ? 'wait' : 'go on';
  if (ordered && pod !== firstUnhealthy && (!isRunningAndReady(pod) || !isAvailable(set, pod, now))) return 'wait';
  deleteStatefulPod(context, set, pod);
  return ordered ? 'wait' : 'go on';
}

/** From the highest ordinal down to the partition, one at a time. */
function replaceOld({ context, set, revisions, replicas, now }: Step): void {
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (let i = replicas.length - 1; i >= partition; i--) {
    const pod = replicas[i];
    if (!pod) return;
    if (revisionOf(pod) !== revisions.update.metadata.name && !isTerminating(pod)) {
      deleteStatefulPod(context, set, pod);
      return;
    }
    if (!isHealthy(pod) || !isAvailable(set, pod, now)) return;
  }
}

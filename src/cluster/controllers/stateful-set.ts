/** The StatefulSet controller (pkg/controller/statefulset/stateful_set.go): Pods with names that last, in order. */
import { dequal } from 'dequal';
import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { controllerOf, keyFor, keyOf } from '../runtime/keys.ts';
import { CONTROLLER_REVISIONS, PODS, STATEFUL_SETS } from '../runtime/resources.ts';
import { byController, claim, orphansOf } from './claim.ts';
import {
  type ControllerRevision,
  byRevision,
  createRevision,
  newRevision,
  renumber,
  sameData,
  templatePatch,
  truncateHistory,
} from './controller-history.ts';
import { wanted } from './deployment-types.ts';
import { availableIn } from './pod-state.ts';
import { type Revisions, updateStatefulSet } from './stateful-set-control.ts';
import {
  type StatefulSet,
  isAvailable,
  isMember,
  isRunningAndReady,
  isTerminating,
  revisionOf,
} from './stateful-set-types.ts';

const byNamespace = (set: StatefulSet): readonly string[] => [set.metadata.namespace ?? ''];

interface State {
  sets: Informer<StatefulSet>;
  pods: Informer<Pod>;
  revisions: Informer<ControllerRevision>;
}

export const statefulSetController = defineController({
  name: 'statefulset-controller',
  start(context) {
    const wake = (set: StatefulSet): void => context.queue.add(keyOf(set));
    const sets = context.watch<StatefulSet>(STATEFUL_SETS, { add: wake, update: wake });
    const wakeOf = (pod: Pod): void => {
      const owner = controllerOf(pod);
      if (owner) {
        if (owner.kind === 'StatefulSet') context.queue.add(keyFor(pod.metadata?.namespace, owner.name));
        return;
      }
      for (const set of sets.byIndex(byNamespace, pod.metadata?.namespace ?? ''))
        if (matchesLabels(selectorFromLabelSelector(set.spec.selector), pod.metadata?.labels)) wake(set);
    };
    const pods = context.watch<Pod>(PODS, {
      add: wakeOf,
      update(pod, old) {
        if (controllerOf(old)?.uid !== controllerOf(pod)?.uid) wakeOf(old);
        wakeOf(pod);
      },
      delete: wakeOf,
    });
    const revisions = context.watch<ControllerRevision>(CONTROLLER_REVISIONS, {});
    return (key) => {
      const set = sets.getByKey(key);
      if (set) reconcile(context, { sets, pods, revisions }, set);
    };
  },
});

function reconcile(context: ControllerContext, state: State, set: StatefulSet): void {
  const { session, clock, queue } = context;
  const pods = podsOf(context, state, set);
  const history = historyOf(context, state, set);
  const { revisions, collisions } = revise(context, set, history);
  let failure: unknown;
  let after: readonly Pod[] = pods;
  try {
    after = updateStatefulSet(context, set, revisions, pods);
  } catch (error) {
    if (!isStatusError(error)) throw error;
    failure = error;
  }
  const status = statusOf(set, revisions, after, collisions, clock.now());
  if (!dequal(status, set.status)) writeStatus(context, set, status);
  if (failure !== undefined) throw failure;
  const live = new Set([revisions.current, revisions.update].map((one) => one.metadata.name ?? ''));
  for (const pod of pods) live.add(revisionOf(pod));
  truncateHistory(session, history, live, set.spec.revisionHistoryLimit ?? 10);
  const waits = pods.map((pod) => availableIn(pod, set.spec.minReadySeconds ?? 0, clock.now()) ?? 0);
  const next = Math.min(...waits.filter((wait) => wait > 0 && wait !== Infinity));
  if (next !== Infinity) queue.addAfter(keyOf(set), next);
}

function podsOf({ session }: ControllerContext, { pods }: State, set: StatefulSet): Pod[] {
  const selector = selectorFromLabelSelector(set.spec.selector);
  const owned = [...pods.byIndex(byController, set.metadata.uid ?? '')];
  const orphans = [...pods.byIndex(byController, orphansOf(set.metadata.namespace))];
  const candidates = [...owned, ...orphans].filter((pod) => isMember(set, pod));
  return claim({ session, owner: set, ownerKind: STATEFUL_SETS, childKind: PODS, selector }, candidates);
}

/** In order of revision; orphans are taken in. */
function historyOf({ session }: ControllerContext, { revisions }: State, set: StatefulSet): ControllerRevision[] {
  const selector = selectorFromLabelSelector(set.spec.selector);
  const owned = [...revisions.byIndex(byController, set.metadata.uid ?? '')];
  const orphans = [...revisions.byIndex(byController, orphansOf(set.metadata.namespace))].filter((revision) =>
    revision.metadata.name?.startsWith(`${set.metadata.name}-`),
  );
  const by = { session, owner: set, ownerKind: STATEFUL_SETS, childKind: CONTROLLER_REVISIONS, selector };
  return claim(by, [...owned, ...orphans]).toSorted(byRevision);
}

/** getStatefulSetRevisions: the template's revision is found, brought to the front again, or made. */
function revise(
  { session }: ControllerContext,
  set: StatefulSet,
  history: readonly ControllerRevision[],
): { revisions: Revisions; collisions: number } {
  const next = (history.at(-1)?.revision ?? 0) + 1;
  let collisions = set.status?.collisionCount ?? 0;
  const equal = history.findLast((one) => sameData(one, { data: templatePatch(set.spec.template) }));
  let update: ControllerRevision;
  if (equal) update = equal === history.at(-1) ? equal : renumber(session, equal, next);
  else {
    const made = createRevision(
      session,
      (count) => newRevision(STATEFUL_SETS, set, set.spec.template, next, count),
      collisions,
    );
    update = made.revision;
    collisions = made.collisions;
  }
  const current = history.find((one) => one.metadata.name === set.status?.currentRevision) ?? update;
  return { revisions: { current, update }, collisions };
}

function statusOf(
  set: StatefulSet,
  { current, update }: Revisions,
  pods: readonly Pod[],
  collisionCount: number,
  now: number,
): NonNullable<StatefulSet['status']> {
  const there = pods.filter((pod) => !isTerminating(pod));
  const at = (revision: ControllerRevision): number =>
    there.filter((pod) => revisionOf(pod) === revision.metadata.name).length;
  const counts = {
    replicas: pods.length,
    readyReplicas: pods.filter(isRunningAndReady).length,
    availableReplicas: pods.filter((pod) => isAvailable(set, pod, now)).length,
    currentReplicas: at(current),
    updatedReplicas: at(update),
  };
  let currentRevision = current.metadata.name ?? '';
  const size = wanted(set);
  // completeRollingUpdate: the update revision is the current one from now on.
  if (
    set.spec.updateStrategy?.type === 'RollingUpdate' &&
    counts.updatedReplicas === size &&
    counts.readyReplicas === size &&
    counts.replicas === size
  ) {
    counts.currentReplicas = counts.updatedReplicas;
    currentRevision = update.metadata.name ?? '';
  }
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: counts.replicas,
    ...(counts.readyReplicas > 0 ? { readyReplicas: counts.readyReplicas } : {}),
    ...(counts.currentReplicas > 0 ? { currentReplicas: counts.currentReplicas } : {}),
    ...(counts.updatedReplicas > 0 ? { updatedReplicas: counts.updatedReplicas } : {}),
    currentRevision,
    updateRevision: update.metadata.name ?? '',
    collisionCount,
    availableReplicas: counts.availableReplicas,
  } as NonNullable<StatefulSet['status']>;
}

function writeStatus(
  { session }: ControllerContext,
  set: StatefulSet,
  status: NonNullable<StatefulSet['status']>,
): void {
  try {
    session.update(STATEFUL_SETS, { ...set, status }, 'status');
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}

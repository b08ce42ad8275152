/** The ReplicaSet controller (pkg/controller/replicaset/replica_set.go): as many Pods as wanted, by owner and selector. */
import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { controllerOf, keyFor, keyOf } from '../runtime/keys.ts';
import { PODS, REPLICA_SETS } from '../runtime/resources.ts';
import { byController, claim, orphansOf } from './claim.ts';
import type { ReplicaSet } from './deployment-types.ts';
import { Expectations } from './expectations.ts';
import { isActive, isTerminating } from './pod-state.ts';
import { manageReplicas } from './replica-set-pods.ts';
import { nextAvailability, replicaSetStatus, sameStatus } from './replica-set-status.ts';

/** ms that Pod events of one ReplicaSet gather; upstream's API round trips have the same effect. */
const POD_BATCH = 5;

const byNamespace = (set: ReplicaSet): readonly string[] => [set.metadata.namespace ?? ''];

export const replicaSetController = defineController({
  name: 'replicaset-controller',
  start(context) {
    const expectations = new Expectations(() => context.clock.now());
    const sets = context.watch<ReplicaSet>(REPLICA_SETS, {
      add: (set) => context.queue.add(keyOf(set)),
      update: (set) => context.queue.add(keyOf(set)),
      delete: (set) => expectations.forget(keyOf(set)),
    });
    const pods = watchPods(context, sets, expectations);
    return (key) => {
      const set = sets.getByKey(key);
      if (set) reconcile(context, { sets, pods, expectations }, set);
    };
  },
});

interface State {
  sets: Informer<ReplicaSet>;
  pods: Informer<Pod>;
  expectations: Expectations;
}

function watchPods(context: ControllerContext, sets: Informer<ReplicaSet>, expectations: Expectations): Informer<Pod> {
  const ownerKey = (pod: Pod): string | undefined => {
    const owner = controllerOf(pod);
    return owner?.kind === 'ReplicaSet' ? keyFor(pod.metadata?.namespace, owner.name) : undefined;
  };
  const wake = (pod: Pod): void => {
    const key = ownerKey(pod);
    if (key) return context.queue.addAfter(key, POD_BATCH);
    if (controllerOf(pod)) return;
    for (const set of sets.byIndex(byNamespace, pod.metadata?.namespace ?? '')) {
      if (matchesLabels(selectorFromLabelSelector(set.spec.selector), pod.metadata?.labels))
        context.queue.add(keyOf(set));
    }
  };
  const gone = (pod: Pod): void => {
    const key = ownerKey(pod);
    if (key) expectations.deletionObserved(key, keyOf(pod));
    wake(pod);
  };
  return context.watch<Pod>(PODS, {
    add(pod) {
      if (pod.metadata?.deletionTimestamp) return gone(pod);
      const key = ownerKey(pod);
      if (key) expectations.creationObserved(key);
      wake(pod);
    },
    update(pod, old) {
      if (controllerOf(old)?.uid !== controllerOf(pod)?.uid) wake(old);
      if (pod.metadata?.deletionTimestamp) gone(pod);
      else wake(pod);
    },
    delete: gone,
  });
}

function reconcile(context: ControllerContext, state: State, set: ReplicaSet): void {
  const { clock, queue } = context;
  const key = keyOf(set);
  const mayManage = state.expectations.satisfied(key) && !set.metadata.deletionTimestamp;
  const active: Pod[] = [];
  let terminating = 0;
  for (const pod of owned(context, state, set)) {
    if (isActive(pod)) active.push(pod);
    else if (isTerminating(pod)) terminating++;
  }
  let failure: unknown;
  if (mayManage) {
    try {
      const related = (): Iterable<Pod> => relatedPods(state, set);
      manageReplicas({ context, expectations: state.expectations, set, active, related });
    } catch (error) {
      failure = error;
    }
  }
  if (failure !== undefined && !isStatusError(failure)) throw failure;
  const status = replicaSetStatus(set, { active, terminating, failure: failure?.message }, clock.now());
  if (!sameStatus(status, set.status)) writeStatus(context, set, status);
  if (failure !== undefined) throw failure;
  const next = nextAvailability(set, active, clock.now());
  if (next !== undefined) queue.addAfter(key, next);
}

function writeStatus({ session }: ControllerContext, set: ReplicaSet, status: NonNullable<ReplicaSet['status']>): void {
  try {
    session.update(REPLICA_SETS, { ...set, status }, 'status');
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return;
    if (!isStatusError(error, 'Conflict')) throw error;
    // The cache is behind. Upstream retries once on the object as it is, and so do we.
    const now = session.get<ReplicaSet>(REPLICA_SETS, set.metadata.namespace, set.metadata.name ?? '');
    if (now.metadata.uid === set.metadata.uid) session.update(REPLICA_SETS, { ...now, status }, 'status');
  }
}

function* owned({ session }: ControllerContext, { pods }: State, set: ReplicaSet): Iterable<Pod> {
  const selector = selectorFromLabelSelector(set.spec.selector);
  const by = { session, owner: set, ownerKind: REPLICA_SETS, childKind: PODS, selector };
  const orphans = [...pods.byIndex(byController, orphansOf(set.metadata.namespace))].filter(isActive);
  yield* claim(by, [...pods.byIndex(byController, set.metadata.uid ?? '')]);
  if (orphans.length > 0) yield* claim(by, orphans);
}

/** Pods of the ReplicaSets that share this one's owner. */
function* relatedPods({ sets, pods }: State, set: ReplicaSet): Iterable<Pod> {
  const owner = controllerOf(set)?.uid;
  if (!owner) return yield* pods.byIndex(byController, set.metadata.uid ?? '');
  for (const sibling of sets.byIndex(byController, owner))
    yield* pods.byIndex(byController, sibling.metadata.uid ?? '');
}

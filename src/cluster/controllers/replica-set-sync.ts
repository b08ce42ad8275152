/** As many Pods as wanted, by owner and selector (pkg/controller/replicaset/replica_set.go): what ReplicaSets and ReplicationControllers are run by. */
import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { isStatusError } from '../../api/status.ts';
import type { ControllerContext } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { controllerOf, keyFor, keyOf } from '../runtime/keys.ts';
import { type KindedResource, PODS } from '../runtime/resources.ts';
import { byController, claim, orphansOf } from './claim.ts';
import type { ReplicaSet, ReplicaSetStatus } from './deployment-types.ts';
import { Expectations } from './expectations.ts';
import { isActive } from './pod-state.ts';
import { type PodCounts, PodTally, countPods } from './pod-tally.ts';
import { manageReplicas } from './replica-set-pods.ts';
import { countAvailable, nextAvailability, replicaSetStatus, sameStatus } from './replica-set-status.ts';

/** ms that Pod events of one ReplicaSet gather; upstream's API round trips have the same effect. */
const POD_BATCH = 5;

const byNamespace = (set: ReplicaSet): readonly string[] => [set.metadata.namespace ?? ''];

/** How a kind is run by this controller: which it is, and how its objects read as ReplicaSets (the same object for the same object). */
export interface Adapter {
  resource: KindedResource;
  asSet(object: ReplicaSet): ReplicaSet;
  /** The status as the kind writes it. */
  statusOf(status: ReplicaSetStatus): object;
}

export function startReplicaSets(context: ControllerContext, adapter: Adapter): (key: string) => void {
  const { asSet } = adapter;
  const expectations = new Expectations(() => context.clock.now());
  const tally = new PodTally((uid) => context.lister<Pod>(PODS).byIndex(byController, uid));
  const sets = context.watch<ReplicaSet>(adapter.resource, {
    add: (set) => context.queue.add(keyOf(set)),
    update: (set) => context.queue.add(keyOf(set)),
    delete(set) {
      expectations.forget(keyOf(set));
      tally.forget(asSet(set));
    },
  });
  const pods = watchPods(context, { adapter, sets, expectations, tally });
  return (key) => {
    const set = sets.getByKey(key);
    if (set) reconcile(context, { adapter, sets, pods, expectations, tally }, asSet(set), set);
  };
}

interface State {
  adapter: Adapter;
  sets: Informer<ReplicaSet>;
  pods: Informer<Pod>;
  expectations: Expectations;
  tally: PodTally;
}

function watchPods(
  context: ControllerContext,
  { adapter, sets, expectations, tally }: Omit<State, 'pods'>,
): Informer<Pod> {
  const ownerKey = (pod: Pod): string | undefined => {
    const owner = controllerOf(pod);
    return owner?.kind === adapter.resource.kind ? keyFor(pod.metadata?.namespace, owner.name) : undefined;
  };
  const wake = (pod: Pod): void => {
    const key = ownerKey(pod);
    if (key) return context.queue.addAfter(key, POD_BATCH);
    if (controllerOf(pod)) return;
    for (const set of sets.byIndex(byNamespace, pod.metadata?.namespace ?? '')) {
      if (matchesLabels(selectorFromLabelSelector(adapter.asSet(set).spec.selector), pod.metadata?.labels))
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
      tally.added(pod);
      if (pod.metadata?.deletionTimestamp) return gone(pod);
      const key = ownerKey(pod);
      if (key) expectations.creationObserved(key);
      wake(pod);
    },
    update(pod, old) {
      tally.removed(old);
      tally.added(pod);
      if (controllerOf(old)?.uid !== controllerOf(pod)?.uid) wake(old);
      if (pod.metadata?.deletionTimestamp) gone(pod);
      else wake(pod);
    },
    delete(pod) {
      tally.removed(pod);
      gone(pod);
    },
  });
}

/** `stored`: the set as its kind has it. */
function reconcile(context: ControllerContext, state: State, set: ReplicaSet, stored: ReplicaSet): void {
  const { clock, queue } = context;
  const key = keyOf(set);
  const mayManage = state.expectations.satisfied(key) && !set.metadata.deletionTimestamp;
  const found = survey(context, state, set);
  // What was counted before the writes is what this sync reports.
  const counts = { ...found.counts };
  let failure: unknown;
  if (mayManage) {
    try {
      const related = (): Iterable<Pod> => relatedPods(state, set);
      manageReplicas({
        context,
        kind: state.adapter.resource,
        expectations: state.expectations,
        set,
        ...found,
        related,
      });
    } catch (error) {
      failure = error;
    }
  }
  if (failure !== undefined && !isStatusError(failure)) throw failure;
  const available = set.spec.minReadySeconds ? countAvailable(set, found.active(), clock.now()) : counts.ready;
  const status = replicaSetStatus(set, { ...counts, available, failure: failure?.message }, clock.now());
  if (!sameStatus(status, set.status)) writeStatus(context, state.adapter, stored, status);
  if (failure !== undefined) throw failure;
  const next = set.spec.minReadySeconds ? nextAvailability(set, found.active(), clock.now()) : undefined;
  if (next !== undefined) queue.addAfter(key, next);
}

function writeStatus(
  { session }: ControllerContext,
  { resource, statusOf }: Adapter,
  set: ReplicaSet,
  fresh: ReplicaSetStatus,
): void {
  const status = statusOf(fresh);
  try {
    session.update(resource, { ...set, status }, 'status');
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return;
    if (!isStatusError(error, 'Conflict')) throw error;
    // The cache is behind. Upstream retries once on the object as it is, and so do we.
    const now = session.get<ReplicaSet>(resource, set.metadata.namespace, set.metadata.name ?? '');
    if (now.metadata.uid === set.metadata.uid) session.update(resource, { ...now, status }, 'status');
  }
}

interface Survey {
  counts: PodCounts;
  /** Lists them: only for who cannot do with the counts. */
  active(): readonly Pod[];
}

/** What the set owns; takes in and lets go first, where labels ask for it. */
function survey({ session }: ControllerContext, { adapter, pods, tally }: State, set: ReplicaSet): Survey {
  const owned = (): Iterable<Pod> => pods.byIndex(byController, set.metadata.uid ?? '');
  const selector = selectorFromLabelSelector(set.spec.selector);
  const orphans = [...pods.byIndex(byController, orphansOf(set.metadata.namespace))].filter(
    (pod) => isActive(pod) && matchesLabels(selector, pod.metadata?.labels),
  );
  const counts = tally.of(set);
  if (orphans.length === 0 && counts.strays === 0) return { counts, active: () => [...owned()].filter(isActive) };
  const by = { session, owner: set, ownerKind: adapter.resource, childKind: PODS, selector };
  const claimed = [...claim(by, [...owned()]), ...claim(by, orphans)];
  return { counts: countPods(set, claimed), active: () => claimed.filter(isActive) };
}

/** Pods of the ReplicaSets that share this one's owner. */
function* relatedPods({ sets, pods }: State, set: ReplicaSet): Iterable<Pod> {
  const owner = controllerOf(set)?.uid;
  if (!owner) return yield* pods.byIndex(byController, set.metadata.uid ?? '');
  for (const sibling of sets.byIndex(byController, owner))
    yield* pods.byIndex(byController, sibling.metadata.uid ?? '');
}

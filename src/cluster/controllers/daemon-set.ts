/** The DaemonSet controller (pkg/controller/daemon/daemon_controller.go): one Pod on every node that fits. */
import { dequal } from 'dequal';
import type { DaemonSetStatus } from 'kubernetes-types/apps/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { isStatusError } from '../../api/status.ts';
import { podTemplateHash } from '../../api/template-hash.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { controllerOf, keyFor, keyOf } from '../runtime/keys.ts';
import { CONTROLLER_REVISIONS, DAEMON_SETS, NODES, PODS } from '../runtime/resources.ts';
import { byController, claim, controllerReference, orphansOf } from './claim.ts';
import {
  type ControllerRevision,
  REVISION_HASH_LABEL,
  byRevision,
  createRevision,
  renumber,
  sameData,
  templatePatch,
  truncateHistory,
} from './controller-history.ts';
import { type Plan, type Situation, manage, roll } from './daemon-set-plan.ts';
import { daemonSetStatus } from './daemon-set-status.ts';
import { type DaemonSet, podFor, targetNode } from './daemon-set-types.ts';
import { Expectations } from './expectations.ts';
import { availableIn } from './pod-state.ts';

interface State {
  sets: Informer<DaemonSet>;
  pods: Informer<Pod>;
  nodes: Informer<Node>;
  revisions: Informer<ControllerRevision>;
  expectations: Expectations;
}

const byNamespace = (set: DaemonSet): readonly string[] => [set.metadata.namespace ?? ''];

export const daemonSetController = defineController({
  name: 'daemonset-controller',
  serviceAccount: 'daemon-set-controller',
  start(context) {
    const expectations = new Expectations(() => context.clock.now());
    const wake = (set: DaemonSet): void => context.queue.add(keyOf(set));
    const sets = context.watch<DaemonSet>(DAEMON_SETS, {
      add: wake,
      update: wake,
      delete: (set) => expectations.forget(keyOf(set)),
    });
    const wakeAll = (): void => {
      for (const set of sets.values()) wake(set);
    };
    const nodes = context.watch<Node>(NODES, {
      add: wakeAll,
      update(node, old) {
        // Heartbeats change nothing that a daemon looks at.
        if (node.spec?.taints !== old.spec?.taints || node.metadata?.labels !== old.metadata?.labels) wakeAll();
      },
      delete: wakeAll,
    });
    const pods = watchPods(context, sets, expectations);
    const revisions = context.watch<ControllerRevision>(CONTROLLER_REVISIONS, {});
    return (key) => {
      const set = sets.getByKey(key);
      if (set) reconcile(context, { sets, pods, nodes, revisions, expectations }, set);
    };
  },
});

function watchPods(context: ControllerContext, sets: Informer<DaemonSet>, expectations: Expectations): Informer<Pod> {
  const ownerKey = (pod: Pod): string | undefined => {
    const owner = controllerOf(pod);
    return owner?.kind === 'DaemonSet' ? keyFor(pod.metadata?.namespace, owner.name) : undefined;
  };
  const wake = (pod: Pod): void => {
    const key = ownerKey(pod);
    if (key) return context.queue.add(key);
    if (controllerOf(pod)) return;
    for (const set of sets.byIndex(byNamespace, pod.metadata?.namespace ?? ''))
      if (matchesLabels(selectorFromLabelSelector(set.spec.selector), pod.metadata?.labels))
        context.queue.add(keyOf(set));
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

function reconcile(context: ControllerContext, state: State, set: DaemonSet): void {
  const { clock, queue, events } = context;
  const key = keyOf(set);
  if (
    Object.keys(set.spec.selector.matchLabels ?? {}).length + (set.spec.selector.matchExpressions?.length ?? 0) ===
    0
  ) {
    const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
    return events.record(DAEMON_SETS, set, 'Warning', 'SelectingAll', message);
  }
  const history = historyOf(context, state, set);
  const deleting = set.metadata.deletionTimestamp !== undefined;
  const current = deleting ? history.at(-1) : currentRevision(context, set, history);
  const hash = current?.metadata.labels?.[REVISION_HASH_LABEL] ?? '';
  const situation = (): Situation => ({
    set,
    hash,
    nodes: [...state.nodes.values()],
    pods: podsByNode(context, state, set),
    now: clock.now(),
  });
  let failure: unknown;
  if (!deleting && state.expectations.satisfied(key)) {
    try {
      act(context, state, set, manage(situation()), hash);
      if (state.expectations.satisfied(key) && set.spec.updateStrategy?.type === 'RollingUpdate')
        act(context, state, set, roll(situation()), hash);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      failure = error;
    }
    if (current) cleanUp(context, state, set, history, current);
  }
  const now = situation();
  const status = daemonSetStatus(now);
  if (!dequal(status, set.status)) writeStatus(context, set, status);
  if (failure !== undefined) throw failure;
  const waits = [...now.pods.values()]
    .flat()
    .map((pod) => availableIn(pod, set.spec.minReadySeconds ?? 0, now.now) ?? 0);
  const next = Math.min(...waits.filter((wait) => wait > 0 && wait !== Infinity));
  if (next !== Infinity) queue.addAfter(key, next);
}

function writeStatus({ session }: ControllerContext, set: DaemonSet, status: DaemonSetStatus): void {
  try {
    session.update(DAEMON_SETS, { ...set, status }, 'status');
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}

function podsByNode({ session }: ControllerContext, { pods }: State, set: DaemonSet): Map<string, Pod[]> {
  const selector = selectorFromLabelSelector(set.spec.selector);
  const owned = [...pods.byIndex(byController, set.metadata.uid ?? '')];
  const orphans = [...pods.byIndex(byController, orphansOf(set.metadata.namespace))];
  const table = new Map<string, Pod[]>();
  const by = { session, owner: set, ownerKind: DAEMON_SETS, childKind: PODS, selector };
  for (const pod of claim(by, [...owned, ...orphans])) {
    const node = targetNode(pod);
    if (node === undefined) continue;
    const here = table.get(node);
    if (here) here.push(pod);
    else table.set(node, [pod]);
  }
  return table;
}

function historyOf({ session }: ControllerContext, { revisions }: State, set: DaemonSet): ControllerRevision[] {
  const selector = selectorFromLabelSelector(set.spec.selector);
  const owned = [...revisions.byIndex(byController, set.metadata.uid ?? '')];
  const orphans = [...revisions.byIndex(byController, orphansOf(set.metadata.namespace))].filter((revision) =>
    revision.metadata.name?.startsWith(`${set.metadata.name}-`),
  );
  const by = { session, owner: set, ownerKind: DAEMON_SETS, childKind: CONTROLLER_REVISIONS, selector };
  return claim(by, [...owned, ...orphans]).toSorted(byRevision);
}

/** constructHistory: the template's revision, with the highest number there is. */
function currentRevision(
  { session }: ControllerContext,
  set: DaemonSet,
  history: readonly ControllerRevision[],
): ControllerRevision {
  const equal = history.findLast((one) => sameData(one, { data: templatePatch(set.spec.template) }));
  const others = history.filter((one) => one !== equal);
  const next = Math.max(0, ...others.map((one) => one.revision)) + 1;
  if (equal) return equal.revision < next ? renumber(session, equal, next) : equal;
  const make = (collisions: number): ControllerRevision => {
    const hash = podTemplateHash(set.spec.template, collisions === 0 ? undefined : collisions);
    const { annotations, namespace, name } = set.metadata;
    return {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name: `${name}-${hash}`,
        ...(namespace ? { namespace } : {}),
        labels: { ...set.spec.template.metadata?.labels, [REVISION_HASH_LABEL]: hash },
        ...(annotations ? { annotations } : {}),
        ownerReferences: [controllerReference(DAEMON_SETS, set)],
      },
      data: templatePatch(set.spec.template),
      revision: next,
    };
  };
  return createRevision(session, make, set.status?.collisionCount ?? 0).revision;
}

function cleanUp(
  { session }: ControllerContext,
  { pods }: State,
  set: DaemonSet,
  history: readonly ControllerRevision[],
  current: ControllerRevision,
): void {
  const hashes = new Set<string | undefined>();
  for (const pod of pods.byIndex(byController, set.metadata.uid ?? ''))
    hashes.add(pod.metadata?.labels?.[REVISION_HASH_LABEL]);
  const old = history.filter((one) => one.metadata.name !== current.metadata.name);
  const live = new Set(
    old.filter((one) => hashes.has(one.metadata.labels?.[REVISION_HASH_LABEL])).map((one) => one.metadata.name ?? ''),
  );
  truncateHistory(session, old, live, set.spec.revisionHistoryLimit ?? 10);
}

/** Throws the first StatusError met, after doing what could be done. */
function act(context: ControllerContext, state: State, set: DaemonSet, plan: Plan, hash: string): void {
  const { session, events } = context;
  const key = keyOf(set);
  for (const pod of plan.ended) {
    const [type, reason, word] =
      pod.status?.phase === 'Failed'
        ? (['Warning', 'FailedDaemonPod', 'failed daemon pod %, will try to kill it'] as const)
        : (['Normal', 'SucceededDaemonPod', 'succeeded daemon pod %, will try to delete it'] as const);
    const where = `${keyOf(pod)} on node ${pod.spec?.nodeName ?? ''}`;
    events.record(DAEMON_SETS, set, type, reason, `Found ${word.replace('%', where)}`);
  }
  let failure: unknown;
  if (plan.create.length > 0) {
    state.expectations.expectCreations(key, plan.create.length);
    for (const node of plan.create) {
      try {
        const pod = session.create<Pod>(PODS, set.metadata.namespace, podFor(set, node, hash));
        events.record(DAEMON_SETS, set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata?.name}`);
      } catch (error) {
        if (!isStatusError(error)) throw error;
        state.expectations.creationObserved(key);
        events.record(DAEMON_SETS, set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
        failure ??= error;
      }
    }
  }
  for (const pod of plan.delete) {
    try {
      session.delete(PODS, pod.metadata?.namespace, pod.metadata?.name ?? '');
      events.record(DAEMON_SETS, set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata?.name}`);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      if (error.reason !== 'NotFound') failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
}

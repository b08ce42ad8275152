/** The scheduler (pkg/scheduler/scheduler.go, schedule_one.go, eventhandlers.go): finds a Node for each Pod that has none. */
import { dequal } from 'dequal';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { Random } from '../../time/random.ts';
import type { Scope } from '../runtime/component.ts';
import { startInformer } from '../runtime/informer.ts';
import { keyOf } from '../runtime/keys.ts';
import { NODES, PODS } from '../runtime/resources.ts';
import { type SeriesRecorder, createSeriesRecorder } from '../runtime/series-events.ts';
import { rfc3339 } from '../runtime/time.ts';
import { type Caller, type Session, type Verbs, openSession } from '../runtime/verbs.ts';
import { fitError } from './fit-error.ts';
import { NodeCache } from './node-cache.ts';
import { type Cycle, schedulePod } from './scheduling-cycle.ts';
import { SchedulingQueue } from './scheduling-queue.ts';

const NAME = 'default-scheduler';
const CALLER: Caller = { user: 'system:kube-scheduler', groups: ['system:authenticated'], userAgent: 'kube-scheduler' };
/** Pods tried in one turn of the clock, so that requests are answered in between. */
const TURN = 256;

export interface SchedulerEnvironment {
  verbs: Verbs;
  random: Random;
  /** Name of the machine it runs on, for its events. */
  host: string;
}

/** Runs until the scope ends. */
export function runScheduler({ verbs, random, host }: SchedulerEnvironment, scope: Scope): void {
  const session = openSession(verbs, CALLER);
  const events = createSeriesRecorder(session, scope.clock, NAME, `${NAME}-${host}`);
  const cache = new NodeCache();
  const cycle: Cycle = { cluster: cache, random: random.fork('kube-scheduler'), start: 0 };
  let awake = false;
  const wake = (): void => {
    if (awake) return;
    awake = true;
    scope.clock.after(0, turn);
  };
  const queue = new SchedulingQueue(scope.clock, wake);
  const nodes = startInformer<Node>(verbs, CALLER, NODES);
  const pods = startInformer<Pod>(verbs, CALLER, PODS);
  const context: Context = { session, scope, events, cache, queue, cycle };
  const turn = (): void => {
    awake = false;
    for (const key of queue.take(TURN)) {
      const pod = pods.getByKey(key);
      if (pod && isWaiting(pod) && !cache.isPlaced(key)) scheduleOne(context, pod);
    }
    if (queue.hasActive) wake();
  };
  scope.onStop(() => nodes.stop());
  scope.onStop(() => pods.stop());
  watchNodes(context, nodes.subscribe.bind(nodes));
  watchPods(context, pods.subscribe.bind(pods));
}

interface Context {
  session: Session;
  scope: Scope;
  events: SeriesRecorder;
  cache: NodeCache;
  queue: SchedulingQueue;
  cycle: Cycle;
}

type Subscribe<T> = ReturnType<typeof startInformer<T & object>>['subscribe'];

function watchNodes({ cache, queue }: Context, subscribe: Subscribe<Node>): void {
  subscribe({
    add(node) {
      cache.setNode(node);
      queue.moveAll();
    },
    update(node, old) {
      cache.setNode(node);
      if (changesFit(node, old)) queue.moveAll();
    },
    delete: (node) => cache.dropNode(node.metadata?.name ?? ''),
  });
}

function changesFit(node: Node, old: Node): boolean {
  const facts = ({ spec, status, metadata }: Node): string =>
    JSON.stringify([
      spec?.unschedulable,
      spec?.taints,
      status?.allocatable,
      metadata?.labels,
      status?.conditions?.map((c) => c.status),
    ]);
  return facts(node) !== facts(old);
}

function watchPods({ cache, queue }: Context, subscribe: Subscribe<Pod>): void {
  let room = false;
  const seen = (pod: Pod): void => {
    const key = keyOf(pod);
    const node = pod.spec?.nodeName;
    if (node && !isFinished(pod)) {
      queue.remove(key);
      cache.place(pod, node);
    } else if (node) {
      room ||= cache.isPlaced(key);
      cache.displace(key);
    } else if (isWaiting(pod) && !cache.isPlaced(key)) queue.add({ key, priority: pod.spec?.priority ?? 0 });
    else if (!cache.isPlaced(key)) queue.remove(key);
  };
  subscribe({
    add: seen,
    update(pod, old) {
      // Its own status says only what we wrote there: trying again for that would never end.
      const same =
        !pod.spec?.nodeName &&
        pod.metadata?.deletionTimestamp === old.metadata?.deletionTimestamp &&
        dequal(pod.spec, old.spec);
      if (!same || !dequal(pod.metadata?.labels, old.metadata?.labels)) seen(pod);
    },
    delete(pod) {
      room ||= cache.isPlaced(keyOf(pod));
      queue.remove(keyOf(pod));
      cache.displace(keyOf(pod));
    },
    // Once a delivery, however many Pods went.
    settled() {
      if (room) queue.moveAll();
      room = false;
    },
  });
}

const isFinished = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

function isWaiting(pod: Pod): boolean {
  const ours = (pod.spec?.schedulerName ?? NAME) === NAME;
  return (
    ours &&
    !pod.spec?.nodeName &&
    !pod.metadata?.deletionTimestamp &&
    !isFinished(pod) &&
    !pod.spec?.schedulingGates?.length
  );
}

function scheduleOne(context: Context, pod: Pod): void {
  const outcome = schedulePod(pod, context.cycle);
  if ('node' in outcome) return bind(context, pod, outcome.node.name);
  const message = fitError(pod, outcome.rejections, outcome.nodes);
  context.queue.park(keyOf(pod));
  context.events.record(PODS, pod, 'Warning', 'FailedScheduling', 'Scheduling', message);
  writeCondition(context, pod, message);
}

function bind({ session, cache, events, queue }: Context, pod: Pod, node: string): void {
  const { namespace, name = '', uid = '' } = pod.metadata ?? {};
  cache.place(pod, node);
  try {
    const metadata = { name, namespace: namespace ?? '', uid };
    const target = { kind: 'Node', name: node };
    session.create(
      PODS,
      namespace,
      { apiVersion: 'v1', kind: 'Binding', metadata, target },
      { subresource: 'binding', name },
    );
    events.record(PODS, pod, 'Normal', 'Scheduled', 'Binding', `Successfully assigned ${keyOf(pod)} to ${node}`);
  } catch (error) {
    if (!isStatusError(error)) throw error;
    cache.displace(keyOf(pod));
    if (!isStatusError(error, 'NotFound')) queue.retry(keyOf(pod));
  }
}

function writeCondition({ session, scope }: Context, pod: Pod, message: string): void {
  const old = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  if (old?.status === 'False' && old.reason === 'Unschedulable' && old.message === message) return;
  const lastTransitionTime =
    old?.status === 'False' && old.lastTransitionTime ? old.lastTransitionTime : rfc3339(scope.clock.now());
  const observedGeneration = pod.metadata?.generation;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastProbeTime: null,
    lastTransitionTime,
    observedGeneration,
  };
  const { namespace, name = '' } = pod.metadata ?? {};
  try {
    session.patch(
      PODS,
      namespace,
      name,
      'application/strategic-merge-patch+json',
      { status: { conditions: [condition] } },
      { subresource: 'status' },
    );
  } catch (error) {
    if (!isStatusError(error)) throw error;
  }
}

/** The scheduler (pkg/scheduler/scheduler.go, schedule_one.go, eventhandlers.go): finds a Node for each Pod that has none. */
import { dequal } from 'dequal';
import type { Namespace, Node, Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { Random } from '../../time/random.ts';
import type { Scope } from '../runtime/component.ts';
import { startInformer } from '../runtime/informer.ts';
import { keyOf } from '../runtime/keys.ts';
import {
  NAMESPACES,
  NODES,
  PERSISTENT_VOLUMES,
  PERSISTENT_VOLUME_CLAIMS,
  PODS,
  POD_DISRUPTION_BUDGETS,
  STORAGE_CLASSES,
} from '../runtime/resources.ts';
import { createSeriesRecorder } from '../runtime/series-events.ts';
import { type Caller, type Verbs, openSession } from '../runtime/verbs.ts';
import type { Claim, StorageClass, Volume } from '../runtime/volume-types.ts';
import { NodeCache } from './node-cache.ts';
import type { Placements } from './placements.ts';
import { type Context, scheduleOne } from './schedule-one.ts';
import type { Cycle } from './scheduling-cycle.ts';
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
  /** Outlives the scheduler's restarts. */
  placements: Placements;
}

/** Runs until the scope ends. */
export function runScheduler({ verbs, random, host, placements }: SchedulerEnvironment, scope: Scope): void {
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
  const namespaces = startInformer<Namespace>(verbs, CALLER, NAMESPACES);
  const budgets = startInformer<PodDisruptionBudget>(verbs, CALLER, POD_DISRUPTION_BUDGETS);
  const context: Context = { session, clock: scope.clock, events, cache, queue, cycle, budgets, placements };
  const turn = (): void => {
    awake = false;
    for (const key of queue.take(TURN)) {
      const pod = pods.getByKey(key);
      if (pod && isWaiting(pod) && !cache.isPlaced(key)) scheduleOne(context, pod);
    }
    if (queue.hasActive) wake();
  };
  for (const informer of [nodes, pods, namespaces, budgets]) scope.onStop(() => informer.stop());
  watchVolumes(context, verbs, scope);
  watchNamespaces(context, namespaces.subscribe.bind(namespaces));
  watchNodes(context, nodes.subscribe.bind(nodes));
  watchPods(context, pods.subscribe.bind(pods));
}

type Subscribe<T> = ReturnType<typeof startInformer<T & object>>['subscribe'];

function watchNamespaces({ cache }: Context, subscribe: Subscribe<Namespace>): void {
  const seen = ({ metadata }: Namespace): void => cache.setNamespace(metadata?.name ?? '', metadata?.labels ?? {});
  subscribe({
    add: seen,
    update: seen,
    delete: ({ metadata }) => cache.setNamespace(metadata?.name ?? '', undefined),
  });
}

/** Claims that are bound and volumes that appear may be what a Pod waits for. */
function watchVolumes({ cache, queue }: Context, verbs: Verbs, scope: Scope): void {
  const claims = startInformer<Claim>(verbs, CALLER, PERSISTENT_VOLUME_CLAIMS);
  const volumes = startInformer<Volume>(verbs, CALLER, PERSISTENT_VOLUMES);
  const classes = startInformer<StorageClass>(verbs, CALLER, STORAGE_CLASSES);
  for (const informer of [claims, volumes, classes]) scope.onStop(() => informer.stop());
  cache.volumes = {
    claim: (namespace, name) => claims.get(namespace, name),
    volume: (name) => volumes.getByKey(name),
    volumes: () => volumes.values(),
    storageClass: (name) => classes.getByKey(name),
  };
  const move = (): void => queue.moveAll();
  for (const informer of [claims, volumes]) informer.subscribe({ add: move, update: move });
  classes.subscribe({ add: move });
}

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
    cache.nominate(pod, !node && isWaiting(pod) ? pod.status?.nominatedNodeName : undefined);
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
      cache.nominate(pod, undefined);
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

/** What comes of one Pod's turn: a binding, others sent away for it, or words on why not (pkg/scheduler/schedule_one.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { isStatusError } from '../../api/status.ts';
import type { Clock } from '../../time/clock.ts';
import type { Lister } from '../runtime/informer.ts';
import { keyOf } from '../runtime/keys.ts';
import { PODS } from '../runtime/resources.ts';
import type { SeriesRecorder } from '../runtime/series-events.ts';
import { rfc3339 } from '../runtime/time.ts';
import type { Session } from '../runtime/verbs.ts';
import { fitError } from './fit-error.ts';
import type { NodeCache } from './node-cache.ts';
import type { Placements } from './placements.ts';
import { type Preemption, findPreemption } from './preemption.ts';
import { type Cycle, priorityOf, schedulePod } from './scheduling-cycle.ts';
import type { SchedulingQueue } from './scheduling-queue.ts';
import { bindVolumes } from './volume-facts.ts';

export interface Context {
  session: Session;
  clock: Clock;
  events: SeriesRecorder;
  cache: NodeCache;
  queue: SchedulingQueue;
  cycle: Cycle;
  budgets: Lister<PodDisruptionBudget>;
  placements: Placements;
}

const STRATEGIC = 'application/strategic-merge-patch+json';

export function scheduleOne(context: Context, pod: Pod): void {
  const outcome = schedulePod(pod, context.cycle);
  context.placements.note(keyOf(pod), context.clock.now(), outcome);
  if ('node' in outcome) return bind(context, pod, outcome.node.name);
  const found = findPreemption(pod, outcome, context.cache, [...context.budgets.values()]);
  const making = typeof found !== 'string';
  const message = fitError(outcome, making ? undefined : found);
  if (making) evict(context, pod, found);
  context.queue.park(keyOf(pod));
  context.events.record(PODS, pod, 'Warning', 'FailedScheduling', 'Scheduling', message);
  writeUnschedulable(context, pod, message, making ? found.node : undefined);
}

function bind({ session, cache, events, queue }: Context, pod: Pod, node: string): void {
  const { namespace, name = '', uid = '' } = pod.metadata ?? {};
  if (cache.volumes && !bindVolumes(session, cache.volumes, pod, cache.node(node)?.node)) {
    return queue.park(keyOf(pod));
  }
  cache.place(pod, node);
  cache.nominate(pod, undefined);
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

/** Sends the victims away and takes the promise of the Node from those who matter less (prepareCandidate). */
function evict(context: Context, pod: Pod, { node, victims }: Preemption): void {
  for (const victim of victims) {
    if (!victim.metadata?.deletionTimestamp) disrupt(context, victim);
    const note = `Preempted by pod ${pod.metadata?.uid} on node ${node}`;
    context.events.record(PODS, victim, 'Normal', 'Preempted', 'Preempting', note);
  }
  for (const other of context.cache.nominated(node)) {
    if (priorityOf(other) < priorityOf(pod)) writeStatus(context, other, { nominatedNodeName: null });
  }
  context.cache.nominate(pod, node);
}

function disrupt(context: Context, victim: Pod): void {
  const { session, clock } = context;
  const { namespace, name = '', uid } = victim.metadata ?? {};
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'PreemptionByScheduler',
    message: `${victim.spec?.schedulerName ?? 'default-scheduler'}: preempting to accommodate a higher priority pod`,
    lastProbeTime: null,
    lastTransitionTime: rfc3339(clock.now()),
    observedGeneration: victim.metadata?.generation,
  };
  writeStatus(context, victim, { conditions: [condition] });
  try {
    session.delete(PODS, namespace, name, uid === undefined ? {} : { preconditions: { uid } });
  } catch (error) {
    if (!isStatusError(error)) throw error;
  }
}

function writeUnschedulable(context: Context, pod: Pod, message: string, nominatedNodeName: string | undefined): void {
  const old = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  const known = old?.status === 'False' && old.reason === 'Unschedulable' && old.message === message;
  if (known && nominatedNodeName === undefined) return;
  const now = rfc3339(context.clock.now());
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastProbeTime: null,
    lastTransitionTime: (old?.status === 'False' && old.lastTransitionTime) || now,
    observedGeneration: pod.metadata?.generation,
  };
  writeStatus(context, pod, { ...(nominatedNodeName ? { nominatedNodeName } : {}), conditions: [condition] });
}

function writeStatus({ session }: Context, pod: Pod, status: object): void {
  const { namespace, name = '' } = pod.metadata ?? {};
  try {
    session.patch(PODS, namespace, name, STRATEGIC, { status }, { subresource: 'status' });
  } catch (error) {
    if (!isStatusError(error)) throw error;
  }
}

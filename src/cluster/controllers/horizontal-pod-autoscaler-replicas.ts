/** How many replicas metrics ask for (pkg/controller/podautoscaler/{replica_calculator.go,metrics/utilization.go}). Pure. */
import type { Pod } from 'kubernetes-types/core/v1';
import { milliValue } from '../../api/quantity.ts';
import { isReady, readyCondition } from './pod-state.ts';

/** ms after its start in which a Pod's CPU is not believed, and in which being unready is no news. */
const CPU_INITIALIZATION = 300_000;
const INITIAL_READINESS = 30_000;
/** A ratio this near to 1 changes nothing. */
export const TOLERANCE = 0.1;

export interface PodMetric {
  /** Thousandths. */
  value: number;
  /** ms since the epoch, ms. */
  timestamp: number;
  window: number;
}

export interface Proposal {
  replicas: number;
  /** Percent of the request; of plain metrics the average. */
  utilization: number;
  /** Thousandths: the average of a Pod. */
  raw: number;
}

export interface Timing {
  now: number;
  cpuInitialization?: number;
  initialReadiness?: number;
}

type Metrics = Map<string, PodMetric>;

interface Groups {
  ready: number;
  unready: string[];
  missing: string[];
  ignored: string[];
}

const nameOf = (pod: Pod): string => pod.metadata?.name ?? '';

function groupPods(pods: readonly Pod[], metrics: Metrics, isCpu: boolean, timing: Timing): Groups {
  const groups: Groups = { ready: 0, unready: [], missing: [], ignored: [] };
  for (const pod of pods) {
    const metric = metrics.get(nameOf(pod));
    if (pod.metadata?.deletionTimestamp || pod.status?.phase === 'Failed') groups.ignored.push(nameOf(pod));
    else if (pod.status?.phase === 'Pending') groups.unready.push(nameOf(pod));
    else if (!metric) groups.missing.push(nameOf(pod));
    else if (isCpu && isStarting(pod, metric, timing)) groups.unready.push(nameOf(pod));
    else groups.ready++;
  }
  return groups;
}

/** Its CPU says nothing yet. */
function isStarting(pod: Pod, metric: PodMetric, timing: Timing): boolean {
  const condition = readyCondition(pod);
  if (!condition || !pod.status?.startTime) return true;
  const start = Date.parse(pod.status.startTime);
  const changed = Date.parse(condition.lastTransitionTime ?? '');
  if (start + (timing.cpuInitialization ?? CPU_INITIALIZATION) > timing.now)
    return condition.status === 'False' || metric.timestamp < changed + metric.window;
  return condition.status === 'False' && start + (timing.initialReadiness ?? INITIAL_READINESS) > changed;
}

interface Ratio {
  ratio: number;
  utilization: number;
  raw: number;
}

const within = (ratio: number): boolean => Math.abs(1 - ratio) <= TOLERANCE;

/**
 * What both kinds of Pod metrics share: Pods without a value are taken to be idle when it goes up and busy when it goes
 * down, so that what is not known only ever damps. `busy`: the value that a missing Pod is taken to have then.
 */
function propose(
  current: number,
  pods: readonly Pod[],
  given: ReadonlyMap<string, PodMetric>,
  rule: { isCpu: boolean; timing: Timing; ratioOf(metrics: Metrics): Ratio; busy(pod: string): number },
): Proposal {
  const metrics: Metrics = new Map(given);
  const { ready, unready, missing, ignored } = groupPods(pods, metrics, rule.isCpu, rule.timing);
  for (const name of [...ignored, ...unready]) metrics.delete(name);
  if (metrics.size === 0) throw new Error('did not receive metrics for targeted pods (pods might be unready)');
  const first = rule.ratioOf(metrics);
  const answer = (replicas: number): Proposal => ({ replicas, utilization: first.utilization, raw: first.raw });
  const upWithUnready = unready.length > 0 && first.ratio > 1;
  if (!upWithUnready && missing.length === 0)
    return answer(within(first.ratio) ? current : Math.ceil(first.ratio * ready));
  const assume = (name: string, value: number): void => void metrics.set(name, { value, timestamp: 0, window: 0 });
  if (first.ratio !== 1) for (const name of missing) assume(name, first.ratio < 1 ? rule.busy(name) : 0);
  if (upWithUnready) for (const name of unready) assume(name, 0);
  const { ratio } = rule.ratioOf(metrics);
  if (within(ratio) || (first.ratio < 1 && ratio > 1) || (first.ratio > 1 && ratio < 1)) return answer(current);
  const replicas = Math.ceil(ratio * metrics.size);
  if ((ratio < 1 && replicas > current) || (ratio > 1 && replicas < current)) return answer(current);
  return answer(replicas);
}

/** Percent of what the Pods request. Throws Error with upstream's message. */
export function resourceReplicas(
  current: number,
  targetUtilization: number,
  resource: string,
  pods: readonly Pod[],
  metrics: ReadonlyMap<string, PodMetric>,
  timing: Timing,
  container?: string,
): Proposal {
  const requests = requestsOf(pods, resource, container);
  return propose(current, pods, metrics, {
    isCpu: resource === 'cpu',
    timing,
    busy: (name) => ((requests.get(name) ?? 0) * Math.max(100, targetUtilization)) / 100,
    ratioOf(some) {
      let used = 0;
      let requested = 0;
      let count = 0;
      for (const [name, { value }] of some) {
        const request = requests.get(name);
        if (request === undefined) continue;
        used += value;
        requested += request;
        count++;
      }
      if (count === 0 || requested === 0) throw new Error('no metrics returned matched known pods');
      const utilization = Math.trunc((used * 100) / requested);
      return { ratio: utilization / targetUtilization, utilization, raw: Math.trunc(used / count) };
    },
  });
}

function requestsOf(pods: readonly Pod[], resource: string, container: string | undefined): Map<string, number> {
  const requests = new Map<string, number>();
  for (const pod of pods) {
    let sum = 0;
    for (const one of pod.spec?.containers ?? []) {
      if (container !== undefined && one.name !== container) continue;
      const request = one.resources?.requests?.[resource];
      if (request === undefined)
        throw new Error(`missing request for ${resource} in container ${one.name} of Pod ${nameOf(pod)}`);
      sum += milliValue(request);
    }
    requests.set(nameOf(pod), sum);
  }
  return requests;
}

/** An average of the Pods' values, in thousandths. `resource` when it is one. */
export function averageReplicas(
  current: number,
  target: number,
  pods: readonly Pod[],
  metrics: ReadonlyMap<string, PodMetric>,
  timing: Timing,
  resource?: string,
): Proposal {
  return propose(current, pods, metrics, {
    isCpu: resource === 'cpu',
    timing,
    busy: () => target,
    ratioOf(some) {
      let sum = 0;
      for (const { value } of some.values()) sum += value;
      const usage = Math.trunc(sum / some.size);
      return { ratio: usage / target, utilization: usage, raw: usage };
    },
  });
}

/** One value for all, such as of a queue. */
export function valueReplicas(current: number, target: number, usage: number, pods: readonly Pod[]): Proposal {
  const ratio = usage / target;
  let replicas = current;
  if (current === 0) replicas = Math.ceil(ratio);
  else if (!within(ratio))
    replicas = Math.ceil(ratio * pods.filter((pod) => pod.status?.phase === 'Running' && isReady(pod)).length);
  return { replicas, utilization: usage, raw: usage };
}

/** One value, of which each Pod should have a share. */
export function shareReplicas(current: number, target: number, usage: number): Proposal {
  const same = within(usage / (target * current));
  const share = Math.ceil(usage / current);
  return { replicas: same ? current : Math.ceil(usage / target), utilization: share, raw: share };
}

/** Which Pods go first when there are too many (pkg/controller/controller_utils.go, ActivePodsWithRanks). Pure. */
import type { Pod } from 'kubernetes-types/core/v1';
import { isReady, readyCondition } from './pod-state.ts';

export interface RankedPod {
  pod: Pod;
  /** Related active Pods on the same node: crowded nodes are thinned first. */
  rank: number;
}

const PHASES: Record<string, number> = { Pending: 0, Unknown: 1, Running: 2 };
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** Sorts before 0 what is deleted earlier. `now` in ms since the epoch. */
export function compareForDeletion(a: RankedPod, b: RankedPod, now: number): number {
  const [p, q] = [a.pod, b.pod];
  const [nodeP, nodeQ] = [p.spec?.nodeName ?? '', q.spec?.nodeName ?? ''];
  if (nodeP !== nodeQ && (nodeP === '' || nodeQ === '')) return nodeP === '' ? -1 : 1;
  const phase = (PHASES[p.status?.phase ?? ''] ?? 0) - (PHASES[q.status?.phase ?? ''] ?? 0);
  if (phase !== 0) return phase;
  const readiness = Number(isReady(p)) - Number(isReady(q));
  if (readiness !== 0) return readiness;
  const costs = cost(p) - cost(q);
  if (costs !== 0) return costs;
  if (a.rank !== b.rank) return b.rank - a.rank;
  if (isReady(p) && isReady(q)) {
    const since = compareAges(
      time(readyCondition(p)?.lastTransitionTime),
      time(readyCondition(q)?.lastTransitionTime),
      now,
      p,
      q,
    );
    if (since !== 0) return since;
  }
  const restartsP = restarts(p);
  const restartsQ = restarts(q);
  if (restartsP !== restartsQ) return restartsQ - restartsP;
  return compareAges(time(p.metadata?.creationTimestamp), time(q.metadata?.creationTimestamp), now, p, q);
}

const time = (text: string | null | undefined): number | undefined => (text ? Date.parse(text) : undefined);

function cost(pod: Pod): number {
  const value = Number(pod.metadata?.annotations?.[DELETION_COST] ?? 0);
  return Number.isInteger(value) ? value : 0;
}

/** Younger goes first, but ages count only on a logarithmic scale (LogarithmicScaleDown), uids break the tie. */
function compareAges(a: number | undefined, b: number | undefined, now: number, p: Pod, q: Pod): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const difference = magnitude(now - a) - magnitude(now - b);
  if (difference !== 0) return difference;
  const [uidP, uidQ] = [p.metadata?.uid ?? '', q.metadata?.uid ?? ''];
  return uidP < uidQ ? -1 : uidP > uidQ ? 1 : 0;
}

/** Upstream takes the logarithm of nanoseconds. */
const magnitude = (ms: number): number => (ms > 0 ? Math.floor(Math.log2(ms * 1e6)) : -1);

function restarts(pod: Pod): number {
  let most = 0;
  for (const status of pod.status?.containerStatuses ?? []) most = Math.max(most, status.restartCount);
  return most;
}

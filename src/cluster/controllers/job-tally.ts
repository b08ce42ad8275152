/**
 * What a Job's Pods amount to, counting each of them once: Pods carry a finalizer until they were counted, and those between
 * the count and the loss of the finalizer stand in status.uncountedTerminatedPods (trackJobStatusAndRemoveFinalizers). Pure.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { matchFailurePolicy } from './job-failure-policy.ts';
import { formatIndexes, parseIndexes } from './job-indexes.ts';
import { INDEX_FAILURES, type Job, indexOf, isIndexed, isPodFailed, isTracked } from './job-types.ts';
import { isActive, isReady } from './pod-state.ts';

export interface Tally {
  active: Pod[];
  ready: number;
  terminating: number;
  /** All that ever did, those to be counted now among them. */
  succeeded: number;
  failed: number;
  succeededIndexes: Set<number>;
  /** Of Jobs with a limit per index. */
  failedIndexes: Set<number>;
  /** Ended, with the finalizer, not in the status yet. */
  fresh: { succeeded: Pod[]; failed: Pod[]; ignored: Pod[] };
  /** Message of the policy that fails the Job. */
  failJob?: string;
  /** The failures that the next Pod of an index follows. */
  indexFailures: Map<number, number>;
}

/** `released`: uids of Pods whose finalizer is known to be gone, though the cache does not show it. */
export function tallyOf(job: Job, pods: readonly Pod[], released: ReadonlySet<string>): Tally {
  const completions = job.spec.completions ?? 0;
  const status = job.status ?? {};
  const waiting = status.uncountedTerminatedPods ?? {};
  const tally: Tally = {
    active: pods.filter(isActive),
    ready: 0,
    terminating: 0,
    succeeded: (status.succeeded ?? 0) + (waiting.succeeded?.length ?? 0),
    failed: (status.failed ?? 0) + (waiting.failed?.length ?? 0),
    succeededIndexes: isIndexed(job) ? parseIndexes(status.completedIndexes, completions) : new Set(),
    failedIndexes: parseIndexes(status.failedIndexes, completions),
    fresh: { succeeded: [], failed: [], ignored: [] },
    indexFailures: new Map(),
  };
  tally.ready = tally.active.filter(isReady).length;
  for (const pod of pods) {
    if (pod.metadata?.deletionTimestamp && pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded')
      tally.terminating++;
    count(job, pod, tally, released, completions);
  }
  if (isIndexed(job)) tally.succeeded = tally.succeededIndexes.size;
  return tally;
}

function count(job: Job, pod: Pod, tally: Tally, released: ReadonlySet<string>, completions: number): void {
  const index = isIndexed(job) ? indexOf(pod) : undefined;
  const outside = isIndexed(job) && (index === undefined || index >= completions);
  if (isPodFailed(job, pod)) noteFailure(job, pod, index, tally);
  const uid = pod.metadata?.uid ?? '';
  const waiting = job.status?.uncountedTerminatedPods ?? {};
  if (!isTracked(pod) || released.has(uid)) return;
  if (waiting.succeeded?.includes(uid) || waiting.failed?.includes(uid)) return;
  if (pod.status?.phase === 'Succeeded') {
    tally.fresh.succeeded.push(pod);
    if (outside) return;
    if (index === undefined) tally.succeeded++;
    else tally.succeededIndexes.add(index);
  } else if (isPodFailed(job, pod)) {
    const verdict = matchFailurePolicy(job, pod);
    if (verdict?.action === 'FailJob') tally.failJob ??= verdict.message;
    if (verdict?.action === 'Ignore' || outside) tally.fresh.ignored.push(pod);
    else {
      tally.fresh.failed.push(pod);
      tally.failed++;
    }
  }
}

/** Failures of an index, in the annotation of its last Pod. */
function noteFailure(job: Job, pod: Pod, index: number | undefined, tally: Tally): void {
  const limit = job.spec.backoffLimitPerIndex;
  if (limit === undefined || index === undefined) return;
  const verdict = matchFailurePolicy(job, pod);
  const before = Number(pod.metadata?.annotations?.[INDEX_FAILURES] ?? 0);
  const failures = before + (verdict?.action === 'Ignore' ? 0 : 1);
  tally.indexFailures.set(index, Math.max(failures, tally.indexFailures.get(index) ?? 0));
  if (verdict?.action === 'FailIndex' || failures > limit) tally.failedIndexes.add(index);
}

/** The counts that a status has of a tally; of Jobs with indexes their text. */
export function indexTexts(job: Job, tally: Tally): { completedIndexes?: string; failedIndexes?: string } {
  if (!isIndexed(job)) return {};
  const completed = formatIndexes(tally.succeededIndexes);
  return {
    ...(completed === '' ? {} : { completedIndexes: completed }),
    ...(job.spec.backoffLimitPerIndex === undefined ? {} : { failedIndexes: formatIndexes(tally.failedIndexes) }),
  };
}

/** How many Pods of a Job work, and which are made next (pkg/controller/job/job_controller.go manageJob). */
import type { Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { ControllerContext } from '../runtime/define-controller.ts';
import { keyOf } from '../runtime/keys.ts';
import type { Expectations } from './expectations.ts';
import { remaining, remainingBackoff } from './job-backoff.ts';
import { chooseForRemoval, createPod, deletePod, podOf, releasePod } from './job-pods.ts';
import type { Tally } from './job-tally.ts';
import { type Job, finishedAt, indexOf, isIndexed, isPodFailed, onlyReplacesFailed } from './job-types.ts';

const MOST_AT_ONCE = 500;

/** What the controller remembers between syncs. */
export interface JobMemory {
  expectations: Expectations;
  /** Pods whose finalizer is gone though the cache may not show it. */
  released: Set<string>;
}

/** As many Pods as may work at once, no more than are still needed. Returns how many more work afterwards. Throws StatusError. */
export function manage(
  context: ControllerContext,
  state: JobMemory,
  job: Job,
  pods: readonly Pod[],
  tally: Tally,
): number {
  const { spec } = job;
  const { active } = tally;
  const now = context.clock.now();
  if (spec.suspend) return remove(context, state, job, active);
  const parallelism = spec.parallelism ?? 1;
  const left = (spec.completions ?? 0) - tally.succeeded - tally.failedIndexes.size;
  let wanted: number;
  if (spec.completions === undefined) wanted = tally.succeeded > 0 ? Math.min(active.length, parallelism) : parallelism;
  else wanted = Math.max(0, Math.min(left, parallelism));
  if (active.length > wanted)
    return remove(context, state, job, chooseForRemoval(job, active, active.length - wanted, now));
  const occupied = active.length + (onlyReplacesFailed(job) ? tally.terminating : 0);
  const missing = Math.min(wanted - occupied, MOST_AT_ONCE);
  if (missing <= 0) return 0;
  if (spec.backoffLimitPerIndex === undefined) {
    const wait = remainingBackoff(job, pods, now);
    if (wait > 0) {
      context.queue.addAfter(keyOf(job), wait);
      return 0;
    }
  }
  return create(context, state, job, pods, tally, missing);
}

function create(
  context: ControllerContext,
  state: JobMemory,
  job: Job,
  pods: readonly Pod[],
  tally: Tally,
  count: number,
): number {
  const indexes: (number | undefined)[] = isIndexed(job)
    ? nextIndexes(context, job, pods, tally, count)
    : Array.from({ length: count });
  if (indexes.length === 0) return 0;
  const key = keyOf(job);
  state.expectations.expectCreations(key, indexes.length);
  for (const [i, index] of indexes.entries()) {
    try {
      createPod(context, job, podOf(job, index, index === undefined ? 0 : (tally.indexFailures.get(index) ?? 0)));
    } catch (error) {
      state.expectations.creationObserved(key, indexes.length - i);
      // Some are better than none: the next sync tries again.
      if (i > 0 && isStatusError(error)) {
        context.queue.addRateLimited(key);
        return i;
      }
      throw error;
    }
  }
  return indexes.length;
}

/** The lowest indexes that nobody works on and that are not done; of those that failed the ones whose wait is over. */
function nextIndexes(
  { clock, queue }: ControllerContext,
  job: Job,
  pods: readonly Pod[],
  tally: Tally,
  count: number,
): number[] {
  const busy = new Set(tally.active.map(indexOf));
  const found: number[] = [];
  for (let index = 0; index < (job.spec.completions ?? 0) && found.length < count; index++) {
    if (busy.has(index) || tally.succeededIndexes.has(index) || tally.failedIndexes.has(index)) continue;
    if (job.spec.backoffLimitPerIndex !== undefined) {
      const failed = pods.filter((pod) => indexOf(pod) === index && isPodFailed(job, pod));
      const wait = remaining(
        failed.map((pod) => finishedAt(pod, clock.now())),
        clock.now(),
      );
      if (wait > 0) {
        queue.addAfter(keyOf(job), wait);
        continue;
      }
    }
    found.push(index);
  }
  return found;
}

/** Pods that are not needed count neither way: they lose the finalizer first. */
function remove(context: ControllerContext, state: JobMemory, job: Job, pods: readonly Pod[]): number {
  if (pods.length === 0) return 0;
  state.expectations.expectDeletions(keyOf(job), pods.map(keyOf));
  for (const pod of pods) {
    releasePod(context, pod);
    state.released.add(pod.metadata?.uid ?? '');
    deletePod(context, job, pod);
  }
  return -pods.length;
}

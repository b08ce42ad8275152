/** Whether a Job is done, for better or worse (pkg/controller/job/job_controller.go syncJob). Pure. */
import { parseTime } from '../runtime/time.ts';
import { matchSuccessPolicy } from './job-failure-policy.ts';
import type { Tally } from './job-tally.ts';
import { type Job, conditionOf, isIndexed } from './job-types.ts';

export interface Outcome {
  type: 'Failed' | 'Complete';
  reason: string;
  message: string;
}

const COMPLETED: Outcome = {
  type: 'Complete',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

/** undefined while it goes on. What was once decided stays so. */
export function decide(job: Job, tally: Tally, now: number): Outcome | undefined {
  const failing = conditionOf(job, 'FailureTarget');
  if (failing) return { type: 'Failed', reason: failing.reason ?? '', message: failing.message ?? '' };
  const succeeding = conditionOf(job, 'SuccessCriteriaMet');
  if (succeeding) return { type: 'Complete', reason: succeeding.reason ?? '', message: succeeding.message ?? '' };
  return failure(job, tally, now) ?? success(job, tally);
}

function failure(job: Job, tally: Tally, now: number): Outcome | undefined {
  const failed = (reason: string, message: string): Outcome => ({ type: 'Failed', reason, message });
  if (tally.failJob !== undefined) return failed('PodFailurePolicy', tally.failJob);
  if (tally.failed > (job.spec.backoffLimit ?? 6) || restartedTooOften(job, tally))
    return failed('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  if (isPastDeadline(job, now)) return failed('DeadlineExceeded', 'Job was active longer than specified deadline');
  if (!isIndexed(job) || job.spec.backoffLimitPerIndex === undefined) return undefined;
  const most = job.spec.maxFailedIndexes;
  if (most !== undefined && tally.failedIndexes.size > most)
    return failed('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  const ended = tally.failedIndexes.size + tally.succeededIndexes.size >= (job.spec.completions ?? 0);
  if (ended && tally.failedIndexes.size > 0) return failed('FailedIndexes', 'Job has failed indexes');
  return undefined;
}

/** Containers that restart in place count against the limit too (pastBackoffLimitOnFailure). */
function restartedTooOften(job: Job, tally: Tally): boolean {
  if (job.spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of tally.active) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const one of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])])
      restarts += one.restartCount;
  }
  const limit = job.spec.backoffLimit ?? 6;
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

export function isPastDeadline(job: Job, now: number): boolean {
  const { activeDeadlineSeconds, suspend } = job.spec;
  const start = parseTime(job.status?.startTime);
  if (activeDeadlineSeconds === undefined || start === undefined || suspend) return false;
  return now - start >= activeDeadlineSeconds * 1000;
}

function success(job: Job, tally: Tally): Outcome | undefined {
  const message = isIndexed(job) ? matchSuccessPolicy(job, tally.succeededIndexes) : undefined;
  if (message !== undefined) return { type: 'Complete', reason: 'SuccessPolicy', message };
  const { completions } = job.spec;
  // A work queue is empty when one Pod has succeeded and none works any more.
  if (completions === undefined) return tally.succeeded > 0 && tally.active.length === 0 ? COMPLETED : undefined;
  if (tally.succeeded < completions) return undefined;
  // No Pod was asked for, and none may be left: suspended ones wait.
  return completions === 0 && job.spec.suspend ? undefined : COMPLETED;
}

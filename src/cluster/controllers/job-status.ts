/** The status of a Job, written so that each Pod counts once (pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers). */
import { dequal } from 'dequal';
import type { Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { ControllerContext } from '../runtime/define-controller.ts';
import { JOBS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import type { Outcome } from './job-decide.ts';
import type { JobMemory } from './job-manage.ts';
import { releasePod } from './job-pods.ts';
import { type Tally, indexTexts } from './job-tally.ts';
import { type Job, type JobCondition, type JobStatus, isIndexed, isTracked } from './job-types.ts';

/** What was announced as uncounted before a restart, and lost its finalizer, counts now. */
export function settleUncounted(job: Job, pods: Iterable<Pod>): Job {
  const waiting = job.status?.uncountedTerminatedPods;
  if (!waiting?.succeeded?.length && !waiting?.failed?.length) return job;
  const tracked = new Set<string>();
  for (const pod of pods) if (isTracked(pod)) tracked.add(pod.metadata?.uid ?? '');
  const split = (uids: readonly string[] = []): [string[], number] => {
    const left = uids.filter((uid) => tracked.has(uid));
    return [left, uids.length - left.length];
  };
  const [succeeded, counted] = split(waiting.succeeded);
  const [failed, lost] = split(waiting.failed);
  return {
    ...job,
    status: {
      ...job.status,
      succeeded: (job.status?.succeeded ?? 0) + counted,
      failed: (job.status?.failed ?? 0) + lost,
      uncountedTerminatedPods: {
        ...(succeeded.length > 0 ? { succeeded } : {}),
        ...(failed.length > 0 ? { failed } : {}),
      },
    },
  };
}

export function suspension({ events }: ControllerContext, job: Job, status: JobStatus, now: number): JobStatus {
  const before = job.status?.conditions?.find((one) => one.type === 'Suspended');
  if (job.spec.suspend) {
    if (before?.status === 'True') return status;
    events.record(JOBS, job, 'Normal', 'Suspended', 'Job suspended');
    return withCondition(status, 'Suspended', { reason: 'JobSuspended', message: 'Job suspended' }, now);
  }
  if (before?.status !== 'True') return status;
  events.record(JOBS, job, 'Normal', 'Resumed', 'Job resumed');
  const resumed = { reason: 'JobResumed', message: 'Job resumed' };
  return { ...withCondition(status, 'Suspended', resumed, now, 'False'), startTime: rfc3339(now) };
}

export function withCondition(
  status: JobStatus,
  type: string,
  { reason, message }: { reason: string; message: string },
  now: number,
  value = 'True',
): JobStatus {
  const conditions = status.conditions ?? [];
  if (conditions.some((one) => one.type === type && one.status === value)) return status;
  const at = rfc3339(now);
  const fresh: JobCondition = { type, status: value, lastProbeTime: at, lastTransitionTime: at, reason, message };
  const known = conditions.findIndex((one) => one.type === type);
  return {
    ...status,
    conditions: known < 0 ? [...conditions, fresh] : conditions.with(known, fresh),
  };
}

interface Publication {
  /** As the cache has it. */
  job: Job;
  status: JobStatus;
  tally: Tally;
  /** Pods that work after this sync. */
  active: number;
  terminating: number;
  outcome: Outcome | undefined;
}

/** Announces the Pods to be counted, takes their finalizers, counts them; says that the Job has ended when its last Pod has. */
export function publish(
  context: ControllerContext,
  { released }: JobMemory,
  { job, status, tally, active, terminating, outcome }: Publication,
): void {
  const { fresh } = tally;
  const waiting = status.uncountedTerminatedPods ?? {};
  const uids = (pods: readonly Pod[]): string[] => pods.map((pod) => pod.metadata?.uid ?? '');
  const succeeded = isIndexed(job) ? [] : [...(waiting.succeeded ?? []), ...uids(fresh.succeeded)];
  const failed = [...(waiting.failed ?? []), ...uids(fresh.failed)];
  const { active: _a, ready: _r, terminating: _t, ...rest } = status;
  const base: JobStatus = {
    ...rest,
    ...(active > 0 ? { active } : {}),
    ready: active > 0 ? tally.ready : 0,
    terminating,
    ...indexTexts(job, tally),
    ...(isIndexed(job) ? { succeeded: tally.succeededIndexes.size } : {}),
  };
  let stored = job;
  const counted = [...fresh.succeeded, ...fresh.failed, ...fresh.ignored];
  if (counted.length > 0) {
    const announced = {
      ...(succeeded.length > 0 ? { succeeded } : {}),
      ...(failed.length > 0 ? { failed } : {}),
    };
    stored = write(context, job, trimmed({ ...base, uncountedTerminatedPods: announced }));
    for (const pod of counted) {
      releasePod(context, pod);
      released.add(pod.metadata?.uid ?? '');
    }
  }
  const settled: JobStatus = {
    ...base,
    succeeded: (base.succeeded ?? 0) + succeeded.length,
    failed: (base.failed ?? 0) + failed.length,
    uncountedTerminatedPods: {},
  };
  const ended = outcome !== undefined && active === 0 && terminating === 0;
  write(context, stored, trimmed(ended ? conclude(context, job, settled, outcome) : settled));
}

/** Zeroes are left out, as Go's omitempty does. */
function trimmed(status: JobStatus): JobStatus {
  const { succeeded, failed, ...rest } = status;
  return { ...rest, ...(succeeded ? { succeeded } : {}), ...(failed ? { failed } : {}) };
}

function conclude({ events, clock }: ControllerContext, job: Job, status: JobStatus, outcome: Outcome): JobStatus {
  const now = clock.now();
  const done = withCondition(status, outcome.type, outcome, now);
  if (outcome.type === 'Complete') {
    events.record(JOBS, job, 'Normal', 'Completed', 'Job completed');
    return { ...done, completionTime: rfc3339(now) };
  }
  events.record(JOBS, job, 'Warning', outcome.reason, outcome.message);
  return done;
}

function write({ session }: ControllerContext, job: Job, status: JobStatus): Job {
  if (dequal(status, job.status)) return job;
  try {
    return session.update<Job>(JOBS, { ...job, status }, 'status');
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return job;
    throw error;
  }
}

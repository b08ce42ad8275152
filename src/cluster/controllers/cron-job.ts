/** The CronJob controller (pkg/controller/cronjob/cronjob_controllerv2.go): Jobs by the clock. */
import { dequal } from 'dequal';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import { referenceTo } from '../runtime/events.ts';
import type { Informer } from '../runtime/informer.ts';
import { controllerOf, keyFor, keyOf } from '../runtime/keys.ts';
import { CRON_JOBS, JOBS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import { byController, controllerReference } from './claim.ts';
import { planCronJob } from './cron-job-plan.ts';
import { jobName } from './cron-job-schedule.ts';
import type { CronJob, CronJobStatus } from './cron-job-types.ts';
import { type Job, conditionOf, isJobFinished } from './job-types.ts';

const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

export const cronJobController = defineController({
  name: 'cronjob-controller',
  start(context) {
    const { queue } = context;
    const cronJobs = context.watch<CronJob>(CRON_JOBS, {
      add: (cronJob) => queue.add(keyOf(cronJob)),
      update: (cronJob) => queue.add(keyOf(cronJob)),
    });
    const wake = (job: Job): void => {
      const owner = controllerOf(job);
      if (owner?.kind === 'CronJob') queue.add(keyFor(job.metadata.namespace, owner.name));
    };
    const jobs = context.watch<Job>(JOBS, { add: wake, update: wake, delete: wake });
    return (key) => {
      const cronJob = cronJobs.getByKey(key);
      if (cronJob) reconcile(context, jobs, cronJob);
    };
  },
});

function reconcile(context: ControllerContext, jobs: Informer<Job>, cronJob: CronJob): void {
  const { clock, events, queue, session } = context;
  const owned = [...jobs.byIndex(byController, cronJob.metadata.uid ?? '')];
  const find = (name: string): Job | undefined => findJob(context, cronJob.metadata.namespace, name);
  const fresh = (): CronJob => session.get<CronJob>(CRON_JOBS, cronJob.metadata.namespace, cronJob.metadata.name ?? '');
  const plan = planCronJob(cronJob, owned, { job: find, cronJob: fresh }, clock.now());
  for (const { type, reason, message } of plan.events) events.record(CRON_JOBS, cronJob, type, reason, message);
  let current = writeStatus(context, cronJob, plan.status);
  cleanUp(context, cronJob, owned);
  if (plan.create !== undefined) {
    for (const name of plan.replace) {
      const job = find(name);
      if (job) deleteJob(context, cronJob, job);
    }
    const kept = (plan.status.active ?? []).filter((one) => !plan.replace.includes(one.name ?? ''));
    const job = createJob(context, cronJob, plan.create);
    const active = [...kept, referenceTo(JOBS, job)];
    current = writeStatus(context, current, { ...plan.status, active, lastScheduleTime: rfc3339(plan.create) });
  }
  if (plan.requeueAfter !== undefined) queue.addAfter(keyOf(cronJob), plan.requeueAfter);
}

function findJob({ session }: ControllerContext, namespace: string | undefined, name: string): Job | undefined {
  try {
    return session.get<Job>(JOBS, namespace, name);
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return undefined;
    throw error;
  }
}

function createJob({ session, events }: ControllerContext, cronJob: CronJob, time: number): Job {
  const { metadata: { labels, annotations } = {}, spec } = cronJob.spec.jobTemplate;
  const draft: Job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(cronJob, time),
      namespace: cronJob.metadata.namespace ?? '',
      ...(labels ? { labels } : {}),
      annotations: { ...annotations, [SCHEDULED_AT]: rfc3339(time) },
      ownerReferences: [controllerReference(CRON_JOBS, cronJob)],
    },
    spec,
  };
  try {
    const job = session.create<Job>(JOBS, cronJob.metadata.namespace, draft);
    events.record(CRON_JOBS, cronJob, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`);
    return job;
  } catch (error) {
    if (!isStatusError(error)) throw error;
    // Made before, and the status was not written: then it is this one.
    if (error.reason === 'AlreadyExists') {
      const there = session.get<Job>(JOBS, cronJob.metadata.namespace, draft.metadata.name ?? '');
      if (controllerOf(there)?.uid === cronJob.metadata.uid) return there;
    }
    events.record(CRON_JOBS, cronJob, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`);
    throw error;
  }
}

function deleteJob({ session, events }: ControllerContext, cronJob: CronJob, job: Job): void {
  try {
    session.delete(JOBS, job.metadata.namespace, job.metadata.name ?? '', { propagationPolicy: 'Background' });
    events.record(CRON_JOBS, cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  } catch (error) {
    if (!isStatusError(error)) throw error;
    if (error.reason === 'NotFound') return;
    events.record(CRON_JOBS, cronJob, 'Warning', 'FailedDelete', `Deleted job: ${error.message}`);
    throw error;
  }
}

/** The history limits: the oldest of those that ended go. */
function cleanUp(context: ControllerContext, cronJob: CronJob, jobs: readonly Job[]): void {
  const ended = jobs.filter((job) => isJobFinished(job) && !job.metadata.deletionTimestamp);
  const limit = (some: Job[], most: number | undefined): void => {
    if (most === undefined || some.length <= most) return;
    const started = (job: Job): string => job.status?.startTime ?? '';
    some.sort((a, b) =>
      started(a) === started(b) ? (a.metadata.name! < b.metadata.name! ? -1 : 1) : started(a) < started(b) ? -1 : 1,
    );
    for (const job of some.slice(0, some.length - most)) deleteJob(context, cronJob, job);
  };
  const succeeded = (job: Job): boolean => conditionOf(job, 'Complete') !== undefined;
  limit(
    ended.filter((job) => !succeeded(job)),
    cronJob.spec.failedJobsHistoryLimit,
  );
  limit(ended.filter(succeeded), cronJob.spec.successfulJobsHistoryLimit);
}

function writeStatus({ session }: ControllerContext, cronJob: CronJob, status: CronJobStatus): CronJob {
  if (dequal(status, cronJob.status ?? {})) return cronJob;
  return session.update<CronJob>(CRON_JOBS, { ...cronJob, status }, 'status');
}

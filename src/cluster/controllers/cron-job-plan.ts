/** What a CronJob is to do now (pkg/controller/cronjob/cronjob_controllerv2.go syncCronJob). Pure: the controller does it. */
import { type Schedule, isTimeZone, parseSchedule } from '../../api/cron.ts';
import { dueTime, jobName, untilNext } from './cron-job-schedule.ts';
import type { CronJob, CronJobStatus } from './cron-job-types.ts';
import { type Job, conditionOf, isJobFinished } from './job-types.ts';

export interface CronEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

export interface CronPlan {
  status: CronJobStatus;
  events: CronEvent[];
  /** Names of Jobs that make room for the next. */
  replace: string[];
  /** The scheduled time of the Job to make. */
  create?: number;
  /** ms. */
  requeueAfter?: number;
}

/** What the cache may not know yet: asked of the API. */
export interface Lookup {
  job(name: string): Job | undefined;
  cronJob(): CronJob | undefined;
}

/** `jobs`: those it owns. */
export function planCronJob(cronJob: CronJob, jobs: readonly Job[], lookup: Lookup, now: number): CronPlan {
  const plan: CronPlan = { status: { ...cronJob.status }, events: [], replace: [] };
  const say = (type: CronEvent['type'], reason: string, message: string): void =>
    void plan.events.push({ type, reason, message });
  settle(plan, jobs, lookup, say);
  if (cronJob.metadata.deletionTimestamp) return plan;
  const { timeZone, suspend, schedule: text } = cronJob.spec;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const unknown = `unknown time zone ${timeZone}`;
    say('Warning', 'UnknownTimeZone', `invalid timeZone: ${JSON.stringify(timeZone)}: ${unknown}`);
    return plan;
  }
  if (suspend) return plan;
  let schedule: Schedule;
  try {
    schedule = parseSchedule(text, timeZone);
  } catch (error) {
    say(
      'Warning',
      'UnparseableSchedule',
      `unparseable schedule: ${JSON.stringify(text)} : ${(error as Error).message}`,
    );
    return plan;
  }
  start({ ...cronJob, status: plan.status }, plan, schedule, now, say);
  return plan;
}

type Say = (type: CronEvent['type'], reason: string, message: string) => void;

/** Brings status.active in line with the Jobs there are. */
function settle(plan: CronPlan, jobs: readonly Job[], lookup: Lookup, say: Say): void {
  let active = plan.status.active ?? [];
  const uids = new Set(jobs.map((job) => job.metadata.uid));
  for (const job of jobs) {
    const isThis = (one: { uid?: string }): boolean => one.uid === job.metadata.uid;
    const listed = active.some(isThis);
    if (!listed && !isJobFinished(job)) {
      const fresh = lookup.cronJob()?.status;
      if (fresh?.active?.some(isThis)) {
        plan.status = { ...fresh };
        active = fresh.active;
        continue;
      }
      say('Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${job.metadata.name}`);
    } else if (listed && isJobFinished(job)) {
      active = active.filter((one) => !isThis(one));
      const how = conditionOf(job, 'Complete') ? 'Complete' : 'Failed';
      say('Normal', 'SawCompletedJob', `Saw completed job: ${job.metadata.name}, condition: ${how}`);
    }
    noteSuccess(job, plan);
  }
  for (const reference of active) {
    if (uids.has(reference.uid) || lookup.job(reference.name ?? '')) continue;
    active = active.filter((one) => one !== reference);
    say('Normal', 'MissingJob', `Active job went missing: ${reference.name}`);
  }
  if (active.length > 0) plan.status.active = active;
  else delete plan.status.active;
}

function noteSuccess(job: Job, plan: CronPlan): void {
  const ended = conditionOf(job, 'Complete') && job.status?.completionTime;
  if (ended && (plan.status.lastSuccessfulTime ?? '') < ended) plan.status.lastSuccessfulTime = ended;
}

/** RFC 1123 with a numeric zone. */
function shown(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

function start(cronJob: CronJob, plan: CronPlan, schedule: Schedule, now: number, say: Say): void {
  const { startingDeadlineSeconds: deadline, concurrencyPolicy } = cronJob.spec;
  const wait = untilNext(cronJob, now, schedule);
  if (wait !== undefined) plan.requeueAfter = wait;
  let time: number | undefined;
  try {
    const due = dueTime(cronJob, now, schedule);
    if (due.tooMany)
      say(
        'Warning',
        'TooManyMissedTimes',
        'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
      );
    time = due.time;
  } catch (error) {
    say('Warning', 'InvalidSchedule', `invalid schedule: ${cronJob.spec.schedule} : ${(error as Error).message}`);
    delete plan.requeueAfter;
    return;
  }
  if (time === undefined) return;
  if (deadline !== undefined && time + deadline * 1000 < now)
    return say('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${shown(time)}`);
  const active = cronJob.status?.active ?? [];
  const last = Date.parse(cronJob.status?.lastScheduleTime ?? '');
  if (last === time || active.some((one) => one.name === jobName(cronJob, time))) return;
  if (concurrencyPolicy === 'Forbid' && active.length > 0)
    return say(
      'Normal',
      'JobAlreadyActive',
      'Not starting job because prior execution is running and concurrency policy is Forbid',
    );
  if (concurrencyPolicy === 'Replace') plan.replace = active.map((one) => one.name ?? '');
  plan.create = time;
}

/** When a CronJob should have started last, and when it will next (pkg/controller/cronjob/utils.go). Pure. */
import type { Schedule } from '../../api/cron.ts';
import type { CronJob } from './cron-job-types.ts';

/** ms after the scheduled time at which the controller looks. */
const DELTA = 100;
const MANY = 100;

interface Recent {
  earliest: number;
  /** The last time that has passed; undefined for none. */
  time: number | undefined;
  missed: 'none' | 'few' | 'many';
}

/** Throws Error for a schedule that comes more often than each second. */
function mostRecent(cronJob: CronJob, now: number, schedule: Schedule, withDeadline: boolean): Recent {
  const { lastScheduleTime } = cronJob.status ?? {};
  let earliest = Date.parse(lastScheduleTime ?? cronJob.metadata.creationTimestamp ?? '') || 0;
  const deadline = cronJob.spec.startingDeadlineSeconds;
  if (withDeadline && deadline !== undefined) earliest = Math.max(earliest, now - deadline * 1000);
  const first = schedule.next(earliest);
  if (first === undefined || now < first) return { earliest, time: undefined, missed: 'none' };
  const second = schedule.next(first);
  if (second === undefined || now < second) return { earliest, time: first, missed: 'none' };
  const between = Math.round((second - first) / 1000);
  if (between < 1) throw new Error('time difference between two schedules is less than 1 second');
  // An estimate is enough, and cheap however long ago the last start was.
  const count = Math.floor(Math.floor((now - first) / 1000) / between) + 1;
  let time: number | undefined;
  for (let t = schedule.next(first + (count - 2) * between * 1000); t !== undefined && t <= now; t = schedule.next(t))
    time = t;
  return { earliest, time, missed: count > MANY ? 'many' : 'few' };
}

/** The start that is due; `tooMany`: so many were missed that somebody should know. */
export function dueTime(
  cronJob: CronJob,
  now: number,
  schedule: Schedule,
): { time: number | undefined; tooMany: boolean } {
  const { time, missed } = mostRecent(cronJob, now, schedule, true);
  return { time: time !== undefined && time <= now ? time : undefined, tooMany: missed === 'many' };
}

/** ms until the controller should look again; undefined when the schedule never comes. */
export function untilNext(cronJob: CronJob, now: number, schedule: Schedule): number | undefined {
  let from = now;
  try {
    const { earliest, time, missed } = mostRecent(cronJob, now, schedule, false);
    from = time ?? (missed === 'none' ? earliest : now);
  } catch {
    // As upstream: from now on.
  }
  const next = schedule.next(from);
  return next === undefined ? undefined : next + DELTA - now;
}

/** Names carry the minute, so that one start makes one Job. */
export function jobName(cronJob: CronJob, time: number): string {
  return `${cronJob.metadata.name}-${Math.floor(time / 60_000)}`;
}

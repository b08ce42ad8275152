/** CronJobs against the table of upstream's own test (../shared/cases/cronjob_scheduling.json), and the schedules. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../api/cron.ts';
import { planCronJob } from './cron-job-plan.ts';
import type { CronJob } from './cron-job-types.ts';
import type { Job } from './job-types.ts';

const FILE = `${process.cwd()}/../shared/cases/cronjob_scheduling.json`;
const NONE = -12345;

interface Row {
  name: string;
  concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
  suspend: boolean;
  schedule: string;
  deadline: number;
  ranPreviously: boolean;
  stillActive: boolean;
  jobCreationTime: string;
  now: string;
  expectCreate: boolean;
  expectDelete: boolean;
  expectActive: number;
  expectedWarnings: number;
  expectErr: boolean;
  expectRequeueAfter: boolean;
  jobStillNotFoundInLister: boolean;
  jobPresentInCJActiveStatus: boolean;
  cronjobCreationTime?: string;
  lastScheduleTime?: string;
  timeZone?: string;
}

const rows: Row[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).groups[0].cases : [];

function run(row: Row) {
  const name = `foo-${Math.floor(Date.parse(row.jobCreationTime) / 60_000)}`;
  const job = {
    metadata: { name, uid: 'job', namespace: 'snazzycats', creationTimestamp: row.jobCreationTime },
    spec: { template: {} },
    status: row.stillActive ? {} : { conditions: [{ type: 'Complete', status: 'True' }] },
  } as unknown as Job;
  const cronJob = {
    metadata: {
      name: 'foo',
      uid: 'cron',
      namespace: 'snazzycats',
      creationTimestamp:
        row.cronjobCreationTime ?? (row.ranPreviously ? '2016-05-19T08:59:00Z' : '2016-05-19T09:59:00Z'),
    },
    spec: {
      schedule: row.schedule,
      suspend: row.suspend,
      concurrencyPolicy: row.concurrencyPolicy,
      ...(row.timeZone === undefined ? {} : { timeZone: row.timeZone }),
      ...(row.deadline === NONE ? {} : { startingDeadlineSeconds: row.deadline }),
      jobTemplate: { spec: { template: {} } },
    },
    status: {
      ...(row.lastScheduleTime
        ? { lastScheduleTime: row.lastScheduleTime }
        : row.ranPreviously
          ? { lastScheduleTime: '2016-05-19T09:01:00Z' }
          : {}),
      ...(row.ranPreviously && row.stillActive && row.jobPresentInCJActiveStatus
        ? { active: [{ name, uid: 'job' }] }
        : {}),
    },
  } as unknown as CronJob;
  const there = row.ranPreviously;
  const listed = there && !row.jobStillNotFoundInLister ? [job] : [];
  // The API knows of the active Job even where the cache of CronJobs does not.
  const fresh = { ...cronJob, status: { ...cronJob.status, active: [{ name, uid: 'job' }] } };
  const missing = !row.jobPresentInCJActiveStatus;
  const lookup = { job: () => (there ? job : undefined), cronJob: () => (missing ? fresh : cronJob) };
  return planCronJob(cronJob, listed, lookup, Date.parse(row.now));
}

describe.skipIf(rows.length === 0)('what a CronJob does', () => {
  test.each(rows)('$name', (row) => {
    const plan = run(row);
    expect(plan.create !== undefined).toBe(row.expectCreate);
    expect(plan.replace.length > 0).toBe(row.expectDelete);
    const kept = (plan.status.active ?? []).length - plan.replace.length;
    expect(kept + (plan.create === undefined ? 0 : 1)).toBe(row.expectActive);
    expect(plan.requeueAfter !== undefined).toBe(row.expectRequeueAfter);
    expect(plan.events.filter((event) => event.type === 'Warning')).toHaveLength(row.expectedWarnings);
  });
});

describe('schedules', () => {
  const next = (text: string, from: string, zone?: string): string =>
    new Date(parseSchedule(text, zone).next(Date.parse(from))!).toISOString().slice(0, 16);

  test.each([
    ['*/15 * * * *', '2026-01-01T00:01:00Z', '2026-01-01T00:15'],
    ['0 9 * * mon-fri', '2026-01-03T00:00:00Z', '2026-01-05T09:00'],
    ['0 0 13 * 5', '2026-01-01T00:00:00Z', '2026-01-02T00:00'],
    ['@hourly', '2026-01-01T23:00:00Z', '2026-01-02T00:00'],
    ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00'],
    ['1 0 1 jan ?', '2026-01-01T00:01:00Z', '2027-01-01T00:01'],
  ])('%s after %s', (text, from, want) => {
    expect(next(text, from)).toBe(want);
  });

  test('follow a time zone through the changes of its clocks', () => {
    expect(next('30 8 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T06:30');
    expect(next('30 8 * * *', '2026-03-27T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-28T07:30');
    expect(next('0 9 * * *', '2026-01-01T00:30:00Z', 'Asia/Seoul')).toBe('2026-01-02T00:00');
  });

  test.each([
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['@never', 'unrecognized descriptor: @never'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ])('%s is refused', (text, message) => {
    expect(() => parseSchedule(text)).toThrow(message);
  });

  test('may never come', () => {
    expect(parseSchedule('59 23 31 2 *').next(Date.parse('2026-01-01T00:00:00Z'))).toBeUndefined();
  });
});

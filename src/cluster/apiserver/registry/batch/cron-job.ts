/** CronJobs (pkg/registry/batch/cronjob/strategy.go, pkg/apis/batch/validation; printers.go printCronJob). */
import { dequal } from 'dequal';
import { isTimeZone, parseSchedule } from '../../../../api/cron.ts';
import { type FieldError, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { age } from '../../../../api/duration.ts';
import { formatLabelSelector } from '../../../../api/labels.ts';
import type { KubeObject, ObjectMeta } from '../../../../api/object.ts';
import { defaultTemplate, notNegative } from '../apps/workload.ts';
import { ageOf, columns, containerCells, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import { shownSelector } from '../label-selector.ts';
import { warnOfName } from '../apps/workload.ts';
import { warnOfTemplate } from '../core/pod-warnings.ts';
import type { Strategy } from '../strategy.ts';
import { defaultFailurePolicy } from './job.ts';
import { type JobSpec, validateJobSpec } from './job-validation.ts';

interface Spec {
  schedule?: string;
  timeZone?: string;
  startingDeadlineSeconds?: number;
  concurrencyPolicy?: string;
  suspend?: boolean;
  successfulJobsHistoryLimit?: number;
  failedJobsHistoryLimit?: number;
  jobTemplate?: { metadata?: ObjectMeta; spec?: JobSpec };
}

interface Status {
  active?: unknown[];
  lastScheduleTime?: string;
}

/** The controller appends `-` and ten digits to make a Job's name of 63. */
const MAX_NAME = 52;
const POLICIES = ['Allow', 'Forbid', 'Replace'];

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function applyDefaults(object: KubeObject): void {
  const spec = (object['spec'] ??= {}) as Spec;
  if (!spec.concurrencyPolicy) spec.concurrencyPolicy = 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  if (Object.isFrozen(spec.jobTemplate ?? {})) return;
  const template = (spec.jobTemplate ??= {});
  template.metadata ??= {};
  if (template.spec && Object.isFrozen(template.spec)) return;
  template.spec ??= {};
  defaultTemplate(template.spec);
  defaultFailurePolicy(template.spec);
}

function validateSchedule(spec: Spec, old: Spec | undefined, errors: FieldError[]): void {
  const { schedule = '', timeZone } = spec;
  if (schedule === '') return void errors.push(required('spec.schedule'));
  try {
    parseSchedule(schedule);
  } catch (error) {
    errors.push(invalid('spec.schedule', schedule, (error as Error).message));
  }
  if (!schedule.includes('TZ')) return;
  if (!old?.schedule?.includes('TZ'))
    errors.push(invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
  else if (timeZone !== undefined)
    errors.push(invalid('spec.schedule', schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'));
}

function validateTimeZone(zone: string | undefined, errors: FieldError[]): void {
  if (zone === undefined) return;
  const at = 'spec.timeZone';
  if (zone === '') errors.push(invalid(at, zone, 'timeZone must be nil or non-empty string'));
  else if (zone.toLowerCase() === 'local')
    errors.push(
      invalid(at, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'),
    );
  else if (!isTimeZone(zone)) errors.push(invalid(at, zone, `unknown time zone ${zone}`));
}

function validateTemplate(template: Spec['jobTemplate'], errors: FieldError[]): void {
  const at = 'spec.jobTemplate.spec';
  const spec = template?.spec ?? {};
  // A Job that a CronJob makes always gets a selector of its own.
  if (spec.manualSelector === true)
    errors.push(notSupported(`${at}.manualSelector`, spec.manualSelector, ['nil', 'false']));
  if (spec.selector)
    errors.push(invalid(`${at}.selector`, shownSelector(spec.selector), '`selector` will be auto-generated'));
  errors.push(...validateJobSpec(spec, at));
}

function validateSpec(object: KubeObject, old?: KubeObject): FieldError[] {
  const spec = specOf(object);
  const before = old && specOf(old);
  const errors: FieldError[] = [];
  validateSchedule(spec, before, errors);
  notNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds', errors);
  if (!before || before.timeZone !== spec.timeZone) validateTimeZone(spec.timeZone, errors);
  if (!spec.concurrencyPolicy) errors.push(required('spec.concurrencyPolicy'));
  else if (!POLICIES.includes(spec.concurrencyPolicy))
    errors.push(notSupported('spec.concurrencyPolicy', spec.concurrencyPolicy, POLICIES));
  validateTemplate(spec.jobTemplate, errors);
  notNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit', errors);
  notNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit', errors);
  return errors;
}

function warnings(object: KubeObject, old: KubeObject | undefined, warn: (message: string) => void): void {
  if (!old) warnOfName(object, warn);
  if (specOf(object).schedule?.includes('TZ'))
    warn(
      'CRON_TZ or TZ used in schedule is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
    );
  if (!old || old.metadata?.generation !== object.metadata?.generation)
    warnOfTemplate(specOf(object).jobTemplate?.spec?.template, 'spec.jobTemplate.spec.template', warn);
}

export const cronJobStrategy: Strategy = {
  info: info('batch/v1', 'CronJob', 'cronjobs', {
    shortNames: ['cj'],
    categories: ['all'],
    subresources: ['status'],
  }),
  applyDefaults,
  prepareForCreate: (object) => startGeneration(object),
  warnings,
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate(object) {
    const errors = validateSpec(object);
    if (nameOf(object).length > MAX_NAME)
      errors.push(invalid('metadata.name', nameOf(object), `must be no more than ${MAX_NAME} characters`));
    return errors;
  },
  validateUpdate: (object, old) => (dequal(object['spec'], old['spec']) ? [] : validateSpec(object, old)),
  columns: columns(
    'Name',
    'Schedule',
    'Timezone',
    'Suspend',
    'Active#',
    'Last Schedule',
    'Age',
    'Containers*',
    'Images*',
    'Selector*',
  ).map((column) => (column.name === 'Suspend' ? { ...column, type: 'boolean' } : column)),
  cells(object, now) {
    const spec = specOf(object);
    const status = (object['status'] ?? {}) as Status;
    const job = spec.jobTemplate?.spec;
    return [
      nameOf(object),
      spec.schedule ?? '',
      spec.timeZone ?? '<none>',
      spec.suspend ? 'True' : 'False',
      status.active?.length ?? 0,
      status.lastScheduleTime ? age(status.lastScheduleTime, now) : '<none>',
      ageOf(object, now),
      ...containerCells(job?.template?.spec?.containers),
      formatLabelSelector(job?.selector),
    ];
  },
};

/** describeCronJob. */
import type { CronJob } from 'kubernetes-types/batch/v1';
import { formatLabelSelector } from '../../api/labels.ts';
import { type Describer, describeEvents } from './describer.ts';
import { type Page, rfc1123 } from './page.ts';
import { describePodTemplate } from './pod-template.ts';

type Template = NonNullable<CronJob['spec']>['jobTemplate'];

export const describeCronJob: Describer = async (object, page, context) => {
  const { spec, status } = object as unknown as CronJob;
  page.header(object);
  page.field('Schedule', spec?.schedule);
  page.field('Concurrency Policy', spec?.concurrencyPolicy);
  page.field('Suspend', spec?.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False');
  page.field('Successful Job History Limit', spec?.successfulJobsHistoryLimit ?? '<unset>');
  page.field('Failed Job History Limit', spec?.failedJobsHistoryLimit ?? '<unset>');
  const deadline = spec?.startingDeadlineSeconds;
  page.field('Starting Deadline Seconds', deadline === undefined ? '<unset>' : `${deadline}s`);
  if (spec?.jobTemplate) describeTemplate(page, spec.jobTemplate);
  page.field('Last Schedule Time', status?.lastScheduleTime ? rfc1123(status.lastScheduleTime) : '<unset>');
  page.field('Active Jobs', (status?.active ?? []).map((job) => job.name).join(', ') || '<none>');
  await describeEvents(object, page, context);
};

function describeTemplate(page: Page, { spec }: Template): void {
  page.field('Selector', spec?.selector ? formatLabelSelector(spec.selector as never) : '<unset>');
  page.field('Parallelism', spec?.parallelism ?? '<unset>');
  page.field('Completions', spec?.completions ?? '<unset>');
  if (spec?.activeDeadlineSeconds !== undefined)
    page.field('Active Deadline Seconds', `${spec.activeDeadlineSeconds}s`);
  if (spec?.template) describePodTemplate(page, spec.template);
}

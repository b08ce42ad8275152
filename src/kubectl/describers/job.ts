/** describeJob. */
import type { Job } from 'kubernetes-types/batch/v1';
import { humanDuration } from '../../api/duration.ts';
import { formatLabelSelector } from '../../api/labels.ts';
import { type Describer, describeEvents } from './describer.ts';
import { type Page, controllerOf, rfc1123 } from './page.ts';
import { describePodTemplate } from './pod-template.ts';

/** Characters of the list of indexes that are shown. */
const MAX_INDEXES = 50;

export const describeJob: Describer = async (object, page, context) => {
  const { metadata, spec, status } = object as unknown as Job;
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  page.field('Selector', formatLabelSelector(spec?.selector as never));
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  if (controllerOf(object) !== '') page.field('Controlled By', controllerOf(object));
  optional(page, 'Parallelism', spec?.parallelism);
  page.field('Completions', spec?.completions ?? '<unset>');
  optional(page, 'Completion Mode', spec?.completionMode);
  optional(page, 'Suspend', spec?.suspend);
  optional(page, 'Backoff Limit', spec?.backoffLimit);
  optional(page, 'TTL Seconds After Finished', spec?.ttlSecondsAfterFinished);
  describeTimes(page, status ?? {});
  if (spec?.activeDeadlineSeconds !== undefined)
    page.field('Active Deadline Seconds', `${spec.activeDeadlineSeconds}s`);
  const { active = 0, succeeded = 0, failed = 0 } = status ?? {};
  const { ready } = (status ?? {}) as { ready?: number };
  const working = ready === undefined ? `${active} Active` : `${active} Active (${ready} Ready)`;
  page.field('Pods Statuses', `${working} / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec?.completionMode === 'Indexed') page.field('Completed Indexes', capped(status?.completedIndexes ?? ''));
  if (spec?.template) describePodTemplate(page, spec.template);
  await describeEvents(object, page, context);
};

function optional(page: Page, name: string, value: unknown): void {
  if (value !== undefined && value !== null) page.field(name, value);
}

function describeTimes(page: Page, { startTime, completionTime }: NonNullable<Job['status']>): void {
  if (startTime) page.field('Start Time', rfc1123(startTime));
  if (completionTime) page.field('Completed At', rfc1123(completionTime));
  if (startTime && completionTime)
    page.field('Duration', humanDuration(Date.parse(completionTime) - Date.parse(startTime)));
}

/** capIndexesListOrNone: cut at a comma. */
function capped(indexes: string): string {
  if (indexes === '') return '<none>';
  if (indexes.length <= MAX_INDEXES) return indexes;
  const cut = indexes.slice(0, MAX_INDEXES + 1).lastIndexOf(',');
  return `${indexes.slice(0, cut < 0 ? 0 : cut)},...`;
}

/** describeDaemonSet. */
import type { DaemonSet } from 'kubernetes-types/apps/v1';
import { formatLabelSelector, formatLabels } from '../../api/labels.ts';
import { type Describer, describeEvents } from './describer.ts';
import { describePodStatuses } from './pod-statuses.ts';
import { describePodTemplate } from './pod-template.ts';

export const describeDaemonSet: Describer = async (object, page, context) => {
  const { metadata, spec, status } = object as unknown as DaemonSet;
  const selector = formatLabelSelector(spec?.selector as never);
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  page.field('Selector', selector);
  page.field('Node-Selector', formatLabels(spec?.template?.spec?.nodeSelector));
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  page.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
  page.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
  page.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
  page.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
  page.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
  await describePodStatuses(object, selector, page, context);
  if (spec?.template) describePodTemplate(page, spec.template);
  await describeEvents(object, page, context);
};

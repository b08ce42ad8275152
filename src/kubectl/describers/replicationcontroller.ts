/** describeReplicationController. */
import type { ReplicationController } from 'kubernetes-types/core/v1';
import { formatLabels } from '../../api/labels.ts';
import { describeConditions } from './deployment.ts';
import { type Describer, describeEvents } from './describer.ts';
import { describePodStatuses } from './pod-statuses.ts';
import { describePodTemplate } from './pod-template.ts';

export const describeReplicationController: Describer = async (object, page, context) => {
  const { metadata, spec, status } = object as unknown as ReplicationController;
  const selector = formatLabels(spec?.selector);
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  page.field('Selector', selector);
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  page.field('Replicas', `${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`);
  await describePodStatuses(object, selector, page, context);
  if (spec?.template) describePodTemplate(page, spec.template);
  describeConditions(page, status?.conditions);
  await describeEvents(object, page, context);
};

/** describeReplicaSet. */
import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import { formatLabelSelector } from '../../api/labels.ts';
import { describeConditions } from './deployment.ts';
import { type Describer, describeEvents } from './describer.ts';
import { controllerOf } from './page.ts';
import { describePodStatuses } from './pod-statuses.ts';
import { describePodTemplate } from './pod-template.ts';

export const describeReplicaSet: Describer = async (object, page, context) => {
  const { metadata, spec, status } = object as unknown as ReplicaSet;
  const selector = formatLabelSelector(spec?.selector as never);
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  page.field('Selector', selector);
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  if (controllerOf(object) !== '') page.field('Controlled By', controllerOf(object));
  page.field('Replicas', `${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`);
  await describePodStatuses(object, selector, page, context);
  if (spec?.template) describePodTemplate(page, spec.template);
  describeConditions(page, status?.conditions);
  await describeEvents(object, page, context);
};

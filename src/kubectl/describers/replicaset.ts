/** describeReplicaSet. */
import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { formatLabelSelector } from '../../api/labels.ts';
import { describeConditions } from './deployment.ts';
import { type Describer, describeEvents } from './describer.ts';
import { controllerOf } from './page.ts';
import { describePodTemplate } from './pod-template.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

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
  const pods = await context.client.list<Pod>(PODS, { namespace: metadata?.namespace ?? '', labelSelector: selector });
  const mine = pods.items.filter((pod) =>
    pod.metadata?.ownerReferences?.some((owner) => owner.controller && owner.uid === metadata?.uid),
  );
  const count = (phase: string): number => mine.filter((pod) => pod.status?.phase === phase).length;
  page.field(
    'Pods Status',
    `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
  );
  if (spec?.template) describePodTemplate(page, spec.template);
  describeConditions(page, status?.conditions);
  await describeEvents(object, page, context);
};

/** describeDeployment. */
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import { formatLabelSelector } from '../../api/labels.ts';
import { goJSON } from '../../api/go-format.ts';
import { type Describer, describeEvents } from './describer.ts';
import { rfc1123, type Page } from './page.ts';
import { describePodTemplate } from './pod-template.ts';

const REPLICASETS = { group: 'apps', version: 'v1', resource: 'replicasets' };

export const describeDeployment: Describer = async (object, page, context) => {
  const { metadata, spec, status = {} } = object as unknown as Deployment;
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  page.field('CreationTimestamp', rfc1123(metadata?.creationTimestamp));
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  page.field('Selector', formatLabelSelector(spec?.selector as never));
  page.field(
    'Replicas',
    `${spec?.replicas ?? 0} desired | ${status.updatedReplicas ?? 0} updated | ${status.replicas ?? 0} total | ${status.availableReplicas ?? 0} available | ${status.unavailableReplicas ?? 0} unavailable`,
  );
  page.field('StrategyType', spec?.strategy?.type);
  page.field('MinReadySeconds', spec?.minReadySeconds ?? 0);
  const rolling = spec?.strategy?.rollingUpdate;
  if (rolling)
    page.field('RollingUpdateStrategy', `${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`);
  describePodTemplate(page, spec!.template);
  describeConditions(page, status.conditions);
  const owned = await ownedReplicaSets(context.client, metadata, spec!);
  const current = newest(owned, spec!);
  page.field('OldReplicaSets', texts(owned.filter((one) => one !== current)));
  page.field('NewReplicaSet', texts(current ? [current] : []));
  await describeEvents(object, page, context);
};

export function describeConditions(
  page: Page,
  conditions: readonly { type: string; status: string; reason?: string }[] | undefined,
): void {
  if (!conditions?.length) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type\tStatus\tReason');
  page.line(1, '----\t------\t------');
  for (const one of conditions) page.line(1, `${one.type} \t${one.status}\t${one.reason ?? ''}`);
}

async function ownedReplicaSets(
  client: Parameters<Describer>[2]['client'],
  metadata: Deployment['metadata'],
  spec: NonNullable<Deployment['spec']>,
): Promise<ReplicaSet[]> {
  const list = await client.list<ReplicaSet>(REPLICASETS, {
    namespace: metadata?.namespace ?? '',
    labelSelector: formatLabelSelector(spec.selector as never),
  });
  return list.items.filter((one) =>
    one.metadata?.ownerReferences?.some((owner) => owner.controller && owner.uid === metadata?.uid),
  );
}

/** The oldest ReplicaSet whose template is the Deployment's, hash aside. */
function newest(all: readonly ReplicaSet[], spec: NonNullable<Deployment['spec']>): ReplicaSet | undefined {
  const wanted = templateKey(spec.template);
  return all
    .toSorted((a, b) => ((a.metadata?.creationTimestamp ?? '') < (b.metadata?.creationTimestamp ?? '') ? -1 : 1))
    .find((one) => templateKey(one.spec!.template!) === wanted);
}

function templateKey(template: NonNullable<Deployment['spec']>['template']): string {
  const { 'pod-template-hash': _, ...labels } = template.metadata?.labels ?? {};
  return goJSON({ ...template, metadata: { ...template.metadata, labels } });
}

function texts(all: readonly ReplicaSet[]): string {
  return (
    all
      .map((one) => `${one.metadata?.name} (${one.status?.replicas ?? 0}/${one.spec?.replicas ?? 0} replicas created)`)
      .join(', ') || '<none>'
  );
}

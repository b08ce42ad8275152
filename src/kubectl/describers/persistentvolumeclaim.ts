/** describePersistentVolumeClaim, with the Pods that use it. */
import type { PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1';
import { accessModes } from './access-modes.ts';
import { type DescribeContext, type Describer, describeEvents } from './describer.ts';
import { type Page, rfc1123 } from './page.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

type Spec = PersistentVolumeClaim['spec'] & { volumeAttributesClassName?: string };

export const describePersistentVolumeClaim: Describer = async (object, page, context) => {
  const { metadata, spec = {}, status } = object as unknown as PersistentVolumeClaim & { spec?: Spec };
  const deleted = metadata?.deletionTimestamp as string | undefined;
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  page.field('StorageClass', metadata?.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? '');
  page.field('Status', deleted ? `Terminating (lasts ${page.age(deleted)})` : status?.phase);
  page.field('Volume', spec.volumeName);
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  page.field('Finalizers', `[${(metadata?.finalizers ?? []).join(' ')}]`);
  page.field('Capacity', spec.volumeName ? (status?.capacity?.['storage'] ?? '0') : '');
  page.field('Access Modes', spec.volumeName ? accessModes(status?.accessModes) : '');
  if (spec.volumeMode) page.field('VolumeMode', spec.volumeMode);
  if (spec.volumeAttributesClassName !== undefined) page.field('VolumeAttributesClass', spec.volumeAttributesClassName);
  if (spec.dataSource) {
    page.line(0, 'DataSource:');
    page.field('APIGroup', spec.dataSource.apiGroup ?? '', 1);
    page.field('Kind', spec.dataSource.kind, 1);
    page.field('Name', spec.dataSource.name, 1);
  }
  page.list('Used By', await usersOf(context, metadata?.namespace ?? '', metadata?.name ?? ''));
  describeConditions(page, status?.conditions ?? []);
  await describeEvents(object, page, context);
};

async function usersOf({ client }: DescribeContext, namespace: string, claim: string): Promise<string[]> {
  const { items } = await client.list<Pod>(PODS, { namespace });
  const uses = (pod: Pod): boolean =>
    (pod.spec?.volumes ?? []).some(
      (volume) =>
        volume.persistentVolumeClaim?.claimName === claim ||
        (volume.ephemeral !== undefined && `${pod.metadata?.name}-${volume.name}` === claim),
    );
  return items.filter(uses).map((pod) => pod.metadata?.name ?? '');
}

type Condition = NonNullable<NonNullable<PersistentVolumeClaim['status']>['conditions']>[number];

function describeConditions(page: Page, conditions: readonly Condition[]): void {
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(0, '  Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
  page.line(0, '  ----\t------\t-----------------\t------------------\t------\t-------');
  for (const { type, status, lastProbeTime, lastTransitionTime, reason = '', message = '' } of conditions) {
    const times = [lastProbeTime, lastTransitionTime].map((time) => rfc1123(time as string | undefined));
    page.line(1, `${type} \t${status} \t${times.join(' \t')} \t${reason} \t${message}`);
  }
}

/** describeStatefulSet. */
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import { formatLabelSelector } from '../../api/labels.ts';
import { type Describer, describeEvents } from './describer.ts';
import { type Page, rfc1123 } from './page.ts';
import { describePodStatuses } from './pod-statuses.ts';
import { describePodTemplate } from './pod-template.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export const describeStatefulSet: Describer = async (object, page, context) => {
  const { metadata, spec, status } = object as unknown as StatefulSet;
  const selector = formatLabelSelector(spec?.selector as never);
  page.field('Name', metadata?.name);
  page.field('Namespace', metadata?.namespace);
  page.field('CreationTimestamp', rfc1123(metadata?.creationTimestamp));
  page.field('Selector', selector);
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  page.field('Replicas', `${spec?.replicas ?? 0} desired | ${status?.replicas ?? 0} total`);
  page.field('Update Strategy', spec?.updateStrategy?.type);
  const partition = spec?.updateStrategy?.rollingUpdate?.partition;
  if (partition !== undefined) page.field('Partition', partition, 1);
  await describePodStatuses(object, selector, page, context);
  if (spec?.template) describePodTemplate(page, spec.template);
  describeClaims(page, spec?.volumeClaimTemplates ?? []);
  await describeEvents(object, page, context);
};

function describeClaims(page: Page, claims: readonly PersistentVolumeClaim[]): void {
  if (claims.length === 0) return page.line(0, 'Volume Claims:\t<none>');
  page.line(0, 'Volume Claims:');
  for (const { metadata, spec } of claims) {
    page.field('Name', metadata?.name, 1);
    page.field('StorageClass', metadata?.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName, 1);
    page.labels('  Labels', metadata?.labels);
    page.labels('  Annotations', metadata?.annotations);
    page.field('Capacity', spec?.resources?.requests?.['storage'] ?? '<default>', 1);
    page.field('Access Modes', `[${(spec?.accessModes ?? []).join(' ')}]`, 1);
  }
}

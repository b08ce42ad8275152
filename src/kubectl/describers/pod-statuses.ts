/** The 'Pods Status' line: how the Pods of a workload are doing (getPodStatusForController). */
import type { Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import type { DescribeContext } from './describer.ts';
import type { Page } from './page.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

/** Of the Pods that the selector finds, those that the object controls. */
export async function describePodStatuses(
  { metadata }: KubeObject,
  selector: string,
  page: Page,
  { client }: DescribeContext,
): Promise<void> {
  const pods = await client.list<Pod>(PODS, { namespace: metadata?.namespace ?? '', labelSelector: selector });
  const mine = pods.items.filter((pod) =>
    pod.metadata?.ownerReferences?.some((owner) => owner.controller && owner.uid === metadata?.uid),
  );
  const count = (phase: string): number => mine.filter((pod) => pod.status?.phase === phase).length;
  page.field(
    'Pods Status',
    `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
  );
}

/** describeNode. */
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { Node } from 'kubernetes-types/core/v1';
import { type DescribeContext, type Describer, describeEvents } from './describer.ts';
import { describeNodePods } from './node-pods.ts';
import { type Page, rfc1123 } from './page.ts';

const LEASES = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' };
const ROLE = 'node-role.kubernetes.io/';

export const describeNode: Describer = async (object, page, context) => {
  const node = object as unknown as Node;
  const { metadata, spec = {}, status = {} } = node;
  page.field('Name', metadata?.name);
  page.field('Roles', rolesOf(metadata?.labels).join(',') || '<none>');
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  page.field('CreationTimestamp', rfc1123(metadata?.creationTimestamp));
  page.list(
    'Taints',
    (spec.taints ?? []).map((one) => `${one.key}${one.value ? `=${one.value}` : ''}:${one.effect}`).sort(),
  );
  page.field('Unschedulable', spec.unschedulable ?? false);
  await describeLease(metadata?.name ?? '', page, context);
  conditions(node, page);
  page.line(0, 'Addresses:');
  for (const one of status.addresses ?? []) page.field(one.type, one.address, 1);
  resourceList(page, 'Capacity', status.capacity);
  resourceList(page, 'Allocatable', status.allocatable);
  systemInfo(node, page);
  if (spec.podCIDR) page.field('PodCIDR', spec.podCIDR);
  if (spec.podCIDRs?.length) page.field('PodCIDRs', spec.podCIDRs.join(','));
  if (spec.providerID) page.field('ProviderID', spec.providerID);
  await describeNodePods(node, page, context);
  await describeEvents(object, page, context);
};

export function rolesOf(labels: Readonly<Record<string, string>> | undefined): string[] {
  const named = Object.keys(labels ?? {})
    .filter((key) => key.startsWith(ROLE))
    .map((key) => key.slice(ROLE.length));
  return named.filter((role) => role !== '').sort();
}

async function describeLease(name: string, page: Page, { client }: DescribeContext): Promise<void> {
  let lease: Lease | undefined;
  try {
    lease = await client.get<Lease>(LEASES, name, 'kube-node-lease');
  } catch {
    // A node that has never reported has none.
  }
  page.line(0, 'Lease:');
  page.field('HolderIdentity', lease?.spec?.holderIdentity ?? '<unset>', 1);
  page.field('AcquireTime', lease?.spec?.acquireTime ? rfc1123(lease.spec.acquireTime) : '<unset>', 1);
  page.field('RenewTime', lease?.spec?.renewTime ? rfc1123(lease.spec.renewTime) : '<unset>', 1);
}

function conditions({ status }: Node, page: Page): void {
  if (!status?.conditions?.length) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  page.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const one of status.conditions) {
    page.line(
      1,
      `${one.type} \t${one.status} \t${rfc1123(one.lastHeartbeatTime)} \t${rfc1123(one.lastTransitionTime)} \t${one.reason ?? ''} \t${one.message ?? ''}`,
    );
  }
}

function resourceList(page: Page, title: string, list: Readonly<Record<string, string>> | undefined): void {
  const names = Object.keys(list ?? {}).sort();
  if (names.length > 0) page.line(0, `${title}:`);
  for (const name of names) page.field(name, list![name], 1);
}

function systemInfo({ status }: Node, page: Page): void {
  const info = status?.nodeInfo;
  page.line(0, 'System Info:');
  page.field('Machine ID', info?.machineID, 1);
  page.field('System UUID', info?.systemUUID, 1);
  page.field('Boot ID', info?.bootID, 1);
  page.field('Kernel Version', info?.kernelVersion, 1);
  page.field('OS Image', info?.osImage, 1);
  page.field('Operating System', info?.operatingSystem, 1);
  page.field('Architecture', info?.architecture, 1);
  page.field('Container Runtime Version', info?.containerRuntimeVersion, 1);
  page.field('Kubelet Version', info?.kubeletVersion, 1);
  page.field('Kube-Proxy Version', info?.kubeProxyVersion, 1);
}

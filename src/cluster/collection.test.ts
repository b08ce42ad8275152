/** What goes along with what: garbage collection by owner, namespaces, and what every namespace is given. */
import type { ConfigMap, Namespace, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../api/object.ts';
import { nextTurn } from '../time/real.ts';
import { deploymentSpec, openBareStage } from './bare-stage.ts';
import { CONFIG_MAPS, DEPLOYMENTS, NAMESPACES, PODS, REPLICA_SETS, SERVICE_ACCOUNTS } from './runtime/resources.ts';

const OWNED = [REPLICA_SETS, PODS];
const owner = (object: KubeObject, more: object = {}): object => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  name: object.metadata?.name,
  uid: object.metadata?.uid,
  ...more,
});

describe('the garbage collector', () => {
  test('takes dependents after their owner, in the background', async () => {
    const { client, create, list, wait } = await openBareStage(nextTurn, 'background');
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 2));
    await wait(5);
    expect(await list(PODS)).toHaveLength(2);
    await client.delete(DEPLOYMENTS, 'web', 'default', { propagationPolicy: 'Background' });
    expect(await list(DEPLOYMENTS)).toEqual([]);
    await wait(5);
    for (const resource of OWNED) expect(await list(resource), resource.resource).toEqual([]);
  });

  test('keeps an owner until its dependents are gone, in the foreground', async () => {
    const { client, cluster, create, find, list, wait } = await openBareStage(nextTurn, 'foreground');
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 2));
    await wait(5);
    for (const node of ['node-1', 'node-2', 'node-3']) cluster.stopComponent(`kubelet/${node}`);
    await client.delete(DEPLOYMENTS, 'web', 'default', { propagationPolicy: 'Foreground' });
    await wait(10);
    const waiting = await find(DEPLOYMENTS, 'web');
    expect(waiting?.metadata?.finalizers).toEqual(['foregroundDeletion']);
    expect(waiting?.metadata?.deletionTimestamp).toBeDefined();
    expect((await list(PODS)).every(({ metadata }) => metadata?.deletionTimestamp !== undefined)).toBe(true);
    for (const node of ['node-1', 'node-2', 'node-3']) cluster.startComponent(`kubelet/${node}`);
    await wait(10);
    for (const resource of [DEPLOYMENTS, ...OWNED]) expect(await list(resource), resource.resource).toEqual([]);
  });

  test('sets dependents free when it is told to orphan them', async () => {
    const { client, create, list, wait } = await openBareStage(nextTurn, 'orphan');
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 2));
    await wait(5);
    await client.delete(DEPLOYMENTS, 'web', 'default', { propagationPolicy: 'Orphan' });
    await wait(30);
    expect(await list(DEPLOYMENTS)).toEqual([]);
    const [set] = await list(REPLICA_SETS);
    expect(set?.metadata?.ownerReferences ?? []).toEqual([]);
    expect(await list(PODS)).toHaveLength(2);
    // A Deployment of the same selector takes the orphan in again.
    const again = await create(DEPLOYMENTS, 'web', deploymentSpec('web', 2));
    await wait(5);
    const sets = await list(REPLICA_SETS);
    expect(sets).toHaveLength(1);
    expect(sets[0]?.metadata?.uid).toBe(set?.metadata?.uid);
    expect(sets[0]?.metadata?.ownerReferences?.[0]?.uid).toBe(again.metadata?.uid);
  });

  test('deletes what names an owner that never was, and keeps what has another one', async () => {
    const { client, create, find, wait } = await openBareStage(nextTurn, 'absent');
    const first = await create<KubeObject>(CONFIG_MAPS, 'first');
    const second = await create<KubeObject>(CONFIG_MAPS, 'second');
    const ghost = { apiVersion: 'v1', kind: 'ConfigMap', name: 'ghost', uid: '00000000-0000-4000-8000-000000000000' };
    await create(CONFIG_MAPS, 'lost', { metadata: { ownerReferences: [ghost] } });
    await create(CONFIG_MAPS, 'shared', { metadata: { ownerReferences: [owner(first), owner(second)] } });
    await wait(5);
    expect(await find(CONFIG_MAPS, 'lost')).toBeUndefined();
    await client.delete(CONFIG_MAPS, 'first', 'default');
    await wait(5);
    const shared = await find(CONFIG_MAPS, 'shared');
    expect(shared?.metadata?.ownerReferences?.map(({ name }) => name)).toEqual(['second']);
    await client.delete(CONFIG_MAPS, 'second', 'default');
    await wait(5);
    expect(await find(CONFIG_MAPS, 'shared')).toBeUndefined();
  });

  test('collects what was left while it was stopped', async () => {
    const { client, cluster, create, list, wait } = await openBareStage(nextTurn, 'stopped');
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 1));
    await wait(5);
    cluster.stopComponent('garbage-collector');
    await client.delete(DEPLOYMENTS, 'web', 'default');
    await wait(30);
    expect(await list(REPLICA_SETS)).toHaveLength(1);
    cluster.startComponent('garbage-collector');
    await wait(5);
    for (const resource of OWNED) expect(await list(resource), resource.resource).toEqual([]);
  });
});

describe('a namespace', () => {
  test('is given a service account and the root certificate, again when they are taken', async () => {
    const { client, create, find, wait } = await openBareStage(nextTurn, 'given');
    await create(NAMESPACES, 'team');
    await wait(1);
    expect(await find(SERVICE_ACCOUNTS, 'default', 'team')).toBeDefined();
    const root = await find<ConfigMap>(CONFIG_MAPS, 'kube-root-ca.crt', 'team');
    expect(root?.data?.['ca.crt']).toContain('BEGIN CERTIFICATE');
    await client.delete(SERVICE_ACCOUNTS, 'default', 'team');
    await client.patch(CONFIG_MAPS, 'kube-root-ca.crt', 'team', 'application/merge-patch+json', {
      data: { 'ca.crt': 'x' },
    });
    await wait(1);
    expect(await find(SERVICE_ACCOUNTS, 'default', 'team')).toBeDefined();
    expect((await find<ConfigMap>(CONFIG_MAPS, 'kube-root-ca.crt', 'team'))?.data).toEqual(root?.data);
  });

  test('empties itself after a grace, Pods first, and goes', async () => {
    const { client, create, find, list, wait } = await openBareStage(nextTurn, 'emptied');
    await create(NAMESPACES, 'team');
    await wait(1);
    const spec = { containers: [{ name: 'web', image: 'nginx' }] };
    await create(PODS, 'web', { spec }, 'team');
    await create(CONFIG_MAPS, 'settings', {}, 'team');
    await wait(1);
    await client.delete(NAMESPACES, 'team');
    await wait(4);
    expect((await find<Namespace>(NAMESPACES, 'team'))?.status?.phase).toBe('Terminating');
    expect(await list(PODS, 'team')).toHaveLength(1);
    await wait(3);
    expect(await list(PODS, 'team')).toEqual([]);
    expect(await find(CONFIG_MAPS, 'settings', 'team')).toBeDefined();
    await wait(30);
    expect(await find(NAMESPACES, 'team')).toBeUndefined();
    expect(await list(CONFIG_MAPS, 'team')).toEqual([]);
  });

  test('says what holds it, and goes when that lets go', async () => {
    const { client, create, find, wait } = await openBareStage(nextTurn, 'held');
    await create(NAMESPACES, 'team');
    await create(CONFIG_MAPS, 'held', { metadata: { finalizers: ['example.com/hold'] } }, 'team');
    await client.delete(NAMESPACES, 'team');
    await wait(60);
    const conditions = (await find<Namespace>(NAMESPACES, 'team'))?.status?.conditions ?? [];
    const message = (type: string): string | undefined =>
      conditions.find((condition) => condition.type === type)?.message;
    expect(message('NamespaceContentRemaining')).toBe(
      'Some resources are remaining: configmaps. has 1 resource instances',
    );
    expect(message('NamespaceFinalizersRemaining')).toBe(
      'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    );
    await client.patch(CONFIG_MAPS, 'held', 'team', 'application/merge-patch+json', { metadata: { finalizers: null } });
    await wait(60);
    expect(await find(NAMESPACES, 'team')).toBeUndefined();
  });
});

test('the Pod garbage collector takes Pods of nodes that are gone', async () => {
  const { client, cluster, create, find, wait } = await openBareStage(nextTurn, 'orphaned');
  const spec = { nodeName: 'node-3', containers: [{ name: 'web', image: 'nginx' }] };
  await create(PODS, 'web', { spec });
  await wait(2);
  expect((await find<Pod>(PODS, 'web'))?.status?.phase).toBe('Running');
  cluster.stopComponent('kubelet/node-3');
  await client.delete({ group: '', version: 'v1', resource: 'nodes' }, 'node-3');
  await wait(120);
  expect(await find(PODS, 'web')).toBeUndefined();
});

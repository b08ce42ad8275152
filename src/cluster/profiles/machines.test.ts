/** Machines that come, fail, are mended and go. */
import type { DaemonSet } from 'kubernetes-types/apps/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { createClient } from '../../client/rest-client.ts';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { deploymentSpec, openBareStage } from '../bare-stage.ts';
import type { Cluster } from '../cluster-contract.ts';
import { createCluster } from '../cluster.ts';
import { DAEMON_SETS, DEPLOYMENTS, NODES, PODS, SERVICES } from '../runtime/resources.ts';

const isReady = ({ status }: Node | Pod): boolean =>
  (status?.conditions as { type: string; status: string }[] | undefined)?.some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  ) === true;

const daemons = {
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: {
      metadata: { labels: { app: 'agent' } },
      spec: { containers: [{ name: 'agent', image: 'nginx:1.27' }] },
    },
  },
};

describe('machines of the bare profile', () => {
  test('a new one gets a free name, a Node, a range of addresses and a Pod of each DaemonSet', async () => {
    const { cluster, create, find, list, wait } = await openBareStage(nextTurn, 'add');
    await create<DaemonSet>(DAEMON_SETS, 'agent', daemons);
    await wait(5);
    expect(await list(PODS)).toHaveLength(3);
    expect(await cluster.machines.addMachine()).toBe('node-4');
    await wait(5);
    const node = await find<Node>(NODES, 'node-4');
    expect(node && isReady(node)).toBe(true);
    expect(node?.spec?.podCIDR).toBe('10.244.3.0/24');
    expect((await list<Pod>(PODS)).filter(isReady)).toHaveLength(4);
    await expect(cluster.machines.addMachine('node-4')).rejects.toThrow('there is a machine named node-4 already');
    await expect(cluster.machines.addMachine('Node_4')).rejects.toThrow('cannot be the name of a node');
  });

  test('one that is given back takes its Node and its Pods with it; others run in their place', async () => {
    const { cluster, create, list, wait } = await openBareStage(nextTurn, 'remove');
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 6));
    await wait(5);
    await cluster.machines.removeMachine('node-2');
    await wait(120);
    const pods = await list<Pod>(PODS);
    expect(pods.map(({ spec }) => spec?.nodeName)).not.toContain('node-2');
    expect(pods.filter(isReady)).toHaveLength(6);
    expect((await list<Node>(NODES)).map(({ metadata }) => metadata?.name)).toEqual(['node-1', 'node-3']);
    await expect(cluster.machines.repair('node-2')).rejects.toThrow('there is no machine named node-2');
  });

  test('one that is 20 times slower is NotReady now and then: its leases come too late', async () => {
    const { cluster, find, wait } = await openBareStage(nextTurn, 'slow');
    await cluster.machines.fault('node-1', { slowness: 20 });
    await wait(150);
    const seen = new Set<boolean>();
    for (let look = 0; look < 60; look++) {
      await wait(5);
      seen.add(isReady((await find<Node>(NODES, 'node-1'))!));
    }
    expect([...seen].toSorted()).toEqual([false, true]);
    await cluster.machines.repair('node-1');
    await wait(300);
    expect(isReady((await find<Node>(NODES, 'node-1'))!)).toBe(true);
  });

  test('a snapshot keeps which there are and what ails them', async () => {
    const { cluster, clock, wait } = await openBareStage(nextTurn, 'kept');
    await cluster.machines.addMachine('extra');
    await cluster.machines.fault('node-1', { power: 'off' });
    await cluster.machines.fault('node-2', { slowness: 3 });
    await wait(1);
    const before = await cluster.machines.machines();
    const snapshot = JSON.parse(JSON.stringify(cluster.snapshot()));
    cluster.stop();
    const again = createCluster({ seed: 'kept', clock, profile: 'bare', snapshot });
    expect(await again.machines.machines()).toEqual(before);
    expect(before.map(({ name, power, kubelet }) => [name, power, kubelet])).toEqual([
      ['node-1', 'off', false],
      ['node-2', 'on', true],
      ['node-3', 'on', true],
      ['extra', 'on', true],
    ]);
  });
});

describe('machines of the studio', () => {
  async function open(seed: string): Promise<{ cluster: Cluster; clock: VirtualClock; pods(): Promise<Pod[]> }> {
    const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), nextTurn);
    const cluster = createCluster({ seed, clock, profile: 'studio' });
    await clock.advance(60_000);
    const client = createClient(cluster.fetch);
    const spec = deploymentSpec('web', 4, { tolerations: [] });
    const of = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
    await client.create<object>(DEPLOYMENTS, { ...of, ...spec }, 'default');
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } };
    const ports = [{ port: 80, nodePort: 30080 }];
    await client.create<object>(
      SERVICES,
      { ...service, spec: { type: 'NodePort', selector: { app: 'web' }, ports } },
      'default',
    );
    await clock.advance(30_000);
    return { cluster, clock, pods: async () => (await client.list<Pod>(PODS, { namespace: 'default' })).items };
  }

  test('switched off and on: what ran there is begun again in its old containers’ place', async () => {
    const { cluster, clock, pods } = await open('power');
    expect((await pods()).filter(isReady)).toHaveLength(4);
    await cluster.machines.fault('worker-1', { power: 'off' });
    await clock.advance(100_000);
    expect((await pods()).filter(isReady)).toHaveLength(2);
    await cluster.machines.repair('worker-1');
    await clock.advance(60_000);
    const all = await pods();
    expect(all.filter(isReady)).toHaveLength(4);
    const restarted = all.filter(({ status }) => (status?.containerStatuses?.[0]?.restartCount ?? 0) > 0);
    expect(new Set(restarted.map(({ spec }) => spec?.nodeName))).toEqual(new Set(['worker-1']));
  });

  test('cut off: nothing gets through to it; its containers run on and are there when it is back', async () => {
    const { cluster, clock, pods } = await open('cable');
    const [first] = await cluster.machines.machines().then((all) => all.filter(({ role }) => role === 'worker'));
    const ask = async (address: string): Promise<boolean> => {
      const from = { kind: 'laptop' } as const;
      const answer = cluster.wire.request({ from, method: 'GET', url: `http://${address}:30080/` });
      await clock.advance(25_000);
      return (await answer).ok;
    };
    expect(await ask(first!.address)).toBe(true);
    await cluster.machines.fault(first!.name, { network: 'cut' });
    expect(await ask(first!.address)).toBe(false);
    await clock.advance(60_000);
    expect((await pods()).filter(isReady)).toHaveLength(2);
    await cluster.machines.repair(first!.name);
    await clock.advance(20_000);
    expect(await ask(first!.address)).toBe(true);
    const all = await pods();
    expect(all.filter(isReady)).toHaveLength(4);
    expect(all.every(({ status }) => status?.containerStatuses?.[0]?.restartCount === 0)).toBe(true);
  });

  test('the one that runs the control plane is not given back', async () => {
    const { cluster } = await open('control');
    await expect(cluster.machines.removeMachine('tidepool-control-plane')).rejects.toThrow('runs the control plane');
  });
});

test('the scheduler tells afterwards why a Pod is where it is, or nowhere', async () => {
  const { cluster, create, list, patch, wait } = await openBareStage(nextTurn, 'why');
  await patch(NODES, 'node-1', { spec: { unschedulable: true } });
  await create(DEPLOYMENTS, 'web', deploymentSpec('web', 1));
  await create(PODS, 'big', {
    spec: { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '100' } } }] },
  });
  await wait(3);
  const web = (await list<Pod>(PODS)).find(({ metadata }) => metadata?.name?.startsWith('web'));
  const placed = cluster.placement('default', web?.metadata?.name ?? '');
  expect(placed?.chosen).toBe(web?.spec?.nodeName);
  const verdicts = new Map(placed?.nodes.map((verdict) => [verdict.node, verdict]));
  expect(verdicts.get('node-1')?.rejected).toEqual({
    plugin: 'NodeUnschedulable',
    reasons: ['node(s) were unschedulable'],
  });
  const scores = verdicts.get('node-2')?.scores;
  expect(scores?.total).toBe(Object.values(scores?.plugins ?? {}).reduce((sum, score) => sum + score, 0));
  expect(scores?.plugins['NodeResourcesFit']).toBeGreaterThan(0);
  const nowhere = cluster.placement('default', 'big');
  expect(nowhere?.chosen).toBeUndefined();
  expect(nowhere?.nodes.find(({ node }) => node === 'node-2')?.rejected?.reasons).toEqual(['Insufficient cpu']);
  expect(cluster.placement('default', 'nobody')).toBeUndefined();
});

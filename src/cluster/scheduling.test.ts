/** Where Pods go: near others, away from others, evenly, and at the cost of less important ones. */
import type { Event, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { nextTurn } from '../time/real.ts';
import { type BareStage, openBareStage } from './bare-stage.ts';
import { EVENTS, type KindedResource, NODES, PODS, POD_DISRUPTION_BUDGETS } from './runtime/resources.ts';

const PRIORITY_CLASSES: KindedResource = {
  group: 'scheduling.k8s.io',
  version: 'v1',
  resource: 'priorityclasses',
  kind: 'PriorityClass',
  apiVersion: 'scheduling.k8s.io/v1',
  namespaced: false,
};

const asks = (cpu: string): object[] => [{ name: 'app', image: 'nginx', resources: { requests: { cpu } } }];
const near = (side: string, app: string, topologyKey = 'kubernetes.io/hostname'): object => ({
  [side]: {
    requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app } }, topologyKey }],
  },
});

async function place(stage: BareStage, name: string, spec: object, app = name): Promise<Pod | undefined> {
  await stage.create(PODS, name, { metadata: { labels: { app } }, spec: { containers: asks('100m'), ...spec } });
  await stage.wait(3);
  return stage.find<Pod>(PODS, name);
}

async function failures({ list }: BareStage, name: string): Promise<(string | undefined)[]> {
  const events = await list<Event>(EVENTS);
  return events
    .filter(({ reason, involvedObject }) => reason === 'FailedScheduling' && involvedObject.name === name)
    .map(({ message }) => message);
}

const nodeOf = (pod: Pod | undefined): string | undefined => pod?.spec?.nodeName;

describe('Pod affinity', () => {
  test('puts a Pod beside those it asks for, and says so when there are none', async () => {
    const stage = await openBareStage(nextTurn, 'near');
    const cache = await place(stage, 'cache', {});
    const web = await place(stage, 'web', { affinity: near('podAffinity', 'cache') });
    expect(nodeOf(web)).toBe(nodeOf(cache));
    expect(nodeOf(await place(stage, 'alone', { affinity: near('podAffinity', 'nobody') }))).toBeUndefined();
    expect(await failures(stage, 'alone')).toEqual([
      "0/3 nodes are available: 3 node(s) didn't match pod affinity rules. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    ]);
  });

  test('lets the first of a group that wants to be together begin anywhere', async () => {
    const stage = await openBareStage(nextTurn, 'first');
    const first = await place(stage, 'a', { affinity: near('podAffinity', 'group') }, 'group');
    const second = await place(stage, 'b', { affinity: near('podAffinity', 'group') }, 'group');
    expect(nodeOf(first)).toBeDefined();
    expect(nodeOf(second)).toBe(nodeOf(first));
  });

  test('keeps Pods apart, also those that did not ask', async () => {
    const stage = await openBareStage(nextTurn, 'away');
    const nodes = new Set<string | undefined>();
    for (const name of ['a', 'b', 'c']) {
      nodes.add(nodeOf(await place(stage, name, { affinity: near('podAntiAffinity', 'db') }, 'db')));
    }
    expect(nodes.size).toBe(3);
    expect(nodeOf(await place(stage, 'd', { affinity: near('podAntiAffinity', 'db') }, 'db'))).toBeUndefined();
    expect(await failures(stage, 'd')).toEqual([
      "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    ]);
    expect(nodeOf(await place(stage, 'plain', {}, 'db'))).toBeUndefined();
    expect(await failures(stage, 'plain')).toEqual([
      "0/3 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    ]);
  });
});

describe('topology spread', () => {
  const spread = (more: object): object => ({
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'even' } },
        ...more,
      },
    ],
  });

  test('fills Nodes evenly; a cordoned one counts unless its taint is honoured', async () => {
    const stage = await openBareStage(nextTurn, 'spread');
    await stage.patch(NODES, 'node-3', { spec: { unschedulable: true } });
    await stage.wait(1);
    expect(nodeOf(await place(stage, 'a', spread({}), 'even'))).toBeDefined();
    expect(nodeOf(await place(stage, 'b', spread({}), 'even'))).toBeDefined();
    expect(nodeOf(await place(stage, 'c', spread({}), 'even'))).toBeUndefined();
    expect(await failures(stage, 'c')).toEqual([
      "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match pod topology spread constraints. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.",
    ]);
    expect(nodeOf(await place(stage, 'd', spread({ nodeTaintsPolicy: 'Honor' }), 'even'))).toBeDefined();
  });

  test('waits for as many domains as it was told to', async () => {
    const stage = await openBareStage(nextTurn, 'domains');
    for (const name of ['a', 'b', 'c']) await place(stage, name, spread({ minDomains: 4 }), 'even');
    expect(nodeOf(await place(stage, 'd', spread({ minDomains: 4 }), 'even'))).toBeUndefined();
  });
});

describe('preemption', () => {
  const whole = { containers: asks('3') };

  async function crowded(seed: string): Promise<BareStage> {
    const capacity = { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110' };
    const stage = await openBareStage(nextTurn, seed, { capacity });
    await stage.create(PRIORITY_CLASSES, 'high', { value: 1000 });
    await stage.create(PRIORITY_CLASSES, 'polite', { value: 1000, preemptionPolicy: 'Never' });
    for (const name of ['a', 'b', 'c']) await place(stage, name, whole, 'low');
    return stage;
  }

  test('sends one less important Pod away, says so, and takes its place', async () => {
    const stage = await crowded('preempt');
    await place(stage, 'vip', { ...whole, priorityClassName: 'high' });
    await stage.wait(5);
    const vip = await stage.find<Pod>(PODS, 'vip');
    expect(vip?.status?.phase).toBe('Running');
    const left = (await stage.list<Pod>(PODS)).filter(({ metadata }) => metadata?.labels?.['app'] === 'low');
    expect(left).toHaveLength(2);
    expect(await failures(stage, 'vip')).toEqual(['0/3 nodes are available: 3 Insufficient cpu.']);
    const [preempted] = (await stage.list<Event>(EVENTS)).filter(({ reason }) => reason === 'Preempted');
    expect(preempted?.message).toBe(`Preempted by pod ${vip?.metadata?.uid} on node ${nodeOf(vip)}`);
  });

  test('does nothing for equals, nor for those whose class forbids it', async () => {
    const stage = await crowded('equals');
    await place(stage, 'peer', whole);
    expect(await failures(stage, 'peer')).toEqual([
      '0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
    ]);
    await place(stage, 'quiet', { ...whole, priorityClassName: 'polite' });
    expect(await failures(stage, 'quiet')).toEqual([
      '0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    ]);
    expect((await stage.list<Pod>(PODS)).filter(({ spec }) => spec?.nodeName)).toHaveLength(3);
  });

  test('spares Pods that a disruption budget protects, where there are others', async () => {
    const stage = await crowded('budget');
    for (const name of ['a', 'b']) await stage.patch(PODS, name, { metadata: { labels: { app: 'kept' } } });
    await stage.create(POD_DISRUPTION_BUDGETS, 'keep', {
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'kept' } } },
    });
    await stage.wait(2);
    await place(stage, 'vip', { ...whole, priorityClassName: 'high' });
    await stage.wait(5);
    expect(await stage.find(PODS, 'c')).toBeUndefined();
    expect((await stage.find<Pod>(PODS, 'vip'))?.status?.phase).toBe('Running');
  });
});

/** Nodes that fall silent and come back, and Pods that do not tolerate a taint. */
import type { Event, Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { nextTurn } from '../time/real.ts';
import { type BareStage, deploymentSpec, openBareStage } from './bare-stage.ts';
import { DEPLOYMENTS, EVENTS, NODES, PODS } from './runtime/resources.ts';

const condition = (object: Node | Pod | undefined, type: string): string | undefined =>
  (object?.status?.conditions as { type: string; status: string }[] | undefined)?.find((one) => one.type === type)
    ?.status;
const taints = (node: Node | undefined): string[] =>
  (node?.spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`).toSorted();

async function messages({ list }: BareStage, reason: string): Promise<string[]> {
  return (await list<Event>(EVENTS)).filter((event) => event.reason === reason).map(({ message = '' }) => message);
}

/** --node-monitor-grace-period: 50 s since v1.32 (40 s before that), noticed at the next look, 5 s at most after it. */
const GRACE = 50;

describe('a node that falls silent', () => {
  test('is Unknown after its grace period and tainted; its Pods are not ready, go after 300 s and run elsewhere', async () => {
    const stage = await openBareStage(nextTurn, 'silent');
    const { cluster, create, find, list, wait } = stage;
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 3));
    await wait(5);
    const lost = (await list<Pod>(PODS)).filter(({ spec }) => spec?.nodeName === 'node-1');
    expect(lost).toHaveLength(1);
    cluster.stopComponent('kubelet/node-1');
    await wait(GRACE - 12);
    expect(condition(await find<Node>(NODES, 'node-1'), 'Ready')).toBe('True');
    await wait(20);
    const silent = await find<Node>(NODES, 'node-1');
    expect(condition(silent, 'Ready')).toBe('Unknown');
    expect(silent?.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(taints(silent)).toEqual([
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/unreachable:NoSchedule',
    ]);
    expect(await messages(stage, 'NodeNotReady')).toContain('Node node-1 status is now: NodeNotReady');
    expect(condition(await find<Pod>(PODS, lost[0]?.metadata?.name ?? ''), 'Ready')).toBe('False');
    expect(await list(PODS)).toHaveLength(3);
    await wait(270);
    expect((await list<Pod>(PODS)).filter(({ metadata }) => metadata?.deletionTimestamp)).toEqual([]);
    await wait(40);
    const pods = await list<Pod>(PODS);
    // The one there cannot say that it is gone; another one runs in its place.
    expect(pods.filter(({ metadata }) => metadata?.deletionTimestamp).map(({ metadata }) => metadata?.name)).toEqual([
      lost[0]?.metadata?.name,
    ]);
    expect(pods.filter((pod) => condition(pod, 'Ready') === 'True').map(({ spec }) => spec?.nodeName)).not.toContain(
      'node-1',
    );
    expect(pods.filter((pod) => condition(pod, 'Ready') === 'True')).toHaveLength(3);
  });

  test('is Ready again and without taints once its kubelet is back; what was to be deleted goes', async () => {
    const { cluster, create, find, list, wait } = await openBareStage(nextTurn, 'back');
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 3));
    await wait(5);
    cluster.stopComponent('kubelet/node-1');
    await wait(400);
    expect(await list(PODS)).toHaveLength(4);
    cluster.startComponent('kubelet/node-1');
    await wait(15);
    const node = await find<Node>(NODES, 'node-1');
    expect(condition(node, 'Ready')).toBe('True');
    expect(taints(node)).toEqual([]);
    expect(await list(PODS)).toHaveLength(3);
  });

  test('keeps its Pods when it comes back in time, and they are ready again', async () => {
    const { cluster, create, list, wait } = await openBareStage(nextTurn, 'in-time');
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 3));
    await wait(5);
    const names = (await list(PODS)).map(({ metadata }) => metadata?.name);
    cluster.stopComponent('kubelet/node-1');
    await wait(150);
    cluster.startComponent('kubelet/node-1');
    await wait(400);
    const pods = await list<Pod>(PODS);
    expect(pods.map(({ metadata }) => metadata?.name)).toEqual(names);
    expect(pods.map((pod) => condition(pod, 'Ready'))).toEqual(['True', 'True', 'True']);
  });
});

describe('a NoExecute taint', () => {
  const spec = (tolerations: object[]): object => ({
    spec: { nodeName: 'node-2', tolerations, containers: [{ name: 'web', image: 'nginx' }] },
  });
  const taint = { spec: { taints: [{ key: 'maintenance', value: 'now', effect: 'NoExecute' }] } };

  test('evicts at once, after tolerationSeconds, or never', async () => {
    const stage = await openBareStage(nextTurn, 'execute');
    const { create, find, patch, wait } = stage;
    await create(PODS, 'none', spec([]));
    await create(
      PODS,
      'some',
      spec([{ key: 'maintenance', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }]),
    );
    await create(PODS, 'ever', spec([{ key: 'maintenance', operator: 'Equal', value: 'now' }]));
    await create(PODS, 'other', spec([{ key: 'maintenance', operator: 'Equal', value: 'then' }]));
    await wait(2);
    await patch(NODES, 'node-2', taint);
    await wait(2);
    expect(await find(PODS, 'none')).toBeUndefined();
    expect(await find(PODS, 'other')).toBeUndefined();
    expect((await messages(stage, 'TaintManagerEviction')).toSorted()).toEqual([
      'Marking for deletion Pod default/none',
      'Marking for deletion Pod default/other',
    ]);
    await wait(50);
    expect(await find(PODS, 'some')).toBeDefined();
    await wait(15);
    expect(await find(PODS, 'some')).toBeUndefined();
    expect(await find(PODS, 'ever')).toBeDefined();
  });

  test('that is taken off in time evicts nothing', async () => {
    const stage = await openBareStage(nextTurn, 'cancel');
    const { create, find, patch, wait } = stage;
    await create(
      PODS,
      'some',
      spec([{ key: 'maintenance', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }]),
    );
    await wait(2);
    await patch(NODES, 'node-2', taint);
    await wait(30);
    await patch(NODES, 'node-2', { spec: { taints: null } });
    await wait(60);
    expect(await find(PODS, 'some')).toBeDefined();
    expect(await messages(stage, 'TaintManagerEviction')).toEqual(['Cancelling deletion of Pod default/some']);
  });

  test('counts on through a restart of the controllers', async () => {
    const { cluster, create, find, patch, wait } = await openBareStage(nextTurn, 'restart');
    await create(
      PODS,
      'some',
      spec([{ key: 'maintenance', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }]),
    );
    await wait(2);
    await patch(NODES, 'node-2', taint);
    await wait(20);
    cluster.stopComponent('kube-controller-manager');
    cluster.startComponent('kube-controller-manager');
    await wait(70);
    expect(await find(PODS, 'some')).toBeUndefined();
  });
});

test('a cordoned node is tainted and takes no new Pods', async () => {
  const { create, find, list, patch, wait } = await openBareStage(nextTurn, 'cordon');
  for (const name of ['node-1', 'node-2']) await patch(NODES, name, { spec: { unschedulable: true } });
  await wait(1);
  expect(taints(await find<Node>(NODES, 'node-1'))).toEqual(['node.kubernetes.io/unschedulable:NoSchedule']);
  await create(DEPLOYMENTS, 'web', deploymentSpec('web', 4));
  await wait(5);
  expect(new Set((await list<Pod>(PODS)).map(({ spec }) => spec?.nodeName))).toEqual(new Set(['node-3']));
});

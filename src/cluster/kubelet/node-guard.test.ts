/** What the kubelet does not take, and what it takes away in favour of the node. */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { NODES, PODS } from '../runtime/resources.ts';
import { createPod, eventsOf, type KubeletStage, kubeletStage } from '../kubelet-stage.ts';

let world: KubeletStage;
beforeEach(() => {
  world = kubeletStage(new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn));
});

type Spec = Partial<NonNullable<Pod['spec']>>;
const create = (name: string, container: object, spec: Spec = {}): void => createPod(world.api, name, container, spec);
const get = (name: string): Pod => world.api.get<Pod>(PODS, 'default', name);
const seconds = (count: number): Promise<void> => world.clock.advance(count * 1000);
const stress = (size: string): object => ({
  image: 'polinux/stress',
  command: ['stress', '--vm', '1', '--vm-bytes', size],
});
const requests = (list: Record<string, string>): object => ({ resources: { requests: list } });
const pressure = (): string | undefined =>
  world.api.get<Node>(NODES, undefined, 'worker-1').status?.conditions?.find(({ type }) => type === 'MemoryPressure')
    ?.status;

describe('a Pod that names its node itself', () => {
  it('is rejected where there is not enough left', async () => {
    create('first', requests({ cpu: '3' }));
    await seconds(1);
    create('second', requests({ cpu: '1500m' }));
    await seconds(1);
    expect(get('second').status).toMatchObject({
      phase: 'Failed',
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 1500, used: 3000, capacity: 4000",
    });
    expect(eventsOf(world.api, 'second')).toEqual([
      "Warning OutOfcpu Node didn't have enough resource: cpu, requested: 1500, used: 3000, capacity: 4000",
    ]);
    world.api.delete(PODS, 'default', 'first', { gracePeriodSeconds: 0 });
    await seconds(3);
    create('third', requests({ cpu: '4' }));
    await seconds(5);
    expect(get('third').status?.phase).toBe('Running');
  });

  it('is rejected where the node is not of its kind, or its port is taken', async () => {
    create('ssd', {}, { nodeSelector: { disk: 'ssd' } });
    create('one', { ports: [{ containerPort: 80, hostPort: 8080 }] });
    create('two', { ports: [{ containerPort: 80, hostPort: 8080 }] });
    await seconds(1);
    expect(get('ssd').status).toMatchObject({
      reason: 'NodeAffinity',
      message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    });
    expect(get('one').status?.phase).toBe('Pending');
    expect(get('two').status?.reason).toBe('NodePorts');
  });
});

describe('a node short of memory', () => {
  it('ends the Pod that takes most beyond what it asked for, and says so for five minutes', async () => {
    create('modest', { ...stress('3G'), ...requests({ memory: '4Gi' }) });
    create('greedy', stress('6G'));
    await seconds(20);
    expect(get('modest').status?.phase).toBe('Running');
    const { status } = get('greedy');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    expect(status?.message).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+Ki\. Container main was using \d+Ki, request is 0, has larger consumption of memory\. $/,
    );
    expect(status?.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'TerminationByKubelet',
    });
    expect(pressure()).toBe('True');
    await seconds(320);
    expect(pressure()).toBe('False');
  });
});

describe('what a Pod keeps on the node', () => {
  it('is limited by its emptyDir and its ephemeral storage', async () => {
    const fill = { image: 'busybox', command: ['sh', '-c', 'dd if=/dev/zero of=/data/x bs=1M count=3; sleep 99'] };
    create(
      'dir',
      { ...fill, volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      { volumes: [{ name: 'data', emptyDir: { sizeLimit: '1Mi' } }] },
    );
    create('own', {
      image: 'busybox',
      command: ['sh', '-c', 'dd if=/dev/zero of=/tmp/x bs=1M count=3; sleep 99'],
      resources: { limits: { 'ephemeral-storage': '2Mi' } },
    });
    await seconds(20);
    expect(get('dir').status?.message).toBe('Usage of EmptyDir volume "data" exceeds the limit "1Mi". ');
    expect(get('own').status?.message).toBe('Container main exceeded its local ephemeral storage limit "2Mi". ');
  });
});

it('a node that joins says so; a kubelet that starts again only that', async () => {
  const reasons = (): string[] => eventsOf(world.api, 'worker-1').map((text) => text.split(' ')[1]!);
  const first = ['Starting', 'NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'];
  expect(reasons()).toEqual([...first, 'NodeAllocatableEnforced', 'NodeReady']);
  world.kubelet.stop();
  await seconds(1);
  world.kubelet.start();
  expect(reasons().filter((reason) => reason !== 'Starting')).toHaveLength(5);
  expect(reasons().filter((reason) => reason === 'Starting')).toHaveLength(2);
});

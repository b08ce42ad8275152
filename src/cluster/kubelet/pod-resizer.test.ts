import type { Pod } from 'kubernetes-types/core/v1';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { PODS } from '../runtime/resources.ts';
import { createPod, eventsOf, type KubeletStage, kubeletStage } from '../kubelet-stage.ts';

let world: KubeletStage;
beforeEach(() => {
  world = kubeletStage(new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn));
});

const seconds = (count: number): Promise<void> => world.clock.advance(count * 1000);
const get = (): Pod => world.api.get<Pod>(PODS, 'default', 'pod');
const main = (): NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number] =>
  get().status!.containerStatuses![0]!;
const condition = (): object | undefined => get().status?.conditions?.find(({ type }) => type.startsWith('PodResize'));
const resources = (cpu: string, memory: string): object => ({
  requests: { cpu, memory },
  limits: { cpu, memory },
});
const resize = (cpu: string, memory: string): void =>
  void world.api.patch(
    PODS,
    'default',
    'pod',
    'application/strategic-merge-patch+json',
    { spec: { containers: [{ name: 'main', resources: resources(cpu, memory) }] } },
    { subresource: 'resize' },
  );

describe('a resize', () => {
  beforeEach(async () => {
    const resizePolicy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }];
    createPod(world.api, 'pod', { resources: resources('1', '64Mi'), resizePolicy });
    await seconds(5);
  });

  it('changes the limits of a running container', async () => {
    resize('2', '64Mi');
    await seconds(0.5);
    expect(condition()).toMatchObject({ type: 'PodResizeInProgress', status: 'True' });
    await seconds(2);
    expect(condition()).toBeUndefined();
    expect(main()).toMatchObject({ restartCount: 0, resources: resources('2', '64Mi') });
    expect([...world.engine.containers.values()][0]!.config.cpuLimit).toBe(2);
    expect(
      eventsOf(world.api, 'pod')
        .filter((text) => text.includes('Resize'))
        .map((text) => text.split(':')[0]),
    ).toEqual(['Normal ResizeStarted Pod resize started', 'Normal ResizeCompleted Pod resize completed']);
  });

  it('restarts the container where its policy says so', async () => {
    resize('1', '128Mi');
    await seconds(5);
    expect(main()).toMatchObject({ restartCount: 1, resources: resources('1', '128Mi') });
    expect(eventsOf(world.api, 'pod')).toContain('Normal Killing Container main resize requires restart');
  });

  it('waits for room, and is impossible beyond what the node has', async () => {
    createPod(world.api, 'other', { resources: { requests: { cpu: '2' } } });
    await seconds(3);
    resize('3', '64Mi');
    await seconds(1);
    expect(condition()).toMatchObject({
      type: 'PodResizePending',
      reason: 'Deferred',
      message: "Node didn't have enough resource: cpu, requested: 3000, used: 2000, capacity: 4000",
    });
    expect(main().resources).toEqual(resources('1', '64Mi'));
    world.api.delete(PODS, 'default', 'other', { gracePeriodSeconds: 0 });
    await seconds(40);
    expect(main().resources).toEqual(resources('3', '64Mi'));
    resize('5', '64Mi');
    await seconds(1);
    expect(condition()).toMatchObject({
      reason: 'Infeasible',
      message: "Node didn't have enough capacity: cpu, requested: 5000, capacity: 4000",
    });
    resize('3', '64Mi');
    await seconds(1);
    expect(condition()).toBeUndefined();
  });
});

/** Probes that speak gRPC, and containers that look at another's processes. */
import type { Pod } from 'kubernetes-types/core/v1';
import { beforeEach, expect, it } from 'vitest';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { PODS } from '../runtime/resources.ts';
import { createPod, eventsOf, type KubeletStage, kubeletStage } from '../kubelet-stage.ts';

let world: KubeletStage;
beforeEach(() => {
  world = kubeletStage(new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn));
});

const get = (name: string): Pod => world.api.get<Pod>(PODS, 'default', name);
const seconds = (count: number): Promise<void> => world.clock.advance(count * 1000);
const logOf = (name: string): string[] =>
  [...world.engine.containers.values()]
    .filter((container) => container.config.name === name)
    .flatMap((container) => container.logs.lines().map((line) => line.text));

it('a gRPC probe waits for the port until its time is over', async () => {
  createPod(world.api, 'health', {
    image: 'registry.k8s.io/e2e-test-images/agnhost:2.40',
    args: ['grpc-health-checking'],
    readinessProbe: { grpc: { port: 5000 }, periodSeconds: 2 },
  });
  createPod(world.api, 'deaf', { readinessProbe: { grpc: { port: 5000 }, timeoutSeconds: 3, periodSeconds: 5 } });
  await seconds(12);
  expect(get('health').status?.containerStatuses?.[0]?.ready).toBe(true);
  const ip = get('deaf').status?.podIP;
  expect(get('deaf').status?.containerStatuses?.[0]?.ready).toBe(false);
  expect(eventsOf(world.api, 'deaf')).toContain(
    `Warning Unhealthy Readiness probe failed: timeout: failed to connect service "${ip}:5000" within 3s: context deadline exceeded`,
  );
});

it('an ephemeral container sees, and signals, the processes of its target', async () => {
  createPod(world.api, 'web', {});
  await seconds(8);
  const ephemeral = {
    name: 'look',
    image: 'busybox',
    targetContainerName: 'main',
    command: ['sh', '-c', 'ps; kill -QUIT 1'],
  };
  world.api.patch(
    PODS,
    'default',
    'web',
    'application/strategic-merge-patch+json',
    { spec: { ephemeralContainers: [ephemeral] } },
    { subresource: 'ephemeralcontainers' },
  );
  await seconds(8);
  expect(logOf('look')[1]).toMatch(/^ +1 root +0:00 nginx/);
  expect(get('web').status?.containerStatuses?.[0]?.restartCount).toBe(1);
});

import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { PODS } from '../runtime/resources.ts';
import { createPod, eventsOf, type KubeletStage, kubeletStage } from '../kubelet-stage.ts';

const START = Date.parse('2026-11-21T10:00:00Z');

let world: KubeletStage;
beforeEach(() => {
  world = kubeletStage(new VirtualClock(START, nextTurn));
});

type Spec = Partial<NonNullable<Pod['spec']>>;
const create = (name: string, container: object, spec: Spec = {}): void => createPod(world.api, name, container, spec);
const get = (name: string): Pod => world.api.get<Pod>(PODS, 'default', name);
const seconds = (count: number): Promise<void> => world.clock.advance(count * 1000);
const events = (name: string): string[] => eventsOf(world.api, name);
const main = (name: string): ContainerStatus => get(name).status!.containerStatuses![0]!;
const sh = (script: string): object => ({ image: 'busybox', command: ['sh', '-c', script] });
const log = (name: string): string[] =>
  [...world.engine.containers.values()]
    .filter((container) => container.config.name === name)
    .flatMap((container) => container.logs.lines().map((line) => line.text));

const sidecar = (script: string): Spec => ({
  restartPolicy: 'Never',
  initContainers: [{ name: 'side', restartPolicy: 'Always', ...sh(script) } as never],
});

describe('a native sidecar', () => {
  it('is ended after the others, and the Pod has succeeded only then', async () => {
    create('job', sh('sleep 3'), sidecar('trap "sleep 2; echo bye; exit 1" TERM; while true; do sleep 1; done'));
    await seconds(6.5);
    expect(main('job').state?.terminated?.reason).toBe('Completed');
    expect(get('job').status?.phase).toBe('Running');
    await seconds(6);
    expect(get('job').status?.phase).toBe('Succeeded');
    expect(log('side')).toEqual(['bye']);
    expect(get('job').status?.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(1);
    expect(get('job').status?.conditions?.find((one) => one.type === 'PodReadyToStartContainers')?.status).toBe(
      'False',
    );
  });

  it('is started again beside the others when it ends', async () => {
    create('web', {}, { ...sidecar('sleep 4; exit 1'), restartPolicy: 'Always' });
    await seconds(12);
    expect(get('web').status?.initContainerStatuses?.[0]?.restartCount).toBeGreaterThan(0);
    expect(get('web').status?.phase).toBe('Running');
    expect(main('web').restartCount).toBe(0);
  });

  it('stops after the container that it serves when the Pod is deleted', async () => {
    create('web', sh('trap "echo main; exit 0" TERM; while true; do sleep 1; done'), {
      ...sidecar('trap "echo side; exit 0" TERM; while true; do sleep 1; done'),
    });
    await seconds(8);
    world.api.delete(PODS, 'default', 'web');
    await seconds(0.1);
    expect(events('web').filter((text) => text.includes('Killing'))).toEqual([
      'Normal Killing Stopping container main',
    ]);
    await seconds(3);
    expect(events('web').at(-1)).toBe('Normal Killing Stopping container side');
  });
});

describe('a deadline', () => {
  it('ends the Pod for good', async () => {
    create('slow', sh('trap "exit 0" TERM; while true; do sleep 1; done'), { activeDeadlineSeconds: 5 });
    await seconds(9);
    expect(get('slow').status).toMatchObject({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    });
    expect(events('slow')).toContain(
      'Normal DeadlineExceeded Pod was active on the node longer than the specified deadline',
    );
    await seconds(60);
    expect(main('slow').restartCount).toBe(0);
  });

  it('says of what never ran that it is unknown', async () => {
    create('never', { image: 'nginx:nope' }, { activeDeadlineSeconds: 5 });
    await seconds(9);
    expect(main('never').state?.terminated).toMatchObject({ reason: 'ContainerStatusUnknown', exitCode: 137 });
  });
});

describe('restart rules of a container', () => {
  it('stand over the Pod’s policy', async () => {
    const restartPolicyRules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }];
    create(
      'rules',
      { ...sh('sleep 1; exit 42'), restartPolicy: 'Never', restartPolicyRules },
      { restartPolicy: 'Never' },
    );
    create(
      'plain',
      { ...sh('sleep 1; exit 41'), restartPolicy: 'Never', restartPolicyRules },
      { restartPolicy: 'Never' },
    );
    await seconds(10);
    expect(main('rules').restartCount).toBe(1);
    expect(get('plain').status?.phase).toBe('Failed');
  });
});

describe('hooks', () => {
  it('postStart holds up the containers after it', async () => {
    create(
      'hooked',
      {},
      {
        containers: [
          { name: 'main', image: 'nginx:1.27', lifecycle: { postStart: { exec: { command: ['sleep', '5'] } } } },
          { name: 'second', image: 'nginx:1.27' },
        ],
      },
    );
    await seconds(5);
    expect(world.engine.containers.size).toBe(1);
    expect(get('hooked').status?.phase).toBe('Pending');
    await seconds(6);
    expect(get('hooked').status?.phase).toBe('Running');
  });

  it('a postStart that fails ends its container', async () => {
    create('bad', { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'exit 3'] } } } });
    await seconds(8);
    expect(events('bad')).toContain('Warning FailedPostStartHook PostStartHook failed');
    expect(main('bad').restartCount).toBeGreaterThan(0);
  });

  it('preStop runs before a restart by a probe too, within the probe’s own grace', async () => {
    create('probed', {
      ...sh('trap "" TERM; touch /tmp/up; while true; do sleep 1; done'),
      lifecycle: { preStop: { exec: { command: ['sh', '-c', 'echo stopping > /proc/1/fd/1; rm /tmp/up'] } } },
      livenessProbe: {
        exec: { command: ['false'] },
        periodSeconds: 1,
        failureThreshold: 1,
        terminationGracePeriodSeconds: 4,
      },
    });
    await seconds(9.5);
    expect(main('probed').restartCount).toBe(1);
    expect(main('probed').lastState?.terminated?.exitCode).toBe(137);
  });
});

describe('the termination message', () => {
  it('is what the program wrote, or the end of its log', async () => {
    const never: Spec = { restartPolicy: 'Never' };
    create('said', { ...sh('echo why > /dev/termination-log; exit 1') }, never);
    create('logged', { ...sh('echo one; echo two; exit 1'), terminationMessagePolicy: 'FallbackToLogsOnError' }, never);
    create('silent', sh('echo one; exit 1'), never);
    await seconds(6);
    expect(main('said').state?.terminated?.message).toBe('why\n');
    expect(main('logged').state?.terminated?.message).toBe('one\ntwo\n');
    expect(main('silent').state?.terminated?.message).toBeUndefined();
  });
});

describe('a program that cannot be started', () => {
  it('is RunContainerError, then CrashLoopBackOff', async () => {
    create('typo', { image: 'busybox', command: ['slep', '1'] });
    const reasons: string[] = [];
    for (let at = 0; at < 80; at++) {
      await seconds(0.1);
      const reason = main('typo')?.state?.waiting?.reason;
      if (reason && reasons.at(-1) !== reason) reasons.push(reason);
    }
    expect(reasons).toEqual(['ContainerCreating', 'RunContainerError', 'CrashLoopBackOff']);
  });

  it('waits longer each time, up to five minutes', async () => {
    create('crash', sh('exit 1'));
    const starts: number[] = [];
    for (let at = 0; at < 1100; at++) {
      await seconds(1);
      starts[main('crash').restartCount] ??= at;
    }
    const gaps = starts.slice(2).map((at, index) => at - starts[index + 1]!);
    const expected = [10, 20, 40, 80, 160, 300, 300];
    expect(gaps).toHaveLength(expected.length);
    for (const [index, gap] of gaps.entries()) expect(Math.abs(gap - expected[index]!)).toBeLessThanOrEqual(3);
  });
});

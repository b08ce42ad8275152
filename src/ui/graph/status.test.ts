import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { pod, type PodLook } from '../fixtures/objects.ts';
import { podStatus } from './status.ts';

const look = (name: PodLook): Pod => pod({ name: 'web', app: 'web', image: 'nginx:1.25', look: name }) as Pod;

describe('podStatus', () => {
  it.each([
    ['ready', 'ready', 'Running', 'running'],
    ['starting', 'starting', 'Running', 'notReady'],
    ['creating', 'starting', 'ContainerCreating', 'creating'],
    ['pending', 'starting', 'Pending', 'unscheduled'],
    ['terminating', 'terminating', 'Terminating', 'terminating'],
    ['crash', 'failing', 'CrashLoopBackOff', 'crash'],
    ['image', 'failing', 'ImagePullBackOff', 'image'],
    ['completed', 'completed', 'Completed', 'done'],
  ] as const)('a %s Pod is %s, printed %s, because: %s', (name, state, word, why) => {
    const status = podStatus(look(name));
    expect(status).toMatchObject({ state, word });
    expect(status.why.map((reason) => reason.key)).toEqual([why]);
  });

  it('is unknown when its machine does not answer, whatever it said last', () => {
    expect(podStatus(look('ready'), false)).toMatchObject({ state: 'unknown', word: 'Unknown' });
  });

  it('comes nearer to ready with every step of a start', () => {
    const steps = (['pending', 'creating', 'starting', 'ready'] as const).map((name) => podStatus(look(name)).progress);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(new Set(steps).size).toBe(4);
    expect(steps.at(-1)).toBe(1);
  });

  it('names the container, its exit code and the restarts of a crash loop', () => {
    const status = podStatus(look('crash'));
    expect(status.restarts).toBe(4);
    expect(status.why[0]?.params).toEqual({ container: 'web', code: 1, restarts: 4 });
  });

  it('says OOMKilled, also while waiting for the next start', () => {
    const base = look('crash');
    const [container] = base.status?.containerStatuses ?? [];
    if (!container) throw new Error('no container');
    const killed = { ...container, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } };
    expect(podStatus({ ...base, status: { ...base.status, containerStatuses: [killed] } }).why[0]?.key).toBe('oom');
  });

  it('counts finished init containers', () => {
    const base = look('pending');
    const done = {
      name: 'a',
      image: 'i',
      imageID: '',
      ready: true,
      restartCount: 0,
      state: { terminated: { exitCode: 0 } },
    };
    const waiting = { ...done, name: 'b', ready: false, state: { waiting: { reason: 'PodInitializing' } } };
    const spec = { containers: [], ...base.spec, nodeName: 'worker-1', initContainers: [{ name: 'a' }, { name: 'b' }] };
    const status = podStatus({ ...base, spec, status: { ...base.status, initContainerStatuses: [done, waiting] } });
    expect(status.word).toBe('Init:1/2');
    expect(status.why).toEqual([{ key: 'init', params: { done: 1, total: 2 } }]);
  });
});

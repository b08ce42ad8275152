import type { Pod } from 'kubernetes-types/core/v1';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { CONFIG_MAPS, NODES, PODS } from '../runtime/resources.ts';
import { createPod, eventsOf, type KubeletStage, kubeletStage } from '../kubelet-stage.ts';
import { serveLogs } from './logs.ts';

const START = Date.parse('2026-11-21T10:00:00Z');

let world: KubeletStage;
beforeEach(() => {
  world = kubeletStage(new VirtualClock(START, nextTurn));
});

const create = (name: string, container: object, spec: Partial<NonNullable<Pod['spec']>> = {}): void =>
  createPod(world.api, name, container, spec);
const get = (name: string): Pod => world.api.get<Pod>(PODS, 'default', name);
const seconds = (count: number): Promise<void> => world.clock.advance(count * 1000);
const condition = (pod: Pod, type: string): string | undefined =>
  pod.status?.conditions?.find((one) => one.type === type)?.status;
const events = (name: string): string[] => eventsOf(world.api, name);
const main = (name: string) => get(name).status!.containerStatuses![0]!;

describe('a Pod that starts', () => {
  it('goes from ContainerCreating to Running and Ready', async () => {
    create('web', {});
    await seconds(0.05);
    expect(get('web').status?.phase).toBe('Pending');
    expect(main('web').state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    await seconds(5);
    const pod = get('web');
    expect(pod.status?.phase).toBe('Running');
    expect(condition(pod, 'Ready')).toBe('True');
    expect(condition(pod, 'PodReadyToStartContainers')).toBe('True');
    expect(pod.status?.podIP).toBe('10.244.1.2');
    expect(main('web')).toMatchObject({
      ready: true,
      started: true,
      restartCount: 0,
      image: 'docker.io/library/nginx:1.27',
    });
    expect(events('web').map((text) => text.replace(/in [\d.]+m?s \([^)]*\)/, 'in T'))).toEqual([
      'Normal Pulling Pulling image "nginx:1.27"',
      'Normal Pulled Successfully pulled image "nginx:1.27" in T. Image size: 72229140 bytes.',
      'Normal Created Container created',
      'Normal Started Container started',
    ]);
  });

  it('finds the image on the node the second time', async () => {
    create('one', {});
    await seconds(5);
    create('two', {});
    await seconds(2);
    expect(events('two')[0]).toBe(
      'Normal Pulled Container image "nginx:1.27" already present on machine and can be accessed by the pod',
    );
  });

  it('registers its node as ready and keeps a lease', async () => {
    await seconds(1);
    const node = world.api.get<{ status: { conditions: { type: string; status: string }[] } }>(
      NODES,
      undefined,
      'worker-1',
    );
    expect(node.status.conditions.at(-1)).toMatchObject({ type: 'Ready', status: 'True' });
  });
});

describe('an image that cannot be pulled', () => {
  it('is ErrImagePull, then ImagePullBackOff, with containerd’s words', async () => {
    create('bad', { image: 'nginx:nope' });
    await seconds(1.5);
    const error =
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:nope": failed to resolve reference "docker.io/library/nginx:nope": docker.io/library/nginx:nope: not found';
    expect(main('bad').state?.waiting).toEqual({ reason: 'ErrImagePull', message: error });
    await seconds(3);
    expect(main('bad').state?.waiting).toEqual({
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "nginx:nope": ErrImagePull: ${error}`,
    });
    expect(events('bad')).toContain('Normal BackOff Back-off pulling image "nginx:nope"');
    expect(events('bad')).toContain('Warning Failed Error: ErrImagePull');
    expect(get('bad').status?.phase).toBe('Pending');
  });

  it('is InvalidImageName when it is no reference', async () => {
    create('upper', { image: 'Nginx' });
    await seconds(2);
    expect(main('upper').state?.waiting?.reason).toBe('InvalidImageName');
  });
});

describe('a program that ends', () => {
  it('restarts with back-off', async () => {
    create('crash', { image: 'busybox', command: ['sh', '-c', 'echo hello; exit 3'] });
    await seconds(9);
    const status = main('crash');
    expect(status.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(status.state?.waiting?.message).toMatch(
      /^back-off 10s restarting failed container=main pod=crash_default\(/,
    );
    expect(status.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(status.restartCount).toBe(1);
    await seconds(60);
    expect(main('crash').restartCount).toBe(3);
    expect(get('crash').status?.phase).toBe('Running');
  });

  it('succeeds when it need not run always', async () => {
    create('job', { image: 'busybox', command: ['sh', '-c', 'sleep 2; echo done'] }, { restartPolicy: 'Never' });
    await seconds(10);
    expect(get('job').status?.phase).toBe('Succeeded');
    expect(main('job').state?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
    const container = [...world.engine.containers.values()][0]!;
    expect(container.logs.lines().map((line) => line.text)).toEqual(['done']);
  });

  it('is told of when there is no such program', async () => {
    create('typo', { image: 'busybox', command: ['slep', '1'] });
    await seconds(4);
    expect(main('typo').state?.waiting?.reason).toMatch(/RunContainerError|CrashLoopBackOff/);
    expect(main('typo').lastState?.terminated?.exitCode).toBe(128);
  });

  it('cannot freeze the clock with an endless loop', async () => {
    create('loop', { image: 'busybox', command: ['sh', '-c', 'while true; do :; done'] });
    await seconds(20);
    expect(get('loop').status?.phase).toBe('Running');
    world.api.delete(PODS, 'default', 'loop', { gracePeriodSeconds: 1 });
    await seconds(3);
    expect(() => get('loop')).toThrow(/not found/);
  });
});

describe('a Pod that is deleted', () => {
  it('ends gracefully and is gone', async () => {
    create('web', {});
    await seconds(5);
    world.api.delete(PODS, 'default', 'web');
    await seconds(1);
    expect(() => get('web')).toThrow(/not found/);
    expect(events('web')).toContain('Normal Killing Stopping container main');
    expect(world.engine.sandboxes.size).toBe(0);
  });

  it('is killed after its grace period when it does not listen', async () => {
    create('deaf', { image: 'busybox', command: ['sleep', '3600'] }, { terminationGracePeriodSeconds: 5 });
    await seconds(5);
    world.api.delete(PODS, 'default', 'deaf');
    await seconds(4);
    expect(get('deaf').metadata?.deletionTimestamp).toBeDefined();
    await seconds(2);
    expect(() => get('deaf')).toThrow(/not found/);
  });

  it('runs its preStop hook first', async () => {
    create('hook', { lifecycle: { preStop: { exec: { command: ['sleep', '3'] } } } });
    await seconds(5);
    world.api.delete(PODS, 'default', 'hook');
    await seconds(2.5);
    expect(main('hook').state?.running).toBeDefined();
    await seconds(2);
    expect(() => get('hook')).toThrow(/not found/);
  });
});

describe('probes', () => {
  it('make a Pod unready with the real words', async () => {
    create('probed', { readinessProbe: { httpGet: { path: '/healthz', port: 80 }, periodSeconds: 1 } });
    await seconds(8);
    expect(condition(get('probed'), 'Ready')).toBe('False');
    expect(events('probed')).toContain(
      'Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 404',
    );
  });

  it('refused connections say so', async () => {
    create('refused', { readinessProbe: { httpGet: { port: 81 } } });
    await seconds(8);
    expect(events('refused')).toContain(
      'Warning Unhealthy Readiness probe failed: Get "http://10.244.1.2:81/": dial tcp 10.244.1.2:81: connect: connection refused',
    );
  });

  it('restart what is not alive', async () => {
    create(
      'dying',
      {
        image: 'busybox',
        command: ['sh', '-c', 'touch /tmp/ok; sleep 5; rm /tmp/ok; sleep 600'],
        livenessProbe: { exec: { command: ['cat', '/tmp/ok'] }, periodSeconds: 2, failureThreshold: 2 },
      },
      { terminationGracePeriodSeconds: 1 },
    );
    await seconds(18);
    expect(events('dying')).toContain('Normal Killing Container main failed liveness probe, will be restarted');
    expect(events('dying').join('\n')).toMatch(
      /Warning Unhealthy Liveness probe failed: cat: .*No such file or directory/,
    );
    expect(main('dying').restartCount).toBeGreaterThanOrEqual(1);
  });
});

describe('configuration', () => {
  it('waits for a missing ConfigMap and goes on when it comes', async () => {
    create('needs', { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'cfg', key: 'a' } } }] });
    await seconds(5);
    expect(main('needs').state?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'configmap "cfg" not found',
    });
    world.api.create(CONFIG_MAPS, 'default', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cfg' },
      data: { a: '1' },
    });
    await seconds(20);
    expect(get('needs').status?.phase).toBe('Running');
    expect([...world.engine.containers.values()][0]!.config.env['A']).toBe('1');
  });

  it('runs init containers in order and shares volumes', async () => {
    create(
      'init',
      { volumeMounts: [{ name: 'html', mountPath: '/usr/share/nginx/html' }] },
      {
        volumes: [{ name: 'html', emptyDir: {} }],
        initContainers: [
          {
            name: 'page',
            image: 'busybox',
            command: ['sh', '-c', 'echo made by init > /work/index.html'],
            volumeMounts: [{ name: 'html', mountPath: '/work' }],
          },
        ],
      },
    );
    await seconds(10);
    const pod = get('init');
    expect(pod.status?.initContainerStatuses?.[0]?.state?.terminated?.reason).toBe('Completed');
    expect(pod.status?.phase).toBe('Running');
    const nginx = [...world.engine.containers.values()].find((container) => container.config.name === 'main')!;
    expect(nginx.fs.readFile('/usr/share/nginx/html/index.html')).toBe('made by init\n');
  });
});

describe('crash-only', () => {
  it('a kubelet that is stopped and started leaves containers alone', async () => {
    create('web', {});
    await seconds(5);
    const before = get('web').status;
    world.kubelet.stop();
    await seconds(30);
    world.kubelet.start();
    await seconds(5);
    expect(get('web').status).toEqual(before);
  });

  it('an engine goes on from its snapshot', async () => {
    create('web', {});
    await seconds(5);
    const before = get('web').status;
    world.restartEngine();
    await seconds(5);
    expect(get('web').status).toEqual(before);
    expect(world.engine.sandboxes.size).toBe(1);
    expect([...world.engine.sandboxes.values()][0]!.network.ports.has(80)).toBe(true);
  });

  it('ends in the same state whenever it is killed', async () => {
    for (let cut = 0; cut < 40; cut++) {
      world = kubeletStage(new VirtualClock(START, nextTurn));
      create('web', {});
      await seconds(cut * 0.1);
      if (cut % 2) world.restartEngine();
      else {
        world.kubelet.stop();
        world.kubelet.start();
      }
      await seconds(8);
      expect(get('web').status?.phase, `cut at ${cut}`).toBe('Running');
      expect(main('web').restartCount, `cut at ${cut}`).toBe(0);
      expect(world.engine.sandboxes.size).toBe(1);
    }
  });
});

describe('logs', () => {
  const read = (name: string, query: Record<string, string> = {}): Response =>
    serveLogs(
      get(name),
      'main',
      new URLSearchParams(query),
      { engine: world.engine, clock: world.clock },
      new AbortController().signal,
    );

  it('are cut, stamped and kept of the one before', async () => {
    create('crash', { image: 'busybox', command: ['sh', '-c', 'echo one; echo two; exit 1'] });
    await seconds(8);
    expect(await read('crash', { tailLines: '1' }).text()).toBe('two\n');
    expect(await read('crash', { timestamps: 'true' }).text()).toMatch(/^2026-11-21T10:00:0\d\.\d{9}Z one\n/);
    expect(await read('crash', { previous: 'true' }).text()).toBe('one\ntwo\n');
    expect(await read('crash', { previous: 'true', limitBytes: '5' }).text()).toBe('one\nt');
    expect(await read('crash', { previous: 'true', stream: 'Stderr' }).text()).toBe('');
  });

  it('say why there are none yet', async () => {
    create('bad', { image: 'nginx:nope' });
    await seconds(5);
    expect(() => read('bad')).toThrow(
      'container "main" in pod "bad" is waiting to start: trying and failing to pull image',
    );
  });

  it('are followed to the end', async () => {
    create(
      'count',
      { image: 'busybox', command: ['sh', '-c', 'for i in 1 2 3; do echo $i; sleep 2; done'] },
      { restartPolicy: 'Never' },
    );
    await seconds(3);
    const text = read('count', { follow: 'true' }).text();
    await seconds(10);
    expect(await text).toBe('1\n2\n3\n');
  });
});

describe('a mounted ConfigMap', () => {
  it('is read as files and follows its object after a minute', async () => {
    const cfg = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cfg', namespace: 'default' },
      data: { 'index.html': 'one' },
    };
    world.api.create(CONFIG_MAPS, 'default', cfg);
    create(
      'web',
      { volumeMounts: [{ name: 'v', mountPath: '/usr/share/nginx/html' }] },
      { volumes: [{ name: 'v', configMap: { name: 'cfg' } }] },
    );
    await seconds(5);
    const container = [...world.engine.containers.values()][0]!;
    expect(container.fs.readFile('/usr/share/nginx/html/index.html')).toBe('one');
    expect(() => container.fs.writeFile('/usr/share/nginx/html/x', '')).toThrow('EROFS');
    world.api.update(CONFIG_MAPS, { ...cfg, data: { 'index.html': 'two' } });
    await seconds(30);
    expect(container.fs.readFile('/usr/share/nginx/html/index.html')).toBe('one');
    await seconds(40);
    expect(container.fs.readFile('/usr/share/nginx/html/index.html')).toBe('two');
  });

  it('that is missing keeps the Pod waiting', async () => {
    create('web', {}, { volumes: [{ name: 'v', configMap: { name: 'none' } }] });
    await seconds(5);
    expect(main('web').state?.waiting?.reason).toBe('ContainerCreating');
    expect(events('web')).toEqual([
      'Warning FailedMount MountVolume.SetUp failed for volume "v" : configmap "none" not found',
    ]);
  });
});

import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { createEngine, type ProgramHooks } from '../../containers/engine.ts';
import { noNetwork } from '../../containers/network.ts';
import { nextTurn } from '../../time/real.ts';
import { seededRandom } from '../../time/random.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { createApiServer } from '../apiserver/api-server.ts';
import { strategies } from '../apiserver/registry/index.ts';
import { createInformerFactory } from '../runtime/informer-factory.ts';
import { NAMESPACES, PODS, SERVICE_ACCOUNTS } from '../runtime/resources.ts';
import { openSession } from '../runtime/verbs.ts';
import { kubeletStage } from '../kubelet-stage.ts';
import { createInstantKubelet, DELAYED, INSTANT, type PodTimes } from './instant-kubelet.ts';
import { createKubelet } from './kubelet.ts';
import { createPodDispatch } from './pod-dispatch.ts';

const ADMIN = { user: 'kubernetes-admin', groups: ['system:masters'], userAgent: 'test' };
const NODE = {
  name: 'node-1',
  ip: '192.168.49.2',
  podCIDR: '10.244.0.0/24',
  capacity: { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110' },
};

function setting() {
  const clock = new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn);
  const random = seededRandom('static');
  const { verbs } = createApiServer({ strategies, clock, random });
  const api = openSession(verbs, ADMIN);
  for (const namespace of ['default', 'kube-system', 'kube-node-lease']) {
    api.create(NAMESPACES, undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    api.create(SERVICE_ACCOUNTS, namespace, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default' },
    });
  }
  const informers = createInformerFactory(verbs, ADMIN);
  return { clock, random, verbs, api, informers, pods: createPodDispatch(informers) };
}

describe('static Pods', () => {
  const manifest: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'kube-scheduler', namespace: 'kube-system' },
    spec: {
      hostNetwork: true,
      containers: [
        { name: 'kube-scheduler', image: 'registry.k8s.io/kube-scheduler:v1.35.6', command: ['kube-scheduler'] },
      ],
    },
  };

  it('run the part that is hooked in, are mirrored, and outlive their mirror', async () => {
    const { clock, random, verbs, api, informers, pods } = setting();
    let running = 0;
    const hooks: ProgramHooks = new Map([['registry.k8s.io/kube-scheduler', () => (running++, () => void running--)]]);
    const engine = createEngine({ clock, random, node: NODE, network: noNetwork, allocateIP: () => undefined, hooks });
    const kubelet = createKubelet({ node: NODE, verbs, clock, random, informers, pods, engine, manifests: [manifest] });
    kubelet.start();
    await clock.advance(5000);
    const mirror = (): Pod => api.get<Pod>(PODS, 'kube-system', 'kube-scheduler-node-1');
    expect(mirror().status?.phase).toBe('Running');
    expect(running).toBe(1);
    const { uid } = mirror().metadata!;
    const container = mirror().status?.containerStatuses?.[0]?.containerID;
    api.delete(PODS, 'kube-system', 'kube-scheduler-node-1');
    await clock.advance(25_000);
    expect(mirror().metadata!.uid).not.toBe(uid);
    expect(mirror().status?.containerStatuses?.[0]?.containerID).toBe(container);
    expect(running).toBe(1);
    kubelet.setManifests([]);
    await clock.advance(5000);
    expect(running).toBe(0);
    expect(() => mirror()).toThrow(/not found/);
  });
});

describe('the stand-in', () => {
  function start(times: PodTimes) {
    const world = setting();
    const { clock, verbs, pods, api } = world;
    let last = 1;
    createInstantKubelet({ node: NODE, verbs, clock, pods, allocateIP: () => `10.244.0.${++last}`, times }).start();
    const create = (name: string, image: string, restartPolicy = 'Always'): void => {
      api.create<Pod>(PODS, 'default', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default' },
        spec: { nodeName: 'node-1', restartPolicy, containers: [{ name: 'main', image }] },
      });
    };
    const get = (name: string): Pod => api.get<Pod>(PODS, 'default', name);
    const ready = (name: string): string | undefined =>
      get(name).status?.conditions?.find((condition) => condition.type === 'Ready')?.status;
    return { ...world, create, get, ready };
  }

  it('makes Pods ready, ended and gone at once', async () => {
    const { clock, api, create, get, ready } = start(INSTANT);
    create('web', 'nginx');
    create('job', 'busybox', 'Never');
    await clock.advance(1);
    expect(ready('web')).toBe('True');
    expect(get('web').status?.podIP).toBe('10.244.0.2');
    await clock.advance(1500);
    expect(get('job').status?.phase).toBe('Succeeded');
    api.delete(PODS, 'default', 'web');
    await clock.advance(1);
    expect(() => get('web')).toThrow(/not found/);
  });

  it('takes its time when told to', async () => {
    const { clock, api, create, get, ready } = start(DELAYED);
    create('web', 'nginx:1');
    create('bad', 'nginx:bad');
    await clock.advance(1100);
    expect(get('web').status?.phase).toBe('Running');
    expect(ready('web')).toBe('False');
    await clock.advance(1000);
    expect(ready('web')).toBe('True');
    await clock.advance(60_000);
    expect(ready('bad')).toBe('False');
    api.delete(PODS, 'default', 'web');
    await clock.advance(900);
    expect(get('web').metadata?.deletionTimestamp).toBeDefined();
    await clock.advance(200);
    expect(() => get('web')).toThrow(/not found/);
  });
});

describe('a manifest that is written to the node', () => {
  const PATH = '/etc/kubernetes/manifests/web.yaml';
  const manifest = (image: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: main, image: "${image}"}]}\n`;

  it('becomes a Pod, is renewed with the file, and goes with it', async () => {
    const world = kubeletStage(new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn));
    const { clock, engine, api } = world;
    const get = (): Pod => api.get<Pod>(PODS, 'default', 'web-worker-1');
    await clock.advance(1000);
    engine.hostFiles.writeFile(PATH, manifest('nginx:1.27'));
    engine.hostFiles.writeFile('/etc/kubernetes/manifests/notes.txt', 'no Pod: [');
    await clock.advance(8000);
    expect(get().status?.phase).toBe('Running');
    expect(get().metadata?.annotations?.['kubernetes.io/config.source']).toBe('file');
    const first = get().metadata?.uid;
    engine.hostFiles.writeFile(PATH, manifest('nginx:1.28'));
    await clock.advance(20_000);
    expect(get().metadata?.uid).not.toBe(first);
    expect(get().status?.containerStatuses?.[0]?.image).toContain('nginx:1.28');
    engine.hostFiles.remove(PATH);
    await clock.advance(5000);
    expect(() => get()).toThrow('not found');
  });
});

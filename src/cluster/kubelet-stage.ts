/** One kubelet on its node before a real API server, for tests. */
import type { Event, Pod } from 'kubernetes-types/core/v1';
import { createEngine, type Engine } from '../containers/engine.ts';
import { noNetwork } from '../containers/network.ts';
import { shellPrograms } from '../containers/shell-programs.ts';
import { seededRandom } from '../time/random.ts';
import type { VirtualClock } from '../time/virtual-clock.ts';
import { createApiServer } from './apiserver/api-server.ts';
import { strategies } from './apiserver/registry/index.ts';
import { createInformerFactory } from './runtime/informer-factory.ts';
import { EVENTS, NAMESPACES, PODS } from './runtime/resources.ts';
import { openSession, type Session } from './runtime/verbs.ts';
import { createKubelet, type Kubelet } from './kubelet/kubelet.ts';
import { createPodDispatch } from './kubelet/pod-dispatch.ts';

const ADMIN = { user: 'kubernetes-admin', groups: ['system:masters'], userAgent: 'test' };

export interface KubeletStage {
  clock: VirtualClock;
  api: Session;
  engine: Engine;
  kubelet: Kubelet;
  restartEngine(): void;
}

export function kubeletStage(clock: VirtualClock): KubeletStage {
  const random = seededRandom('test');
  const server = createApiServer({ strategies, clock, random });
  const api = openSession(server.verbs, ADMIN);
  for (const name of ['default', 'kube-system', 'kube-node-lease']) {
    api.create(NAMESPACES, undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  api.create({ group: '', version: 'v1', resource: 'serviceaccounts' }, 'default', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default' },
  });
  const informers = createInformerFactory(server.verbs, ADMIN);
  const pods = createPodDispatch(informers);
  const identity = {
    name: 'worker-1',
    ip: '192.168.49.3',
    podCIDR: '10.244.1.0/24',
    capacity: { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110' },
  };
  const world: Partial<KubeletStage> = { clock, api };
  let next = 1;
  const boot = (): void => {
    world.engine = createEngine({
      clock,
      random: random.fork('engine'),
      node: identity,
      network: noNetwork,
      allocateIP: () => `10.244.1.${++next}`,
      shell: shellPrograms,
    });
    world.kubelet = createKubelet({
      node: identity,
      verbs: server.verbs,
      clock,
      random: random.fork('kubelet'),
      informers,
      pods,
      engine: world.engine,
    });
  };
  boot();
  world.kubelet!.start();
  world.restartEngine = () => {
    const saved = JSON.parse(JSON.stringify(world.engine!.snapshot()));
    world.kubelet!.stop();
    world.engine!.halt();
    boot();
    world.engine!.restore(saved);
    world.kubelet!.start();
  };
  return world as KubeletStage;
}

type Spec = Partial<NonNullable<Pod['spec']>>;

/** A Pod of one container `main`, bound to the stage's node. */
export function createPod(api: Session, name: string, container: object, spec: Spec = {}, metadata: object = {}): void {
  api.create<Pod>(PODS, 'default', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', ...metadata },
    spec: { nodeName: 'worker-1', containers: [{ name: 'main', image: 'nginx:1.27', ...container }], ...spec },
  });
}

/** `Normal Pulled …` of what happened to a Pod, oldest first. */
export function eventsOf(api: Session, name: string): string[] {
  return api
    .list<Event>(EVENTS, { namespace: 'default' })
    .items.filter((event) => event.involvedObject.name === name)
    .map((event) => `${event.type} ${event.reason} ${event.message}`);
}

/**
 * Wires a whole cluster: API server, controllers, scheduler, nodes and network on one clock and one seed. Crash-only:
 * to start from a snapshot is to start the components on its store.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import type { NamedImage } from '../api/built-image.ts';
import type { Engine, EngineSnapshot } from '../containers/engine.ts';
import { ImageStore } from '../containers/image-store.ts';
import { imagesOf } from './images.ts';
import type { Fetch } from '../client/client.ts';
import { type Random, seededRandom } from '../time/random.ts';
import { createApiServer } from './apiserver/api-server.ts';
import { type MetricsSource, metricsApi } from './apiserver/aggregation/metrics-api.ts';
import { createBareNodes } from './profiles/bare.ts';
import { strategies } from './apiserver/registry/index.ts';
import { bootstrap } from './fresh/bootstrap.ts';
import { keepKubernetesService } from './fresh/kubernetes-service.ts';
import { createConnectors } from './connectors.ts';
import type { Cluster, ClusterOptions, NodeCapacity } from './cluster-contract.ts';
import { type ControllerManager, createControllerManager } from './controller-manager.ts';
import { type Body, type MachineRoom, type MachineState, healthyMachine, machinesOf } from './profiles/machines.ts';
import { type Component, defineComponent } from './runtime/component.ts';
import { INSTANT } from './kubelet/instant-kubelet.ts';
import { PODS } from './runtime/resources.ts';
import { type Verbs, openSession } from './runtime/verbs.ts';
import { Placements } from './scheduler/placements.ts';
import { runScheduler } from './scheduler/scheduler.ts';
import type { ClusterNetwork } from './network/network.ts';
import type { StoreSnapshot } from './store/contract.ts';
import { installAddons } from './fresh/addons.ts';
import { API_PORT, CONTROL_PLANE_ADDRESS, CONTROL_PLANE_NODE, createStudio } from './profiles/studio.ts';

const BARE_NODES = ['node-1', 'node-2', 'node-3'];
const BARE_CAPACITY: NodeCapacity = { cpu: '64', memory: '256Gi', 'ephemeral-storage': '500Gi', pods: '500' };
const STUDIO_WORKERS = ['worker-1', 'worker-2'];
const STUDIO_CAPACITY: NodeCapacity = { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110' };
const ADMIN = { user: 'system:apiserver', groups: ['system:masters'], userAgent: 'kube-apiserver/v1.35.6' };

/** What a snapshot holds; JSON throughout. */
interface Saved {
  store: StoreSnapshot;
  /** ms since the epoch. */
  now: number;
  /** Names of the components that were stopped. */
  stopped: string[];
  /** Absent in those of earlier versions: the machines were those of the start. */
  machines?: MachineState[];
  /** What the nodes hold themselves, by node. */
  engines?: Record<string, EngineSnapshot>;
  /** What was built. */
  images?: NamedImage[];
}

/** The part of a cluster that differs by profile. */
interface Machines {
  /** Beside the kubelets. */
  components: Component[];
  room: MachineRoom<Body>;
  wire: Cluster['wire'];
  start(): void;
  stop(): void;
  /** Undefined when the component is stopped and started like any other. */
  part?(name: string): { stop(): void; start(): void } | undefined;
  stopped(): string[];
  engines?(): Record<string, EngineSnapshot>;
  /** The container engine of a node whose kubelet runs. */
  engine?(node: string): Engine | undefined;
  allEngines?(): readonly Engine[];
  network?: ClusterNetwork;
  metrics?: MetricsSource;
}

interface Parts {
  options: ClusterOptions;
  saved: Saved | undefined;
  images: ImageStore;
  fetch: Fetch;
  verbs: Verbs;
  random: Random;
  manager: ControllerManager;
  scheduler: Component;
}

/** `options.clock` is moved on to the snapshot's time when it is behind. Throws when a part of the snapshot cannot be read. */
export function createCluster(options: ClusterOptions): Cluster {
  const saved = options.snapshot?.data as Saved | undefined;
  const { clock } = options;
  if (saved && saved.now > clock.now()) clock.moveTo(saved.now);
  const random = seededRandom(options.seed);
  let machines: Machines | undefined;
  const server = createApiServer({
    strategies,
    clock,
    random,
    snapshot: saved?.store,
    authorization: 'Node,RBAC',
    aggregated: (core) => [
      metricsApi({ nodes: () => machines?.metrics?.nodes() ?? [], pods: () => machines?.metrics?.pods() ?? [] }, core),
    ],
    connect: createConnectors({
      clock,
      engine: (node) => machines?.engine?.(node),
      pods: (node) => server.verbs.list<Pod>(ADMIN, PODS, { fieldSelector: `spec.nodeName=${node}` }).items,
      network: () => machines?.network,
      home: CONTROL_PLANE_NODE,
    }),
  });
  const studio = options.profile === 'studio';
  const itself = openSession(server.verbs, ADMIN);
  const address = { address: studio ? CONTROL_PLANE_ADDRESS : '192.0.2.10', port: API_PORT };
  bootstrap({ session: itself, address, now: clock.now() });
  const forgo = keepKubernetesService(itself, address, clock);
  const life = random.fork(`life/${server.store.revision}`);
  const verbs = options.between?.(server.verbs) ?? server.verbs;
  const manager = createControllerManager(verbs, clock, life);
  const placements = new Placements();
  const host = studio ? CONTROL_PLANE_NODE : 'control-plane';
  const scheduler = defineComponent('kube-scheduler', clock, (scope) =>
    runScheduler({ verbs, random: life, host, placements }, scope),
  );
  const images = new ImageStore(saved?.images);
  const parts: Parts = { options, saved, images, fetch: server.fetch, verbs, random: life, manager, scheduler };
  const running = studio ? studioMachines(parts) : bareMachines(parts);
  machines = running;
  running.start();
  return {
    fetch: server.fetch,
    stream: server.stream,
    wire: running.wire,
    snapshot() {
      const data: Saved = {
        store: server.snapshot(),
        now: clock.now(),
        stopped: running.stopped(),
        machines: running.room.states(),
      };
      const engines = running.engines?.();
      return { version: 1, data: engines ? { ...data, engines } : data };
    },
    ...controls(parts, running),
    machines: machinesOf(running.room),
    images: imagesOf(images, () => running.allEngines?.() ?? []),
    placement: (namespace, pod) => placements.find(`${namespace}/${pod}`),
    onAudit: server.onAudit,
    lastChange: server.lastChange,
    stop() {
      forgo();
      running.stop();
      server.stop();
    },
  };
}

function controls(
  { manager }: Parts,
  machines: Machines,
): Pick<Cluster, 'components' | 'stopComponent' | 'startComponent'> {
  const find = (name: string): { stop(): void; start(): void } => {
    const special = machines.part?.(name);
    if (special) return special;
    const component = [...machines.components, ...machines.room.kubelets, ...manager.parts].find(
      (candidate) => candidate.name === name,
    );
    if (!component) throw new Error(`no such component: ${name}`);
    return component;
  };
  return {
    components: () =>
      [...machines.components, ...machines.room.kubelets].map(({ name, running }) => ({ name, running })),
    stopComponent: (name) => find(name).stop(),
    startComponent: (name) => find(name).start(),
  };
}

function bareMachines({ options, saved, verbs, manager, scheduler }: Parts): Machines {
  const times = options.times ?? INSTANT;
  const nodes = createBareNodes({
    verbs,
    clock: options.clock,
    machines: saved?.machines ?? (options.nodes ?? BARE_NODES).map(healthyMachine),
    stopped: saved?.stopped ?? [],
    capacity: options.capacity ?? BARE_CAPACITY,
    times: options.jobSeconds === undefined ? times : { ...times, job: options.jobSeconds * 1000 },
  });
  const components = [manager.component, scheduler];
  const { room } = nodes;
  return {
    components,
    room,
    wire: { request: () => Promise.resolve({ ok: false, error: 'network unreachable', hops: [] }) },
    start() {
      for (const component of components) if (!saved?.stopped.includes(component.name)) component.start();
      room.start();
    },
    stop() {
      for (const component of [...components, ...room.kubelets].toReversed()) component.stop();
      nodes.stop();
    },
    stopped: () => [
      ...components.filter(({ running }) => !running).map(({ name }) => name),
      ...room.kubelets.filter(({ wanted }) => !wanted).map(({ name }) => name),
    ],
  };
}

function studioMachines({ options, saved, images, fetch, verbs, random, manager, scheduler }: Parts): Machines {
  if (!saved) installAddons(verbs);
  const parts = { 'kube-controller-manager': manager.component, 'kube-scheduler': scheduler };
  const studio = createStudio({
    fetch,
    verbs,
    clock: options.clock,
    random,
    workers: options.nodes ?? STUDIO_WORKERS,
    capacity: options.capacity ?? STUDIO_CAPACITY,
    parts,
    registry: images,
    machines: saved?.machines,
    engines: saved?.engines,
    stopped: saved?.stopped ?? [],
  });
  return {
    components: [manager.component, scheduler],
    room: studio.room,
    wire: studio.wire,
    start: studio.start,
    stop: studio.stop,
    part: (name) =>
      name in parts ? { stop: () => studio.stopPart(name), start: () => studio.startPart(name) } : undefined,
    stopped: () => [
      ...studio.stoppedParts(),
      ...studio.room.kubelets.filter(({ wanted }) => !wanted).map(({ name }) => name),
    ],
    engines: studio.snapshot,
    allEngines: () => studio.room.bodies.map(({ engine }) => engine),
    engine(node) {
      const machine = studio.room.body(node);
      return machine?.kubelet.running ? machine.engine : undefined;
    },
    network: studio.network,
    metrics: studio.metrics,
  };
}

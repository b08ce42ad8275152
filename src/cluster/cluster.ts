/**
 * Wires a whole cluster: API server, controllers, scheduler, nodes and network on one clock and one seed. Crash-only:
 * to start from a snapshot is to start the components on its store.
 */
import { seededRandom } from '../time/random.ts';
import { createApiServer } from './apiserver/api-server.ts';
import { strategies } from './apiserver/registry/index.ts';
import { bareNodes } from './bare-nodes.ts';
import { bootstrap } from './bootstrap.ts';
import type { Cluster, ClusterOptions, NodeCapacity } from './cluster-contract.ts';
import { createControllerManager } from './controller-manager.ts';
import { type Component, defineComponent } from './runtime/component.ts';
import { runScheduler } from './scheduler/scheduler.ts';
import type { StoreSnapshot } from './store/contract.ts';

const BARE_NODES = ['node-1', 'node-2', 'node-3'];
const BARE_CAPACITY: NodeCapacity = { cpu: '64', memory: '256Gi', 'ephemeral-storage': '500Gi', pods: '500' };

/** What a snapshot holds; JSON throughout. */
interface Saved {
  store: StoreSnapshot;
  /** ms since the epoch. */
  now: number;
  /** Names of the components that were stopped. */
  stopped: string[];
}

export function createCluster(options: ClusterOptions): Cluster {
  const saved = options.snapshot?.data as Saved | undefined;
  const { clock } = options;
  if (saved && saved.now > clock.now()) clock.moveTo(saved.now);
  const random = seededRandom(options.seed);
  const server = createApiServer({ strategies, clock, random, snapshot: saved?.store });
  bootstrap({ verbs: server.verbs, address: '192.0.2.10', port: 6443, now: clock.now() });

  const manager = createControllerManager(server.verbs, clock, random);
  const scheduler = defineComponent('kube-scheduler', clock, (scope) =>
    runScheduler(
      { verbs: server.verbs, random: random.fork(`scheduler/${server.store.revision}`), host: 'control-plane' },
      scope,
    ),
  );
  const nodes = bareNodes({
    verbs: server.verbs,
    clock,
    names: options.nodes ?? BARE_NODES,
    capacity: options.capacity ?? BARE_CAPACITY,
    jobSeconds: options.jobSeconds ?? 1,
  });
  const shown: Component[] = [manager.component, scheduler, ...nodes];
  const all = new Map([...shown, ...manager.parts].map((component) => [component.name, component]));
  for (const component of shown) if (!saved?.stopped.includes(component.name)) component.start();

  const find = (name: string): Component => {
    const component = all.get(name);
    if (!component) throw new Error(`no such component: ${name}`);
    return component;
  };
  return {
    fetch: server.fetch,
    wire: { request: () => Promise.resolve({ ok: false, error: 'network unreachable', hops: [] }) },
    snapshot: () => {
      const stopped = shown.filter((component) => !component.running).map(({ name }) => name);
      const data: Saved = { store: server.snapshot(), now: clock.now(), stopped };
      return { version: 1, data };
    },
    components: () => shown.map(({ name, running }) => ({ name, running })),
    stopComponent: (name) => find(name).stop(),
    startComponent: (name) => find(name).start(),
    onAudit: server.onAudit,
    lastChange: server.lastChange,
    stop() {
      for (const component of shown.toReversed()) component.stop();
      server.stop();
    },
  };
}

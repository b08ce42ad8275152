/**
 * The metrics-server (sigs.k8s.io/metrics-server pkg/{server,storage,scraper}): asks the kubelets every 15 s what their
 * containers have used, and tells the rate between the last two answers. It runs while its container does.
 * Simplified: kubelets are asked by a function call; a limit on processor time caps what is told, for nothing here is
 * throttled by it.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { milliValue } from '../../api/quantity.ts';
import type { Clock, Timer } from '../../time/clock.ts';
import type { Engine } from '../../containers/engine.ts';
import type { Container } from '../../containers/container.ts';
import type { MetricsSource, NodeMetrics, PodMetrics, Usage } from '../apiserver/aggregation/metrics-api.ts';

/** ms (--metric-resolution). */
const RESOLUTION = 15_000;
/** What a node takes for itself: kernel, kubelet and runtime. Cores and bytes. */
const NODE_ITSELF = { cpu: 0.04, memory: 380 * 1024 * 1024 };

export interface MetricsServerOptions {
  clock: Clock;
  /** Nodes whose kubelet answers. */
  engines(): readonly { node: string; labels: Readonly<Record<string, string>>; engine: Engine }[];
  pod(namespace: string, name: string): Pod | undefined;
}

export interface MetricsServer {
  source: MetricsSource;
  /** Begins to ask; returns how to stop. What was known is forgotten then. */
  run(): () => void;
}

interface Sample {
  at: number;
  /** Cores × ms so far, by container id. */
  work: ReadonlyMap<string, number>;
}

interface Known {
  nodes: readonly NodeMetrics[];
  pods: readonly PodMetrics[];
}

const NOTHING: Known = { nodes: [], pods: [] };

export function createMetricsServer(options: MetricsServerOptions): MetricsServer {
  const { clock } = options;
  let known = NOTHING;
  let last: Sample | undefined;
  let timer: Timer | undefined;
  const scrape = (): void => {
    const work = new Map<string, number>();
    const next: { nodes: NodeMetrics[]; pods: PodMetrics[] } = { nodes: [], pods: [] };
    const taken = { at: clock.now(), work };
    for (const one of options.engines()) measure(options, one, last, taken, next);
    if (last) known = next;
    last = taken;
    timer = clock.after(RESOLUTION, scrape);
  };
  return {
    source: { nodes: () => known.nodes, pods: () => known.pods },
    run() {
      scrape();
      return () => {
        timer?.cancel();
        known = NOTHING;
        last = undefined;
      };
    },
  };
}

function measure(
  { pod: find }: MetricsServerOptions,
  { node, labels, engine }: ReturnType<MetricsServerOptions['engines']>[number],
  last: Sample | undefined,
  { at, work }: { at: number; work: Map<string, number> },
  into: { nodes: NodeMetrics[]; pods: PodMetrics[] },
): void {
  const passed = at - (last?.at ?? at);
  const timestamp = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  const window = `${(passed / 1000).toFixed(3).replace(/\.?0+$/, '')}s`;
  const total = { ...NODE_ITSELF };
  const pods = new Map<string, PodMetrics & { containers: { name: string; usage: Usage }[] }>();
  for (const container of engine.containers.values()) {
    if (!container.running) continue;
    const { namespace, name } = container.sandbox.config;
    const pod = find(namespace, name);
    work.set(container.id, container.worked);
    const before = last?.work.get(container.id);
    const cpu = Math.min(rate(container, before, passed), limitOf(pod, container.config.name));
    const { memory } = container.usage;
    total.cpu += cpu;
    total.memory += memory;
    // Two samples make a rate: one that has just begun is not told of.
    if (!pod || before === undefined) continue;
    const key = `${namespace}/${name}`;
    const entry = pods.get(key) ?? {
      name,
      namespace,
      labels: pod.metadata?.labels ?? {},
      timestamp,
      window,
      containers: [],
    };
    entry.containers.push({ name: container.config.name, usage: amounts(cpu, memory) });
    pods.set(key, entry);
  }
  into.nodes.push({ name: node, labels, timestamp, window, usage: amounts(total.cpu, total.memory) });
  into.pods.push(...pods.values());
}

/** Cores: what it says it takes all the time, and what single pieces of work took. */
function rate({ usage, worked }: Container, before: number | undefined, passed: number): number {
  return usage.cpu + (before === undefined || passed <= 0 ? 0 : (worked - before) / passed);
}

function limitOf(pod: Pod | undefined, name: string): number {
  const limit = pod?.spec?.containers.find((container) => container.name === name)?.resources?.limits?.['cpu'];
  return limit === undefined ? Infinity : milliValue(limit) / 1000;
}

function amounts(cpu: number, memory: number): Usage {
  return { cpu: `${Math.ceil(cpu * 1e9)}n`, memory: `${Math.ceil(memory / 1024)}Ki` };
}

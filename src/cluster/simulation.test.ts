/**
 * Whole clusters under seeded chance: Deployments come, grow, change and go while parts of the cluster stop and start.
 * What must never happen is watched all along, what must come true is asked once all runs again. SEEDS=n tries more.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../api/object.ts';
import { createClient } from '../client/rest-client.ts';
import { type Random, seededRandom } from '../time/random.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { ClusterOptions } from './cluster-contract.ts';
import { createCluster } from './cluster.ts';
import type { Deployment, ReplicaSet } from './controllers/deployment-types.ts';
import { DELAYED } from './kubelet/instant-kubelet.ts';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from './runtime/resources.ts';

const SEEDS = Number(process.env['SEEDS'] ?? 30);
const STEPS = 25;
const NAMESPACE = 'default';
const STRATEGIC = 'application/strategic-merge-patch+json';

type Profile = ClusterOptions['profile'];
const PARTS: Record<Profile, readonly string[]> = {
  bare: [
    'kube-scheduler',
    'kube-controller-manager',
    'deployment-controller',
    'replicaset-controller',
    'kubelet/node-1',
  ],
  studio: ['kube-scheduler', 'kube-controller-manager', 'kubelet/worker-1', 'kubelet/worker-2'],
};

interface Wanted {
  replicas: number;
  image: string;
  maxUnavailable: number;
  /** Once it was whole, so many must stay available while nothing fails. */
  whole: boolean;
}

const isReady = (pod: Pod): boolean =>
  pod.metadata?.deletionTimestamp === undefined &&
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;

class Simulation {
  readonly clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), nextTurn);
  private readonly cluster;
  private readonly client;
  private readonly random: Random;
  private readonly wanted = new Map<string, Wanted>();
  private readonly stopped = new Set<string>();
  private readonly pods = new Map<string, Pod>();
  private readonly names: string[] = [];
  /** Every broken promise, in words. */
  readonly broken: string[] = [];
  readonly history: string[] = [];

  constructor(
    private readonly profile: Profile,
    seed: string,
    private readonly faults: 'none' | 'some',
  ) {
    this.random = seededRandom(`simulation/${seed}`);
    this.cluster = createCluster({ seed, clock: this.clock, profile, ...(profile === 'bare' && { times: DELAYED }) });
    this.client = createClient(this.cluster.fetch);
  }

  async run(): Promise<void> {
    await this.clock.advance(this.profile === 'bare' ? 2_000 : 30_000);
    void this.watch().catch(() => undefined);
    for (let step = 0; step < STEPS; step++) {
      await this.step();
      await this.clock.advance(this.random.int(8_000));
      if (this.faults === 'none') await this.becomeWhole();
    }
    for (const part of this.stopped) this.cluster.startComponent(part);
    await this.clock.advance(700_000);
    await this.checkEnd();
    this.cluster.stop();
  }

  private async step(): Promise<void> {
    const names = [...this.wanted.keys()];
    const name = names[this.random.int(Math.max(1, names.length))];
    const choice = this.random.int(this.faults === 'none' ? 6 : 10);
    if (!name || choice === 0) return this.create();
    if (choice <= 3) return this.change(name, { image: `nginx:1.2${this.random.int(8)}` });
    if (choice === 4) return this.change(name, { replicas: this.random.int(7) });
    if (choice === 5) return this.remove(name);
    if (choice === 6) return this.deletePod();
    const part = PARTS[this.profile][this.random.int(PARTS[this.profile].length)]!;
    this.toggle(part);
  }

  private async create(): Promise<void> {
    const name = `d${this.names.length}`;
    this.names.push(name);
    const wanted = {
      replicas: 1 + this.random.int(6),
      image: 'nginx:1.25',
      maxUnavailable: this.random.int(3),
      whole: false,
    };
    const strategy = { rollingUpdate: { maxSurge: 1 + this.random.int(2), maxUnavailable: wanted.maxUnavailable } };
    this.history.push(`create ${name} ${JSON.stringify(wanted)} ${JSON.stringify(strategy)}`);
    this.wanted.set(name, wanted);
    const labels = { app: name };
    const spec = { terminationGracePeriodSeconds: 1, containers: [{ name: 'web', image: wanted.image }] };
    await this.client.create(
      DEPLOYMENTS,
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name },
        spec: {
          replicas: wanted.replicas,
          strategy,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec },
        },
      } as KubeObject,
      NAMESPACE,
    );
  }

  private async change(name: string, change: Partial<Wanted>): Promise<void> {
    this.history.push(`${name} ${JSON.stringify(change)}`);
    const wanted = this.wanted.get(name)!;
    Object.assign(wanted, change);
    const { replicas, image } = change;
    if (replicas !== undefined) wanted.whole = false;
    const containers = [{ name: 'web', image }];
    const spec = image === undefined ? { replicas } : { template: { spec: { containers } } };
    await this.client.patch(DEPLOYMENTS, name, NAMESPACE, STRATEGIC, { spec });
  }

  private async remove(name: string): Promise<void> {
    this.history.push(`delete ${name}`);
    this.wanted.delete(name);
    const propagationPolicy = this.random.int(2) === 0 ? 'Foreground' : 'Background';
    await this.client.delete(DEPLOYMENTS, name, NAMESPACE, { propagationPolicy });
  }

  private async deletePod(): Promise<void> {
    const pods = [...this.pods.values()];
    const pod = pods[this.random.int(Math.max(1, pods.length))];
    if (!pod?.metadata?.name) return;
    this.history.push(`delete pod ${pod.metadata.name}`);
    await this.client.delete(PODS, pod.metadata.name, NAMESPACE).catch(() => undefined);
  }

  private toggle(part: string): void {
    this.history.push(`toggle ${part}`);
    if (this.stopped.delete(part)) this.cluster.startComponent(part);
    else {
      this.stopped.add(part);
      this.cluster.stopComponent(part);
    }
  }

  private async watch(): Promise<void> {
    const events = this.client.watch<KubeObject & Pod>(PODS, { namespace: NAMESPACE, resourceVersion: '0' });
    for await (const { type, object } of events) {
      const uid = object.metadata?.uid ?? '';
      const before = this.pods.get(uid);
      if (before?.spec?.nodeName && before.spec.nodeName !== object.spec?.nodeName)
        this.broken.push(`${object.metadata?.name} moved from ${before.spec.nodeName} to ${object.spec?.nodeName}`);
      if (type === 'DELETED') this.pods.delete(uid);
      else this.pods.set(uid, object);
      this.checkAddresses(object);
      if (this.faults === 'none') this.checkAvailable();
    }
  }

  private checkAddresses(pod: Pod): void {
    const { podIP, phase } = pod.status ?? {};
    if (!podIP || phase !== 'Running') return;
    for (const other of this.pods.values()) {
      if (other.metadata?.uid === pod.metadata?.uid || other.status?.podIP !== podIP) continue;
      if (other.status.phase === 'Running')
        this.broken.push(`${pod.metadata?.name} and ${other.metadata?.name} share ${podIP}`);
    }
  }

  private available(name: string): number {
    return [...this.pods.values()].filter((pod) => pod.metadata?.labels?.['app'] === name && isReady(pod)).length;
  }

  private checkAvailable(): void {
    for (const [name, { replicas, maxUnavailable, whole }] of this.wanted) {
      if (whole && this.available(name) < replicas - maxUnavailable)
        this.broken.push(`${name}: ${this.available(name)} of ${replicas} available`);
    }
  }

  private async becomeWhole(): Promise<void> {
    for (const [name, wanted] of this.wanted) {
      const { spec, status, metadata } = await this.client.get<Deployment>(DEPLOYMENTS, name, NAMESPACE);
      const complete = status?.observedGeneration === metadata.generation && status?.replicas === spec.replicas;
      if (complete && this.available(name) >= wanted.replicas) wanted.whole = true;
    }
  }

  private async checkEnd(): Promise<void> {
    const sets = await this.client.list<KubeObject & ReplicaSet>(REPLICA_SETS, { namespace: NAMESPACE });
    const { items: pods } = await this.client.list<KubeObject & Pod>(PODS, { namespace: NAMESPACE });
    const uids = new Set(sets.items.map(({ metadata }) => metadata.uid));
    for (const { metadata } of pods)
      if (!uids.has(metadata?.ownerReferences?.[0]?.uid)) this.broken.push(`${metadata?.name} has no owner`);
    for (const { metadata, spec } of sets.items) {
      const name = metadata.labels?.['app'] ?? '';
      if (!this.wanted.has(name)) this.broken.push(`${metadata.name} outlived its Deployment`);
      const owned = pods.filter((pod) => pod.metadata?.ownerReferences?.[0]?.uid === metadata.uid).length;
      if (owned !== spec.replicas) this.broken.push(`${metadata.name} has ${owned} Pods, wants ${spec.replicas}`);
    }
    for (const [name, { replicas, image }] of this.wanted) {
      const good = pods.filter((pod) => pod.metadata?.labels?.['app'] === name && isReady(pod));
      const right = good.filter((pod) => pod.spec?.containers[0]?.image === image);
      if (right.length !== replicas) this.broken.push(`${name}: ${right.length} right Pods, ${replicas} wanted`);
    }
  }
}

describe('a cluster under chance', () => {
  test.each(Array.from({ length: SEEDS }, (_, seed) => seed))('seed %i', { timeout: 60_000 }, async (seed) => {
    const profile: Profile = seed % 5 === 4 ? 'studio' : 'bare';
    const simulation = new Simulation(profile, String(seed), seed % 3 === 0 ? 'none' : 'some');
    await simulation.run();
    expect([...new Set(simulation.broken)], simulation.history.join('\n')).toEqual([]);
  });
});

/**
 * A whole cluster under seeded chance: workloads of all kinds come, change and go while components crash, machines
 * fail, watches break, time leaps and the cluster is restored from snapshots in the middle of anything. What must
 * never happen is watched all along; what must come true is asked once all is well again. For tests.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import type { Client, Resource } from '../../client/client.ts';
import { createClient } from '../../client/rest-client.ts';
import { type Random, seededRandom } from '../../time/random.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import type { Cluster, ClusterOptions } from '../cluster-contract.ts';
import { createCluster } from '../cluster.ts';
import { controllers } from '../controllers/index.ts';
import { DELAYED } from '../kubelet/instant-kubelet.ts';
import { DEPLOYMENTS, ENDPOINT_SLICES, JOBS, type KindedResource, PODS, REPLICA_SETS } from '../runtime/resources.ts';
import { type Weather, disturbed } from './faults.ts';
import { judgeEnd } from './end.ts';
import { type Load, isReady, newLoad, podsOf } from './loads.ts';
import { Witness } from './witness.ts';

const STEPS = 25;
const NAMESPACE = 'default';
const STRATEGIC = 'application/strategic-merge-patch+json';
/** ms after which it is asked whether all is right; most seeds need no more than the first. */
const CONVALESCENCE = [60_000, 120_000, 240_000, 480_000];

export interface SimulationOptions {
  seed: string;
  profile: ClusterOptions['profile'];
  /** `none`: only what users do, and then also what must hold while nothing fails. */
  faults: 'none' | 'some';
  /** As a VirtualClock needs it. */
  turn: () => Promise<void>;
}

export interface Verdict {
  /** Every broken promise, in words. */
  broken: string[];
  /** What was done, in words. */
  history: string[];
  /** All objects at the end, as JSON. */
  end: string;
}

export async function simulate(options: SimulationOptions): Promise<Verdict> {
  const simulation = new Simulation(options);
  await simulation.run();
  const { broken, history, end } = simulation;
  return { broken, history, end };
}

class Simulation {
  readonly history: string[] = [];
  broken: string[] = [];
  end = '';
  private readonly clock: VirtualClock;
  private readonly random: Random;
  private readonly weather: Weather = { bad: 0 };
  private cluster: Cluster;
  private client: Client;
  private readonly loads = new Map<string, Load>();
  private readonly stopped = new Set<string>();
  private readonly witness: Witness;
  private lives = 0;
  private names = 0;

  constructor(private readonly options: SimulationOptions) {
    this.clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), options.turn);
    this.random = seededRandom(`simulation/${options.seed}`);
    this.witness = new Witness(NAMESPACE, this.loads, options.faults);
    this.cluster = this.open();
    this.client = createClient(this.cluster.fetch);
  }

  async run(): Promise<void> {
    await this.clock.advance(this.options.profile === 'bare' ? 2_000 : 30_000);
    this.witness.follow(this.client);
    for (let step = 0; step < STEPS; step++) {
      await this.step();
      await this.clock.advance(this.random.int(8_000));
      if (this.options.faults === 'none') await this.witness.lookForWhole(this.client);
    }
    await this.mend();
    this.broken = [...new Set([...this.witness.broken, ...(await this.convalesce())])];
    this.end = await this.everything();
    this.cluster.stop();
  }

  /** What is still broken when all has had its time: a node's Pods are given up after 300 s, back-offs end after 300 s. */
  private async convalesce(): Promise<string[]> {
    let broken: string[] = [];
    for (const ms of CONVALESCENCE) {
      await this.clock.advance(ms);
      broken = await judgeEnd(this.client, NAMESPACE, this.loads, this.witness.pods);
      if (broken.length === 0) break;
    }
    return broken;
  }

  private open(snapshot?: ClusterOptions['snapshot']): Cluster {
    const { seed, profile } = this.options;
    const chance = this.random.fork(`weather/${this.lives}`);
    return createCluster({
      seed: `${seed}/${this.lives}`,
      clock: this.clock,
      profile,
      ...(profile === 'bare' && { times: DELAYED }),
      ...(snapshot && { snapshot }),
      between: (verbs) => disturbed(verbs, this.clock, chance, this.weather),
    });
  }

  private async step(): Promise<void> {
    const loads = [...this.loads.values()];
    const load = loads[this.random.int(Math.max(1, loads.length))];
    const choice = this.random.int(this.options.faults === 'none' ? 8 : 16);
    if (!load || choice <= 1) return this.create();
    if (choice <= 4) return this.change(load);
    if (choice === 5) return this.remove(load);
    if (choice <= 7) return this.evict();
    if (choice === 8) return this.deletePod();
    if (choice === 9) return this.restore();
    if (choice === 10) return this.leap();
    if (choice === 11) return this.cloud();
    if (choice <= 13) return this.ailMachine();
    return this.toggle();
  }

  private say(words: string): void {
    this.history.push(`${new Date(this.clock.now()).toISOString().slice(11, 23)} ${words}`);
  }

  private async create(): Promise<void> {
    const load = newLoad(`d${this.names++}`, this.random);
    this.say(`create ${load.objects.map(({ object }) => JSON.stringify(object)).join(' ')}`);
    this.loads.set(load.name, load);
    for (const { resource, object } of load.objects) await this.client.create(resource, object, NAMESPACE);
  }

  private async change(load: Load): Promise<void> {
    const patch = load.change(this.random);
    if (!patch) return;
    this.say(`${load.name} ${JSON.stringify(patch)}`);
    this.witness.excuse(load.name);
    await this.client.patch(load.resource, load.name, NAMESPACE, STRATEGIC, patch);
  }

  private async remove(load: Load): Promise<void> {
    const propagationPolicy = this.random.int(2) === 0 ? 'Foreground' : 'Background';
    this.say(`delete ${load.name} ${propagationPolicy}`);
    this.loads.delete(load.name);
    this.witness.excuse(load.name);
    for (const { resource } of load.objects)
      await this.client.delete(resource, load.name, NAMESPACE, { propagationPolicy });
  }

  private somePod(): Pod | undefined {
    const pods = [...this.witness.pods.values()];
    return pods[this.random.int(Math.max(1, pods.length))];
  }

  private async deletePod(): Promise<void> {
    const name = this.somePod()?.metadata?.name;
    if (!name) return;
    this.say(`delete pod ${name}`);
    await tolerant(this.client.delete(PODS, name, NAMESPACE));
  }

  /** Its disruption budget must have spared those that are needed. */
  private async evict(): Promise<void> {
    const pod = this.somePod();
    const { name = '', labels } = pod?.metadata ?? {};
    const load = this.loads.get(labels?.['app'] ?? '');
    if (!pod || !load) return;
    const healthy = podsOf(await this.list<Pod>(PODS), load.name).filter(isReady);
    const counted = healthy.some(({ metadata }) => metadata?.name === name);
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: NAMESPACE } };
    const body = JSON.stringify(eviction);
    const headers = { 'content-type': 'application/json' };
    const path = `/api/v1/namespaces/${NAMESPACE}/pods/${name}/eviction`;
    const evicted = await tolerant(this.client.request(path, { method: 'POST', body, headers }));
    this.say(`evict ${name}: ${evicted ? 'yes' : 'no'}`);
    if (!evicted) return;
    this.witness.excuse(load.name);
    const left = healthy.length - (counted ? 1 : 0);
    if (this.options.faults === 'none' && counted && load.budget !== undefined && left < load.budget)
      this.witness.broken.push(`${load.name}: ${name} was evicted, ${left} are left, ${load.budget} must be`);
  }

  private toggle(): void {
    const workers = this.cluster.components().filter(({ name }) => name.startsWith('kubelet/'));
    const parts = ['kube-scheduler', 'kube-controller-manager', ...workers.map(({ name }) => name)];
    const bare = this.options.profile === 'bare' ? controllers.map(({ name }) => name) : [];
    const all = [...parts, ...parts, ...bare];
    const part = all[this.random.int(all.length)]!;
    this.say(`toggle ${part}`);
    if (this.stopped.delete(part)) return this.cluster.startComponent(part);
    this.stopped.add(part);
    this.cluster.stopComponent(part);
  }

  private async ailMachine(): Promise<void> {
    const { machines } = this.cluster;
    const workers = (await machines.machines()).filter(({ role }) => role === 'worker');
    const { name } = workers[this.random.int(workers.length)]!;
    const choice = this.random.int(7);
    if (choice === 0) return this.say(`add ${await machines.addMachine()}`);
    if (choice === 1 && workers.length > 2) {
      this.say(`remove ${name}`);
      this.stopped.delete(`kubelet/${name}`);
      return machines.removeMachine(name);
    }
    if (choice <= 3) {
      this.say(`repair ${name}`);
      this.stopped.delete(`kubelet/${name}`);
      return machines.repair(name);
    }
    const ills = [{ power: 'off' }, { network: 'cut' }, { slowness: 1 + this.random.int(9) }] as const;
    const ill = ills[choice - 4]!;
    this.say(`${name} ${JSON.stringify(ill)}`);
    await machines.fault(name, ill);
  }

  private cloud(): void {
    this.weather.bad = this.weather.bad > 0 ? 0 : 1 + this.random.int(30);
    this.say(`weather ${this.weather.bad}`);
  }

  /** The machine of the control plane slept: all that was due comes at once. */
  private leap(): void {
    const ms = this.random.int(120_000);
    this.say(`leap ${ms}`);
    this.clock.moveTo(this.clock.now() + ms);
  }

  /** After so many further events, in the middle of whatever they began. */
  private async restore(): Promise<void> {
    const events = this.random.int(40);
    for (let event = 0; event < events; event++) {
      await this.clock.settlePromises();
      this.clock.fireNext(this.clock.now() + 1_000);
    }
    await this.clock.settlePromises();
    this.say(`restore after ${events} events`);
    const before = await this.everything();
    const snapshot = JSON.parse(JSON.stringify(this.cluster.snapshot()));
    this.cluster.stop();
    this.lives++;
    this.cluster = this.open(snapshot);
    this.client = createClient(this.cluster.fetch);
    if (!begins(JSON.parse(before), JSON.parse(await this.everything())))
      this.witness.broken.push('a restored cluster begins otherwise than the old one ended');
    // A controller that was stopped by itself runs again in the new process.
    const kept = (part: string): boolean => part.startsWith('kubelet/') || part.startsWith('kube-');
    for (const part of this.stopped) if (!kept(part)) this.stopped.delete(part);
    this.witness.follow(this.client);
  }

  private async mend(): Promise<void> {
    this.weather.bad = 0;
    for (const part of this.stopped) this.cluster.startComponent(part);
    const { machines } = this.cluster;
    for (const { name } of await machines.machines()) await machines.repair(name);
  }

  private async list<T>(resource: Resource | KindedResource): Promise<readonly T[]> {
    const { namespaced = true } = resource as KindedResource;
    return (await this.client.list<T>(resource, namespaced ? { namespace: NAMESPACE } : {})).items;
  }

  private async everything(): Promise<string> {
    // Not Nodes: a kubelet reports as soon as it is started.
    const kinds = [PODS, JOBS, REPLICA_SETS, ENDPOINT_SLICES, DEPLOYMENTS];
    return JSON.stringify(await Promise.all(kinds.map((kind) => this.list(kind))));
  }
}

/** What a restored cluster has is what there was; its components may have written since, as soon as they started. */
function begins(before: readonly (readonly KubeObject[])[], after: readonly (readonly KubeObject[])[]): boolean {
  const known = new Set(before.flat().map((object) => JSON.stringify(object)));
  const versionOf = ({ metadata }: KubeObject): number => Number(metadata?.resourceVersion);
  const latest = Math.max(0, ...before.flat().map(versionOf));
  return after.flat().every((object) => versionOf(object) > latest || known.has(JSON.stringify(object)));
}

/** Undefined where the API refuses: what was meant to be changed may be gone, or spared. */
async function tolerant<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isStatusError(error)) return undefined;
    throw error;
  }
}

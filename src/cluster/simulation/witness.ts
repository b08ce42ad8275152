/** For simulations: hears of every Pod and says what must never be, as soon as it is. */
import type { Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import type { Client } from '../../client/client.ts';
import { DEPLOYMENTS, PODS } from '../runtime/resources.ts';
import { type Load, isReady, podsOf } from './loads.ts';

export class Witness {
  /** Every broken promise, in words. */
  readonly broken: string[] = [];
  /** Pods by UID, as told by the watch. */
  pods: ReadonlyMap<string, Pod> = new Map();
  /** Deployments that were whole while nothing failed: so many of their Pods must stay. */
  private readonly whole = new Map<string, number>();

  constructor(
    private readonly namespace: string,
    private readonly loads: ReadonlyMap<string, Load>,
    /** `none`: what must hold while nothing fails must hold. */
    private readonly faults: 'none' | 'some',
  ) {}

  /** Hears of every Pod from now on, beginning with those there are. */
  follow(client: Client): void {
    const pods = new Map<string, Pod>();
    this.pods = pods;
    void this.watch(client, pods).catch(() => undefined);
  }

  /** A workload was changed or one of its Pods was evicted: fewer may be there until it is whole again. */
  excuse(load: string): void {
    this.whole.delete(load);
  }

  async lookForWhole(client: Client): Promise<void> {
    for (const load of this.loads.values()) {
      if (load.resource !== DEPLOYMENTS) continue;
      const { spec, status, metadata } = await client.get<DeploymentLike>(DEPLOYMENTS, load.name, this.namespace);
      const replicas = spec.replicas ?? 1;
      const complete = status?.observedGeneration === metadata?.generation && status?.replicas === replicas;
      const available = podsOf([...this.pods.values()], load.name).filter(isReady).length;
      const { maxUnavailable = 0 } = spec.strategy?.rollingUpdate ?? {};
      // An autoscaler may take some of them away.
      const scaled = load.objects.some(({ object }) => object.kind === 'HorizontalPodAutoscaler');
      if (complete && !scaled && available >= replicas) this.whole.set(load.name, replicas - maxUnavailable);
    }
  }

  private async watch(client: Client, pods: Map<string, Pod>): Promise<void> {
    const events = client.watch<KubeObject & Pod>(PODS, { namespace: this.namespace, resourceVersion: '0' });
    for await (const { type, object } of events) {
      if (type === 'BOOKMARK' || type === 'ERROR') continue;
      const uid = object.metadata?.uid ?? '';
      const before = pods.get(uid);
      if (before?.spec?.nodeName && before.spec.nodeName !== object.spec?.nodeName)
        this.broken.push(`${object.metadata?.name} moved from ${before.spec.nodeName} to ${object.spec?.nodeName}`);
      if (type === 'DELETED') pods.delete(uid);
      else pods.set(uid, object);
      if (type === 'ADDED' && !before) this.checkOrder(object, pods);
      if (object.status?.podIP !== before?.status?.podIP) this.checkAddresses(object, pods);
      if (this.faults === 'none') this.checkAvailable(pods);
    }
  }

  private checkAddresses(pod: Pod, pods: ReadonlyMap<string, Pod>): void {
    const { podIP } = pod.status ?? {};
    const runs = ({ status }: Pod): boolean => status?.phase === 'Running';
    if (!podIP || !runs(pod)) return;
    for (const other of pods.values()) {
      if (other.metadata?.uid === pod.metadata?.uid || other.status?.podIP !== podIP || !runs(other)) continue;
      this.broken.push(`${pod.metadata?.name} and ${other.metadata?.name} share ${podIP}`);
    }
  }

  /** A StatefulSet has at most one Pod an ordinal, and in order makes none before those below it are ready. */
  private checkOrder(pod: Pod, pods: ReadonlyMap<string, Pod>): void {
    const { name = '', labels, uid } = pod.metadata ?? {};
    const load = this.loads.get(labels?.['app'] ?? '');
    if (!load || load.resource.kind !== 'StatefulSet') return;
    const others = podsOf([...pods.values()], load.name).filter((other) => other.metadata?.uid !== uid);
    if (others.some((other) => other.metadata?.name === name)) this.broken.push(`${name} is there twice`);
    const { podManagementPolicy } = (load.objects[0]!.object as unknown as { spec: Record<string, unknown> }).spec;
    if (podManagementPolicy === 'Parallel' || this.faults === 'some') return;
    const below = Number(name.slice(load.name.length + 1));
    const ready = others.filter(isReady).map((other) => Number(other.metadata?.name?.slice(load.name.length + 1)));
    for (let ordinal = 0; ordinal < below; ordinal++)
      if (!ready.includes(ordinal)) this.broken.push(`${name} was made before ${load.name}-${ordinal} was ready`);
  }

  private checkAvailable(pods: ReadonlyMap<string, Pod>): void {
    for (const [name, least] of this.whole) {
      const available = podsOf([...pods.values()], name).filter(isReady).length;
      if (available < least) this.broken.push(`${name}: ${available} available, ${least} must be`);
    }
  }
}

interface DeploymentLike extends KubeObject {
  spec: { replicas?: number; strategy?: { rollingUpdate?: { maxUnavailable?: number } } };
  status?: { observedGeneration?: number; replicas?: number };
}

/** The scheduler's cache (pkg/scheduler/backend/cache/cache.go): Nodes with their Pods, assumed ones included. */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { keyOf } from '../runtime/keys.ts';
import type { Cluster } from './framework.ts';
import { NodeInfo } from './node-info.ts';

export class NodeCache implements Cluster {
  private readonly infos = new Map<string, NodeInfo>();
  /** Node of each counted Pod, by key. */
  private readonly places = new Map<string, string>();
  /** Pods of Nodes that are not (or no longer) known. */
  private readonly strays = new Map<string, Pod>();
  private list: NodeInfo[] | undefined;
  cordoned = 0;
  tainted = 0;

  nodes(): readonly NodeInfo[] {
    return (this.list ??= [...this.infos.values()]);
  }

  setNode(node: Node): void {
    const name = node.metadata?.name ?? '';
    const info = this.infos.get(name);
    this.count(node, 1);
    if (info) {
      this.count(info.node, -1);
      return info.setNode(node);
    }
    const fresh = new NodeInfo(node);
    this.infos.set(name, fresh);
    this.list = undefined;
    for (const [key, pod] of this.strays) {
      if (pod.spec?.nodeName !== name) continue;
      this.strays.delete(key);
      fresh.add(pod);
    }
  }

  dropNode(name: string): void {
    const info = this.infos.get(name);
    if (!info) return;
    for (const [key, pod] of info.pods) this.strays.set(key, pod);
    this.count(info.node, -1);
    this.infos.delete(name);
    this.list = undefined;
  }

  private count({ spec }: Node, sign: 1 | -1): void {
    if (spec?.unschedulable) this.cordoned += sign;
    if (spec?.taints?.length) this.tainted += sign;
  }

  isPlaced(key: string): boolean {
    return this.places.has(key);
  }

  /** Counts a Pod on a Node: as the API says, or as assumed while its binding is on the way. */
  place(pod: Pod, node: string): void {
    const key = keyOf(pod);
    if (this.places.get(key) === node && this.infos.get(node)?.renew(key, pod)) return;
    this.displace(key);
    this.places.set(key, node);
    const info = this.infos.get(node);
    if (info) info.add(pod);
    else this.strays.set(key, pod);
  }

  displace(key: string): void {
    const node = this.places.get(key);
    if (node === undefined) return;
    this.places.delete(key);
    this.strays.delete(key);
    this.infos.get(node)?.remove(key);
  }
}

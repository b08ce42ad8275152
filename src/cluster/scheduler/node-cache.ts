/** The scheduler's cache (pkg/scheduler/backend/cache/cache.go): Nodes with their Pods, assumed ones included. */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { keyOf } from '../runtime/keys.ts';
import type { Cluster } from './framework.ts';
import type { VolumeFacts } from './volume-facts.ts';
import { NodeInfo } from './node-info.ts';

const NOBODY: readonly Pod[] = [];

export class NodeCache implements Cluster {
  private readonly infos = new Map<string, NodeInfo>();
  /** Node of each counted Pod, by key. */
  private readonly places = new Map<string, string>();
  /** Pods of Nodes that are not (or no longer) known. */
  private readonly strays = new Map<string, Pod>();
  private list: NodeInfo[] | undefined;
  private readonly namespaces = new Map<string, Readonly<Record<string, string>>>();
  /** Pods that were promised a Node once others have left it, by Node and key. */
  private readonly promises = new Map<string, Map<string, Pod>>();
  cordoned = 0;
  tainted = 0;
  affine = 0;
  volumes?: VolumeFacts;

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
      this.put(fresh, pod);
    }
  }

  dropNode(name: string): void {
    const info = this.infos.get(name);
    if (!info) return;
    for (const [key, pod] of info.pods) this.strays.set(key, pod);
    this.affine -= info.affine.size;
    this.count(info.node, -1);
    this.infos.delete(name);
    this.list = undefined;
  }

  private count({ spec }: Node, sign: 1 | -1): void {
    if (spec?.unschedulable) this.cordoned += sign;
    if (spec?.taints?.length) this.tainted += sign;
  }

  setNamespace(name: string, labels: Readonly<Record<string, string>> | undefined): void {
    if (labels) this.namespaces.set(name, labels);
    else this.namespaces.delete(name);
  }

  namespaceLabels(name: string): Readonly<Record<string, string>> | undefined {
    return this.namespaces.get(name);
  }

  /** The nominator (pkg/scheduler/backend/queue/nominator.go): `node` is undefined when the promise is over. */
  nominate(pod: Pod, node: string | undefined): void {
    const key = keyOf(pod);
    for (const [name, pods] of this.promises) {
      if (name !== node && pods.delete(key) && pods.size === 0) this.promises.delete(name);
    }
    if (node === undefined) return;
    const pods = this.promises.get(node) ?? new Map<string, Pod>();
    this.promises.set(node, pods.set(key, pod));
  }

  nominated(node: string): readonly Pod[] {
    if (this.promises.size === 0) return NOBODY;
    return [...(this.promises.get(node)?.values() ?? NOBODY)];
  }

  node(name: string): NodeInfo | undefined {
    return this.infos.get(name);
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
    if (info) this.put(info, pod);
    else this.strays.set(key, pod);
  }

  displace(key: string): void {
    const node = this.places.get(key);
    if (node === undefined) return;
    this.places.delete(key);
    this.strays.delete(key);
    const info = this.infos.get(node);
    if (info?.affine.has(key)) this.affine--;
    info?.remove(key);
  }

  private put(info: NodeInfo, pod: Pod): void {
    const before = info.affine.size;
    info.add(pod);
    this.affine += info.affine.size - before;
  }
}

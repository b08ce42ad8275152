/** The scheduler's view of a Node and its Pods (pkg/scheduler/framework/types.go NodeInfo), kept up to date Pod by Pod. */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { controllerOf, keyOf } from '../runtime/keys.ts';
import { amounts, podRequests } from './pod-requests.ts';

export const HOSTNAME = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';

export class NodeInfo {
  node: Node;
  readonly name: string;
  readonly pods = new Map<string, Pod>();
  /** By resource name; Pods are counted by `count`. */
  readonly requested: Record<string, number> = {};
  /** What scoring asks of hundreds of Nodes for each Pod lies in the NodeInfo itself. */
  usedCpu = 0;
  usedMemory = 0;
  cpu = 0;
  memory = 0;
  /** Pods that are here, and that may be. */
  count = 0;
  most = 0;
  /** Host ports in use, `protocol/address/port`. */
  readonly ports = new Map<string, number>();
  /** Pods by the claims they mount, `namespace/name`. */
  readonly claims = new Map<string, number>();
  /** Pods by the uid of what manages them. */
  readonly owned = new Map<string, number>();
  /** Pods that have Pod affinity or anti-affinity. */
  readonly affine = new Map<string, Pod>();
  allocatable: Record<string, number> = {};
  /** The labels by which Pods are spread unless they say otherwise. */
  hostname: string | undefined;
  zone: string | undefined;
  hasImages = false;

  constructor(node: Node) {
    this.node = node;
    this.name = node.metadata?.name ?? '';
    this.remember();
    this.measure();
  }

  setNode(node: Node): void {
    const same = node.status?.allocatable === this.node.status?.allocatable;
    this.node = node;
    this.remember();
    if (!same) this.measure();
  }

  /** A Node to try things out on (Snapshot). */
  clone(): NodeInfo {
    const copy = new NodeInfo(this.node);
    for (const pod of this.pods.values()) copy.add(pod);
    return copy;
  }

  /** What is looked up for hundreds of Nodes for each Pod. */
  private remember(): void {
    const labels = this.node.metadata?.labels;
    this.hasImages = (this.node.status?.images?.length ?? 0) > 0;
    this.hostname = labels?.[HOSTNAME];
    this.zone = labels?.[ZONE];
  }

  private measure(): void {
    this.allocatable = amounts(this.node.status?.allocatable);
    this.cpu = this.allocatable['cpu'] ?? 0;
    this.memory = this.allocatable['memory'] ?? 0;
    this.most = this.allocatable['pods'] ?? 0;
  }

  add(pod: Pod): void {
    this.pods.set(keyOf(pod), pod);
    this.account(pod, 1);
  }

  /** Takes the Pod as it is now, unless what it counts for may have changed. */
  renew(key: string, pod: Pod): boolean {
    const old = this.pods.get(key);
    if (!old || old.spec?.containers !== pod.spec?.containers) return false;
    if (podRequests(old) !== podRequests(pod)) return false;
    if (old.metadata?.ownerReferences !== pod.metadata?.ownerReferences) return false;
    this.pods.set(key, pod);
    if (this.affine.has(key)) this.affine.set(key, pod);
    return true;
  }

  remove(key: string): void {
    const pod = this.pods.get(key);
    if (!pod) return;
    this.pods.delete(key);
    this.account(pod, -1);
  }

  private account(pod: Pod, sign: 1 | -1): void {
    const { requests, nonZero } = podRequests(pod);
    for (const resource in requests)
      this.requested[resource] = (this.requested[resource] ?? 0) + sign * requests[resource]!;
    this.usedCpu += sign * nonZero.cpu;
    this.usedMemory += sign * nonZero.memory;
    this.count = this.pods.size;
    for (const port of hostPorts(pod)) change(this.ports, port.id, sign);
    for (const volume of pod.spec?.volumes ?? []) {
      const name = volume.persistentVolumeClaim?.claimName;
      if (name) change(this.claims, `${pod.metadata?.namespace}/${name}`, sign);
    }
    const owner = controllerOf(pod)?.uid;
    if (owner) change(this.owned, owner, sign);
    if (!hasPodAffinity(pod)) return;
    if (sign === 1) this.affine.set(keyOf(pod), pod);
    else this.affine.delete(keyOf(pod));
  }
}

function hasPodAffinity({ spec }: Pod): boolean {
  return spec?.affinity?.podAffinity !== undefined || spec?.affinity?.podAntiAffinity !== undefined;
}

function change(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

export interface HostPort {
  id: string;
  protocol: string;
  address: string;
  port: number;
}

export function hostPorts(pod: Pod): HostPort[] {
  const ports: HostPort[] = [];
  for (const container of pod.spec?.containers ?? []) {
    for (const { hostPort, protocol = 'TCP', hostIP } of container.ports ?? []) {
      const address = hostIP || '0.0.0.0';
      if (hostPort) ports.push({ id: `${protocol}/${address}/${hostPort}`, protocol, address, port: hostPort });
    }
  }
  return ports;
}

/**
 * Which of the Pods that are bound to the node the kubelet takes (kubelet/lifecycle/predicate.go): a Pod that names its
 * node itself was seen by no scheduler.
 */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { milliValue, quantityValue } from '../../api/quantity.ts';
import { matchesPod } from '../runtime/node-affinity.ts';
import { tolerates } from '../runtime/tolerations.ts';
import type { NodeCapacity } from './node-status.ts';

export interface Refusal {
  reason: string;
  message: string;
}

type Amounts = Record<'cpu' | 'memory' | 'ephemeral-storage' | 'pods', number>;

/** Of those that are admitted and have not ended, by the kubelet's id for a Pod. */
export class NodeLedger {
  private readonly pods = new Map<string, { requests: Amounts; hostPorts: readonly string[] }>();
  private readonly used: Amounts = { cpu: 0, memory: 0, 'ephemeral-storage': 0, pods: 0 };
  private readonly capacity: Amounts;

  constructor(capacity: NodeCapacity) {
    this.capacity = {
      cpu: milliValue(capacity.cpu),
      memory: quantityValue(capacity.memory),
      'ephemeral-storage': quantityValue(capacity['ephemeral-storage']),
      pods: quantityValue(capacity.pods),
    };
  }

  /** Undefined when the node can take it. `node`: undefined where its object is not known yet. */
  refuse(pod: Pod, node: Node | undefined, isStatic: boolean): Refusal | undefined {
    if (node && !matchesPod(pod, node)) {
      return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
    }
    const ports = hostPortsOf(pod);
    if (ports.some((port) => [...this.pods.values()].some((other) => other.hostPorts.includes(port)))) {
      return predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports");
    }
    const shortage = this.shortage(requestsOf(pod));
    if (shortage) return shortage;
    const bad = (node?.spec?.taints ?? []).find(
      (taint) =>
        taint.effect === 'NoExecute' && !pod.spec?.tolerations?.some((toleration) => tolerates(toleration, taint)),
    );
    if (!bad || isStatic) return undefined;
    return predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  }

  add(id: string, pod: Pod): void {
    if (this.pods.has(id)) return;
    const requests = requestsOf(pod);
    this.pods.set(id, { requests, hostPorts: hostPortsOf(pod) });
    for (const name of NAMES) this.used[name] += requests[name];
  }

  /** Gives a Pod what it asks for now; says why not (api/core/types.go: PodReasonInfeasible, PodReasonDeferred). */
  resize(id: string, pod: Pod): Refusal | undefined {
    const wanted = requestsOf(pod);
    const held = this.pods.get(id)?.requests ?? NOTHING;
    for (const name of ['memory', 'cpu'] as const) {
      if (wanted[name] <= this.capacity[name]) continue;
      const text = `Node didn't have enough capacity: ${name}, requested: ${wanted[name]}, capacity: ${this.capacity[name]}`;
      return { reason: 'Infeasible', message: text };
    }
    for (const name of ['cpu', 'memory'] as const) {
      const used = this.used[name] - held[name];
      if (wanted[name] <= held[name] || used + wanted[name] <= this.capacity[name]) continue;
      const text = `Node didn't have enough resource: ${name}, requested: ${wanted[name]}, used: ${used}, capacity: ${this.capacity[name]}`;
      return { reason: 'Deferred', message: text };
    }
    this.remove(id);
    this.add(id, pod);
    return undefined;
  }

  remove(id: string): void {
    const entry = this.pods.get(id);
    if (!entry) return;
    this.pods.delete(id);
    for (const name of NAMES) this.used[name] -= entry.requests[name];
  }

  private shortage(requests: Amounts): Refusal | undefined {
    for (const name of NAMES) {
      const { [name]: requested } = requests;
      if (requested === 0 || requested + this.used[name] <= this.capacity[name]) continue;
      const message = `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${this.used[name]}, capacity: ${this.capacity[name]}`;
      return { reason: `OutOf${name}`, message };
    }
    return undefined;
  }
}

const NOTHING: Amounts = { cpu: 0, memory: 0, 'ephemeral-storage': 0, pods: 0 };
const NAMES = ['pods', 'cpu', 'memory', 'ephemeral-storage'] as const;

const predicate = (reason: string, text: string): Refusal => ({
  reason,
  message: `Predicate ${reason} failed: ${text}`,
});

const known = new WeakMap<object, Amounts>();

/** Pods of one template share its containers. */
function requestsOf({ spec }: Pod): Amounts {
  const key = spec?.containers ?? [];
  let requests = known.get(key);
  if (!requests) known.set(key, (requests = reckon(spec)));
  return requests;
}

function reckon(spec: Pod['spec']): Amounts {
  const sum = (name: 'cpu' | 'memory' | 'ephemeral-storage'): number => {
    const value = name === 'cpu' ? milliValue : quantityValue;
    const of = (one: { resources?: { requests?: Record<string, string> } }): number =>
      value(one.resources?.requests?.[name] ?? '0');
    let together = (spec?.containers ?? []).reduce((all, one) => all + of(one), 0);
    let sidecars = 0;
    let most = 0;
    for (const one of spec?.initContainers ?? []) {
      if ((one as { restartPolicy?: string }).restartPolicy === 'Always') {
        together += of(one);
        sidecars += of(one);
        most = Math.max(most, sidecars);
      } else most = Math.max(most, of(one) + sidecars);
    }
    return Math.max(together, most);
  };
  return { cpu: sum('cpu'), memory: sum('memory'), 'ephemeral-storage': sum('ephemeral-storage'), pods: 1 };
}

function hostPortsOf({ spec }: Pod): string[] {
  return (spec?.containers ?? []).flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, protocol = 'TCP' }) => (hostPort ? [`${protocol} ${hostPort}`] : [])),
  );
}

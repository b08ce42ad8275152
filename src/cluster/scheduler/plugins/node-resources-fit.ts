/** NodeResourcesFit: requests within what is allocatable, and the least loaded Node liked best (plugins/noderesources/{fit,least_allocated}.go). */
import type { FilterPlugin, ScorePlugin } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { podRequests } from '../pod-requests.ts';

const ORDER = ['cpu', 'memory', 'ephemeral-storage'];

export const nodeResourcesFit: FilterPlugin = {
  name: 'NodeResourcesFit',
  prepare(pod) {
    const { requests } = podRequests(pod);
    const names = Object.keys(requests).filter((name) => (requests[name] ?? 0) > 0);
    const ordered = [
      ...ORDER.filter((name) => names.includes(name)),
      ...names.filter((name) => !ORDER.includes(name)).toSorted(),
    ];
    return (node) => {
      let reasons: string[] | undefined;
      let unresolvable = false;
      if (node.count + 1 > node.most) reasons = ['Too many pods'];
      for (const name of ordered) {
        const capacity = node.allocatable[name] ?? 0;
        if (requests[name]! <= capacity - (node.requested[name] ?? 0)) continue;
        (reasons ??= []).push(`Insufficient ${name}`);
        // More than the whole Node has: no victim could make room.
        if (requests[name]! > capacity) unresolvable = true;
      }
      return reasons ? { plugin: 'NodeResourcesFit', reasons, unresolvable } : undefined;
    };
  },
};

function free(used: number, capacity: number): number {
  return capacity === 0 || used > capacity ? 0 : Math.trunc(((capacity - used) * 100) / capacity);
}

function leastAllocated(node: NodeInfo, cpu: number, memory: number): number {
  const byCpu = free(node.usedCpu + cpu, node.cpu);
  const byMemory = free(node.usedMemory + memory, node.memory);
  return Math.trunc((byCpu + byMemory) / 2);
}

export const leastAllocatedScore: ScorePlugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  score(pod, nodes) {
    const { cpu, memory } = podRequests(pod).nonZero;
    return nodes.map((node) => leastAllocated(node, cpu, memory));
  },
};

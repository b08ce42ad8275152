/** NodeResourcesBalancedAllocation: processor and memory used to like parts (plugins/noderesources/balanced_allocation.go). */
import type { ScorePlugin } from '../framework.ts';
import { podRequests } from '../pod-requests.ts';

export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score(pod, nodes) {
    const { requests } = podRequests(pod);
    // A Pod that asks for nothing changes no balance.
    if (!requests['cpu'] && !requests['memory']) return undefined;
    return nodes.map((node) => {
      const part = (name: string): number => {
        const capacity = node.allocatable[name] ?? 0;
        return capacity === 0 ? 1 : Math.min(1, ((node.requested[name] ?? 0) + (requests[name] ?? 0)) / capacity);
      };
      return Math.trunc((1 - Math.abs(part('cpu') - part('memory')) / 2) * 100);
    });
  },
};

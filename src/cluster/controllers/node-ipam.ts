/** The node IPAM controller (pkg/controller/nodeipam/ipam/range_allocator.go): each Node gets the next 10.244.N.0/24. */
import type { Node } from 'kubernetes-types/core/v1';
import { defineController } from '../runtime/define-controller.ts';
import { NODES } from '../runtime/resources.ts';

/** The N-th /24 of 10.244.0.0/16 and, for clusters beyond 256 Nodes, of the /16s after it; beyond 10.255, from 10.128 on. */
export function podCidr(n: number): string {
  return `10.${128 + ((116 + Math.floor(n / 256)) % 128)}.${n % 256}.0/24`;
}

export const nodeIpamController = defineController({
  name: 'node-ipam-controller',
  serviceAccount: 'node-controller',
  start({ queue, session, watch }) {
    const taken = new Set<string>();
    let next = 0;
    const nodes = watch<Node>(NODES, {
      add(node) {
        if (node.spec?.podCIDR) taken.add(node.spec.podCIDR);
        else queue.add(node.metadata?.name ?? '');
      },
      update(node) {
        if (node.spec?.podCIDR) taken.add(node.spec.podCIDR);
      },
      delete(node) {
        if (!node.spec?.podCIDR) return;
        taken.delete(node.spec.podCIDR);
        next = 0;
      },
    });
    return (name) => {
      const node = nodes.getByKey(name);
      if (!node || node.spec?.podCIDR) return;
      while (taken.has(podCidr(next))) next++;
      const cidr = podCidr(next);
      session.patch(NODES, undefined, name, 'application/strategic-merge-patch+json', {
        spec: { podCIDR: cidr, podCIDRs: [cidr] },
      });
      taken.add(cidr);
    };
  },
});

/** NodePorts: host ports must be free (plugins/nodeports/node_ports.go). */
import type { FilterPlugin } from '../framework.ts';
import { type HostPort, type NodeInfo, hostPorts } from '../node-info.ts';

const REJECTION = {
  plugin: 'NodePorts',
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  unresolvable: false,
};

function taken(node: NodeInfo, { protocol, address, port }: HostPort): boolean {
  if (address !== '0.0.0.0')
    return node.ports.has(`${protocol}/${address}/${port}`) || node.ports.has(`${protocol}/0.0.0.0/${port}`);
  for (const id of node.ports.keys()) if (id.startsWith(`${protocol}/`) && id.endsWith(`/${port}`)) return true;
  return false;
}

export const nodePorts: FilterPlugin = {
  name: 'NodePorts',
  prepare(pod) {
    const wanted = hostPorts(pod);
    return wanted.length > 0 ? (node) => (wanted.some((port) => taken(node, port)) ? REJECTION : undefined) : undefined;
  },
};

/** Joins the API server's streaming subresources to the nodes and to the network that answer them. */
import type { Pod } from 'kubernetes-types/core/v1';
import type { Engine } from '../containers/engine.ts';
import type { EngineClock } from '../containers/cpu.ts';
import type { Connect } from './apiserver/http/connect.ts';
import type { NodeServer } from './apiserver/streams/node-server.ts';
import { checkLogOptions } from './apiserver/streams/log-options.ts';
import { chooseContainer, unreachableLog } from './apiserver/streams/pod-location.ts';
import { portForwardConnector } from './apiserver/streams/port-forward.ts';
import { nodeProxy, podProxy, type ProxyNetwork, serviceProxy } from './apiserver/streams/proxy.ts';
import { attachConnector, execConnector, type Nodes } from './apiserver/streams/remote-command.ts';
import { serveLogs } from './kubelet/logs.ts';
import { createKubeletServer } from './kubelet/server.ts';
import type { ClusterNetwork } from './network/network.ts';

export interface ConnectorParts {
  clock: EngineClock;
  /** The engine of a node whose kubelet runs. */
  engine(node: string): Engine | undefined;
  /** Pods bound to a node. */
  pods(node: string): readonly Pod[];
  /** Undefined where Pods have no network. */
  network(): ClusterNetwork | undefined;
  /** The node from whose network the API server sends. */
  home: string;
}

export function createConnectors(parts: ConnectorParts): Record<string, Connect> {
  const { clock } = parts;
  const servers = new WeakMap<Engine, NodeServer>();
  const nodes: Nodes = (node) => {
    const engine = parts.engine(node);
    if (!engine) return undefined;
    let server = servers.get(engine);
    if (!server) {
      server = createKubeletServer({ engine, clock, node, pods: () => parts.pods(node) });
      servers.set(engine, server);
    }
    return server;
  };
  const network = proxyNetwork(parts);
  return {
    'pods/log': ({ object, query, request }) => {
      const pod = object as unknown as Pod;
      checkLogOptions(query, pod.metadata?.name ?? '');
      const container = chooseContainer(pod, query.get('container') ?? '');
      const engine = parts.engine(pod.spec?.nodeName ?? '');
      // Where Pods have no network they have no machines either, and nobody who could refuse.
      if (!engine && pod.spec?.nodeName && parts.network()) throw unreachableLog(pod, container, query);
      return serveLogs(pod, container, query, engine && { engine, clock }, request.signal);
    },
    'pods/exec': execConnector(nodes),
    'pods/attach': attachConnector(nodes),
    'pods/portforward': portForwardConnector(nodes),
    'pods/proxy': podProxy(network),
    'services/proxy': serviceProxy(network),
    'nodes/proxy': nodeProxy(network, nodes),
  };
}

function proxyNetwork(parts: ConnectorParts): ProxyNetwork {
  return {
    async send(request, signal) {
      const fabric = parts.network()?.fabric;
      const namespace = fabric?.node(parts.home);
      const { host } = new URL(request.url);
      if (!fabric || !namespace) return `dial tcp ${host}: connect: network is unreachable`;
      const { result } = await fabric.travel({ kind: 'inside', namespace }, request, { signal, hops: [] });
      if (result.ok) return result;
      const address = result.address ?? host;
      if (result.error === 'empty reply') return 'EOF';
      if (result.error === 'connection timed out') return `dial tcp ${address}: i/o timeout`;
      return `dial tcp ${address}: connect: ${result.error}`;
    },
    endpoint: (namespace, name, portName) => {
      const proxy = parts.network()?.proxy;
      const all = proxy?.endpoints(namespace, name, portName) ?? [];
      return all[proxy ? proxy.pick(all.length) : 0];
    },
  };
}

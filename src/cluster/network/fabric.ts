/**
 * The wires of the cluster: who has which address, and what listens there. It implements the network that container
 * engines plug their namespaces into (containers/network.ts). It remembers nothing that the engines do not bring.
 */
import type { EngineClock } from '../../containers/cpu.ts';
import type { Listener, Network, NetworkNamespace, NetworkResult, OutgoingRequest } from '../../containers/network.ts';
import type { ClusterDns } from './cluster-dns.ts';
import type { Hop, TravelResult } from './hops.ts';
import { type End, type PolicyTable, endOf } from './network-policy.ts';
import type { ServiceProxy } from './service-proxy.ts';
import { parseTarget } from './target.ts';

/** Where a request starts. */
export type Origin =
  | { kind: 'outside'; ip: string }
  /** In a Pod's namespace or a node's own. */
  | { kind: 'inside'; namespace: NetworkNamespace };

export interface FabricOptions {
  clock: EngineClock;
  proxy: ServiceProxy;
  dns: ClusterDns;
  policies: PolicyTable;
}

/** ms until a connection that nobody answers is given up. Simplified: Linux tries for two minutes. */
const CONNECT_TIMEOUT = 20_000;
/** A packet through, at most this many services deep: an ingress that sends to itself must end. */
const MAX_HOPS = 24;

export class Fabric implements Network {
  private readonly namespaces = new Map<string, NetworkNamespace>();
  /** Addresses of nodes: reachable from outside. */
  private readonly nodes = new Map<string, NetworkNamespace>();
  private readonly pods = new Map<string, NetworkNamespace>();
  /** Names of nodes whose cable is out. */
  private readonly severed = new Set<string>();

  constructor(private readonly options: FabricOptions) {}

  get nameServer(): string {
    return this.options.dns.address() ?? '10.96.0.10';
  }

  attach(namespace: NetworkNamespace): void {
    this.namespaces.set(namespace.ip, namespace);
    if (namespace.pod) this.pods.set(`${namespace.pod.namespace}/${namespace.pod.name}`, namespace);
    else this.nodes.set(namespace.node, namespace);
  }

  detach(namespace: NetworkNamespace): void {
    if (this.namespaces.get(namespace.ip) !== namespace) return;
    this.namespaces.delete(namespace.ip);
    if (namespace.pod) this.pods.delete(`${namespace.pod.namespace}/${namespace.pod.name}`);
    else this.nodes.delete(namespace.node);
  }

  at(ip: string): NetworkNamespace | undefined {
    return this.namespaces.get(ip);
  }
  pod(namespace: string, name: string): NetworkNamespace | undefined {
    return this.pods.get(`${namespace}/${name}`);
  }
  node(name: string): NetworkNamespace | undefined {
    return this.nodes.get(name);
  }

  /** From now on nothing comes to or from a node but what stays within it; or all is well again. */
  cut(node: string, severed: boolean): void {
    if (severed) this.severed.add(node);
    else this.severed.delete(node);
  }

  private isSevered(origin: Origin, { node }: NetworkNamespace): boolean {
    if (this.severed.size === 0) return false;
    const from = origin.kind === 'inside' ? origin.namespace.node : undefined;
    return from !== node && (this.severed.has(node) || this.severed.has(from ?? ''));
  }

  services(from: NetworkNamespace, name: string): ReturnType<Network['services']> {
    return this.options.dns.services(name, { kind: 'inside', namespace: from }, this);
  }

  resolve(from: NetworkNamespace, name: string): ReturnType<Network['resolve']> {
    return this.options.dns.resolve(name, { kind: 'inside', namespace: from }, this);
  }

  async request(from: NetworkNamespace, request: OutgoingRequest, signal?: AbortSignal): Promise<NetworkResult> {
    return (await this.travel({ kind: 'inside', namespace: from }, request, { signal, hops: [] })).result;
  }

  /** Resolves the name, finds who answers, asks. Never rejects but when `signal` aborts. */
  async travel(
    origin: Origin,
    request: OutgoingRequest,
    way: { signal?: AbortSignal | undefined; hops: Hop[] },
  ): Promise<TravelResult> {
    const { clock, dns } = this.options;
    const { hops } = way;
    const target = parseTarget(request.url);
    let ip = target.host;
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(ip)) {
      const answer = ip === 'localhost' ? { name: ip, addresses: ['127.0.0.1'] } : dns.resolve(ip, origin, this);
      const first = typeof answer === 'string' ? undefined : answer.addresses[0];
      if (first === undefined) return { result: { ok: false, error: 'could not resolve host' }, hops };
      hops.push({ kind: 'dns', name: target.host, at: clock.now() });
      ip = first;
    }
    const address = `${ip}:${target.port}`;
    const found = this.connect(origin, ip, target.port, hops);
    if (found === 'timed out') {
      await clock.sleep(CONNECT_TIMEOUT, way.signal);
      return { result: { ok: false, error: 'connection timed out', address }, hops };
    }
    if (typeof found === 'string') {
      return {
        result: { ok: false, error: found === 'refused' ? 'connection refused' : 'no route to host', address },
        hops,
      };
    }
    return { result: await this.ask(origin, found, request, { ...target, address }, hops), hops };
  }

  private connect(origin: Origin, ip: string, port: number, hops: Hop[]): Connection | Failure {
    const { clock, proxy } = this.options;
    if (ip === '127.0.0.1') return origin.kind === 'inside' ? this.listener(origin.namespace, port) : 'refused';
    const node = [...this.nodes.values()].find((namespace) => namespace.ip === ip);
    if (node && this.isSevered(origin, node)) return 'timed out';
    const inside = origin.kind === 'inside';
    const client = inside ? origin.namespace.ip : origin.ip;
    const service = node ? proxy.nodePort(port) : inside || proxy.isExternal(ip) ? proxy.virtual(ip, port) : undefined;
    if (service) {
      const { namespace, name } = service;
      if (node) hops.push({ kind: 'nodePort', name: node.node, at: clock.now() });
      hops.push({ kind: 'service', namespace, name, at: clock.now() });
      const endpoint = proxy.choose(service, client);
      if (!endpoint) return 'refused';
      return this.enter(origin, endpoint.ip, endpoint.port, hops);
    }
    if (node) return this.listener(node, port);
    if (!inside) return 'timed out';
    // A virtual address with no such port: nothing is programmed for it, and packets are dropped somewhere outside.
    if (proxy.isVirtual(ip)) return 'timed out';
    return this.enter(origin, ip, port, hops);
  }

  /** To a Pod (or a process on a node) by its own address. */
  private enter(origin: Origin, ip: string, port: number, hops: Hop[]): Connection | Failure {
    const namespace = this.namespaces.get(ip);
    if (!namespace) return ip.startsWith('10.') ? 'no route' : 'timed out';
    if (this.isSevered(origin, namespace) || !this.mayReach(origin, ip, port)) return 'timed out';
    const { pod } = namespace;
    const at = this.options.clock.now();
    if (pod) hops.push({ kind: 'pod', namespace: pod.namespace, name: pod.name, at });
    return this.listener(namespace, port);
  }

  /** Whether NetworkPolicies let a packet through to the address. */
  mayReach(origin: Origin, ip: string, port: number, protocol?: string): boolean {
    const to = this.namespaces.get(ip);
    const from: End = origin.kind === 'inside' ? endOf(origin.namespace) : { ip: origin.ip };
    return this.options.policies.allows(from, to ? endOf(to) : { ip }, port, protocol);
  }

  private listener(namespace: NetworkNamespace, port: number): Connection | Failure {
    const listener = namespace.ports.get(port);
    if (!listener) return 'refused';
    if (listener.forward) return this.listener(listener.forward.namespace, listener.forward.port);
    return { namespace, listener };
  }

  private async ask(
    origin: Origin,
    { listener }: Connection,
    request: OutgoingRequest,
    target: { path: string; host: string; port: number; address: string },
    hops: Hop[],
  ): Promise<NetworkResult> {
    const { address } = target;
    if (!listener.serve || hops.length > MAX_HOPS) return { ok: false, error: 'empty reply', address };
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
    const standard = target.port === 80 || target.port === 443;
    const host = headers['host'] ?? (standard ? target.host : `${target.host}:${target.port}`);
    const remote = origin.kind === 'inside' ? origin.namespace.ip : origin.ip;
    const { promised } = this.options.clock;
    try {
      const incoming = {
        method: request.method,
        path: target.path,
        host,
        headers: { host, ...headers },
        body: request.body ?? '',
        remote,
      };
      const answer = await listener.serve(incoming);
      const further = HOPS_OF.get(answer);
      if (further) hops.push(...further);
      promised?.call(this.options.clock);
      return { ok: true, address, status: answer.status, headers: answer.headers, body: answer.body };
    } catch {
      return { ok: false, error: 'empty reply', address };
    }
  }
}

type Failure = 'refused' | 'timed out' | 'no route';
interface Connection {
  namespace: NetworkNamespace;
  listener: Listener;
}

/** How a request went on behind an answer: an ingress controller says it here. */
export const HOPS_OF = new WeakMap<object, readonly Hop[]>();

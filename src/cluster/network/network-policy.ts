/**
 * NetworkPolicies, enforced where packets leave and enter Pods, as a network plugin does (networking.k8s.io/v1
 * NetworkPolicySpec): a Pod that a policy selects takes and sends only what some policy allows; what is not allowed is
 * dropped without an answer. A node always reaches the Pods on it.
 */
import type { Namespace, Pod } from 'kubernetes-types/core/v1';
import { contains, parseCIDR, parseIP } from '../../api/ip.ts';
import { type LabelSelector, matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import type { NetworkNamespace } from '../../containers/network.ts';
import type { InformerFactory } from '../runtime/informer-factory.ts';
import { NAMESPACES, NETWORK_POLICIES, PODS } from '../runtime/resources.ts';

interface Port {
  protocol?: string;
  port?: number | string;
  endPort?: number;
}

interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string; except?: string[] };
}

interface Policy {
  metadata?: { namespace?: string; name?: string };
  spec?: {
    podSelector?: LabelSelector;
    ingress?: { from?: Peer[]; ports?: Port[] }[];
    egress?: { to?: Peer[]; ports?: Port[] }[];
    policyTypes?: string[];
  };
}

/** One end of a connection: `pod` is absent for nodes and for what is outside. */
export interface End {
  ip: string;
  node?: string;
  pod?: { namespace: string; name: string };
}

export interface PolicyTable {
  /** Whether a packet gets from one end to a port of the other. */
  allows(from: End, to: End, port: number, protocol?: string): boolean;
}

const byNamespace = ({ metadata }: Policy): readonly string[] => [metadata?.namespace ?? ''];

/** An end of the fabric; a Pod in its node's own namespace has no policies. */
export function endOf({ ip, node, pod }: NetworkNamespace): End {
  return pod ? { ip, node, pod } : { ip, node };
}

export function createPolicyTable(informers: InformerFactory): PolicyTable {
  const policies = informers.for<Policy>(NETWORK_POLICIES);
  const pods = informers.for<Pod>(PODS);
  const namespaces = informers.for<Namespace>(NAMESPACES);
  const podOf = ({ pod }: End): Pod | undefined => pod && pods.get(pod.namespace, pod.name);
  const selects = (selector: LabelSelector | undefined, labels: Record<string, string> | undefined): boolean =>
    !selector || matchesLabels(selectorFromLabelSelector(selector), labels);

  const concerning = (end: End, type: string): Policy[] => {
    const labels = podOf(end)?.metadata?.labels;
    return [...policies.byIndex(byNamespace, end.pod?.namespace ?? '')].filter(
      ({ spec }) => spec?.policyTypes?.includes(type) && selects(spec.podSelector, labels),
    );
  };
  const isPeer = (peer: Peer, end: End, policyNamespace: string): boolean => {
    if (peer.ipBlock) return inBlock(peer.ipBlock, end.ip);
    if (!end.pod) return false;
    const { namespace } = end.pod;
    const near = peer.namespaceSelector
      ? selects(peer.namespaceSelector, namespaces.getByKey(namespace)?.metadata?.labels)
      : namespace === policyNamespace;
    return near && selects(peer.podSelector, podOf(end)?.metadata?.labels);
  };
  const isPort = (wanted: Port, target: End, port: number, protocol: string): boolean => {
    if ((wanted.protocol ?? 'TCP') !== protocol) return false;
    if (wanted.port === undefined) return true;
    if (typeof wanted.port === 'string') return portsNamed(podOf(target), wanted.port).includes(port);
    return port >= wanted.port && port <= (wanted.endPort ?? wanted.port);
  };
  /** Some policy lets it through, or none is about this Pod. */
  const passes = (own: End, other: End, type: 'Ingress' | 'Egress', port: number, protocol: string): boolean => {
    if (!own.pod || policies.size === 0) return true;
    const found = concerning(own, type);
    const target = type === 'Ingress' ? own : other;
    return (
      found.length === 0 ||
      found.some(({ metadata, spec }) =>
        rulesOf(spec, type).some(
          ({ peers, ports }) =>
            (peers.length === 0 || peers.some((peer) => isPeer(peer, other, metadata?.namespace ?? ''))) &&
            (ports.length === 0 || ports.some((wanted) => isPort(wanted, target, port, protocol))),
        ),
      )
    );
  };
  return {
    allows(from, to, port, protocol = 'TCP') {
      if (from.ip === to.ip) return true;
      if (!passes(from, to, 'Egress', port, protocol)) return false;
      const host = !from.pod && from.node !== undefined && from.node === to.node;
      return host || passes(to, from, 'Ingress', port, protocol);
    },
  };
}

function rulesOf(spec: Policy['spec'], type: 'Ingress' | 'Egress'): { peers: Peer[]; ports: Port[] }[] {
  if (type === 'Ingress') return (spec?.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }));
  return (spec?.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }));
}

function inBlock({ cidr, except = [] }: NonNullable<Peer['ipBlock']>, ip: string): boolean {
  const address = parseIP(ip);
  const within = (text: string): boolean => {
    const network = parseCIDR(text);
    return address !== undefined && network !== undefined && contains(network, address);
  };
  return within(cidr) && !except.some(within);
}

function portsNamed(pod: Pod | undefined, name: string): number[] {
  const all = [...(pod?.spec?.containers ?? []), ...(pod?.spec?.initContainers ?? [])];
  return all.flatMap(({ ports = [] }) => ports.filter((one) => one.name === name).map((one) => one.containerPort));
}

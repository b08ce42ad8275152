/** A Pod's names and name servers, where its spec says something of them (kubelet/network/dns/dns.go, kubelet_pods.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import type { PodNames } from '../../containers/identity-files.ts';
import { NODE_RESOLVER } from '../../containers/resolver.ts';

interface NodeNames {
  /** Of the cluster's DNS. */
  nameServer: string;
  node: { name: string };
}

const DOMAIN = 'cluster.local';
const MOST = 63;

/** The host name that its containers see. */
export function hostnameOf(pod: Pod, { node }: NodeNames): string {
  const { spec, metadata } = pod;
  if (spec?.hostNetwork) return node.name;
  const short = (spec?.hostname ?? metadata?.name ?? '').slice(0, MOST).replace(/[-.]+$/, '');
  return (spec?.setHostnameAsFQDN && fqdnOf(pod)) || short;
}

function fqdnOf({ spec, metadata }: Pod): string | undefined {
  if (!spec?.subdomain) return undefined;
  return `${spec.hostname ?? metadata?.name}.${spec.subdomain}.${metadata?.namespace}.svc.${DOMAIN}`;
}

/** Undefined for a Pod that leaves everything as it is. */
export function podNames(pod: Pod, { nameServer }: NodeNames): PodNames | undefined {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostAliases, hostNetwork } = pod.spec ?? {};
  const fqdn = fqdnOf(pod);
  const plain = dnsPolicy === 'ClusterFirst' && !hostNetwork && !dnsConfig;
  if (plain && !hostAliases?.length && !fqdn) return undefined;
  const where = pod.metadata?.namespace ?? 'default';
  const cluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
  const options = (dnsConfig?.options ?? []).map(({ name, value }) =>
    value === undefined ? name! : `${name}:${value}`,
  );
  const named = new Set(options.map((option) => option.split(':')[0]));
  const base = cluster ? ['ndots:5'].filter((option) => !named.has(option.split(':')[0])) : [];
  const servers = dnsPolicy === 'None' ? [] : [cluster ? nameServer : NODE_RESOLVER];
  const searches = cluster ? [`${where}.svc.${DOMAIN}`, `svc.${DOMAIN}`, DOMAIN] : [];
  return {
    ...(hostAliases && { aliases: hostAliases.map(({ ip, hostnames }) => ({ ip: ip ?? '', names: hostnames ?? [] })) }),
    ...(fqdn && { fqdn }),
    nameServers: [...new Set([...servers, ...(dnsConfig?.nameservers ?? [])])],
    searches: [...new Set([...searches, ...(dnsConfig?.searches ?? [])])],
    options: [...base, ...options],
  };
}

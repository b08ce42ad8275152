/**
 * What the kubelet and the runtime put into every container: its name, its hosts, its name server
 * (kubelet_pods.go: ensureHostsFile; network/dns/dns.go: GetPodDNS).
 */
import type { Container } from './container.ts';

/** What a Pod's spec says of names and name servers, where it says anything. */
export interface PodNames {
  /** `hostAliases` */
  aliases?: readonly { ip: string; names: readonly string[] }[];
  /** `web-0.web.default.svc.cluster.local`, of a Pod with a subdomain. */
  fqdn?: string;
  nameServers: readonly string[];
  searches: readonly string[];
  options: readonly string[];
}

const HOSTS = `# Kubernetes-managed hosts file.
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
`;

export function identityFiles({ hostname, namespace, sandbox, network }: Container): [path: string, text: string][] {
  const { names, namespace: where } = sandbox.config;
  const own = names?.fqdn ? `${names.fqdn}\t${hostname}` : hostname;
  const aliases = (names?.aliases ?? []).map(({ ip, names: list }) => `${ip}\t${list.join('\t')}\n`).join('');
  const added = aliases && `\n# Entries added by HostAliases.\n${aliases}`;
  const servers = names?.nameServers ?? [network.nameServer];
  const searches = names?.searches ?? [`${where}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'];
  const options = names?.options ?? ['ndots:5'];
  const resolver = [
    ...(searches.length > 0 ? [`search ${searches.join(' ')}`] : []),
    ...servers.map((server) => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
  ];
  return [
    ['/etc/hostname', `${hostname}\n`],
    ['/etc/hosts', `${HOSTS}${namespace.ip}\t${own}\n${added}`],
    ['/etc/resolv.conf', `${resolver.join('\n')}\n`],
  ];
}

/** How a container's programs find addresses: the hosts file first, then the name servers (nsswitch.conf(5), resolv.conf(5)). */
import type { Container } from './container.ts';
import type { Network, NetworkResult, OutgoingRequest, Resolution } from './network.ts';

type Answer = Resolution | 'unreachable' | 'not found';

/** The name server that nodes use themselves: their machine's. */
export const NODE_RESOLVER = '172.18.0.1';

const ADDRESS = /^\d+(\.\d+){3}$/;

interface ResolverConfig {
  servers: string[];
  searches: string[];
  ndots: number;
}

function fileOf({ fs }: Container, path: string): string {
  return fs.stat(path)?.type === 'file' ? fs.readFile(path) : '';
}

function inHosts(container: Container, name: string): string | undefined {
  for (const line of fileOf(container, '/etc/hosts').split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address && ADDRESS.test(address) && names.includes(name)) return address;
  }
  return undefined;
}

function readConfig(text: string): ResolverConfig {
  const config: ResolverConfig = { servers: [], searches: [], ndots: 1 };
  for (const line of text.split('\n')) {
    const [word, ...values] = line.trim().split(/\s+/);
    if (word === 'nameserver') config.servers.push(...values);
    else if (word === 'search') config.searches = values;
    else if (word === 'options') {
      const ndots = values.find((value) => value.startsWith('ndots:'));
      if (ndots) config.ndots = Number(ndots.slice('ndots:'.length));
    }
  }
  return config;
}

/** The first of its name servers. */
export const nameServerOf = (container: Container): string | undefined =>
  readConfig(fileOf(container, '/etc/resolv.conf')).servers[0];

/** Asks the name servers only, as nslookup does. */
export function askServers(container: Container, network: Network, name: string): Answer {
  const { servers, searches, ndots } = readConfig(fileOf(container, '/etc/resolv.conf'));
  const cluster = servers.includes(network.nameServer);
  if (!cluster && !servers.includes(NODE_RESOLVER)) return 'unreachable';
  const plain = name.replace(/\.$/, '');
  const within = searches.map((domain) => `${plain}.${domain}`);
  const many = plain.split('.').length - 1 >= ndots;
  const candidates = name.endsWith('.') ? [plain] : many ? [plain, ...within] : [...within, plain];
  for (const candidate of candidates) {
    // The node's resolver knows nothing of what is in the cluster.
    const known = cluster || !candidate.endsWith('.cluster.local');
    const answer = known ? network.resolve(container.namespace, `${candidate}.`) : 'not found';
    if (answer !== 'not found') return answer;
  }
  return 'not found';
}

/** Sends a request to where this container's files say its name leads. */
export function requestFrom(
  container: Container,
  network: Network,
  request: OutgoingRequest,
  signal?: AbortSignal,
): Promise<NetworkResult> {
  const { namespace } = container;
  const [, before = '', host = '', port = '', rest = ''] = /^(\w+:\/\/)?([^/:?]+)(:\d+)?(.*)$/s.exec(request.url) ?? [];
  if (host === '' || host === 'localhost' || ADDRESS.test(host)) return network.request(namespace, request, signal);
  const known = inHosts(container, host);
  const ordinary = known === undefined && container.sandbox.config.names === undefined;
  if (ordinary) return network.request(namespace, request, signal);
  const answer = known ?? askServers(container, network, host);
  const address = typeof answer === 'object' ? answer.addresses[0] : known;
  if (address === undefined) return Promise.resolve({ ok: false, error: 'could not resolve host' });
  const headers = { host: host + port, ...request.headers };
  return network.request(namespace, { ...request, url: before + address + port + rest, headers }, signal);
}

/** The hosts file, then the servers. */
export function resolveIn(container: Container, network: Network, name: string): Answer {
  const known = inHosts(container, name);
  return known === undefined ? askServers(container, network, name) : { name, addresses: [known] };
}

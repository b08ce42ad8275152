/**
 * Names as CoreDNS answers them (kubernetes plugin: dns specification 1.1.0) and, behind it, as the world outside
 * would: host names of Ingress rules are registered to the ingress controller's address.
 */
import type { Service } from 'kubernetes-types/core/v1';
import type { Ingress } from 'kubernetes-types/networking/v1';
import type { Resolution, ServiceRecord } from '../../containers/network.ts';
import type { Informer } from '../runtime/informer.ts';
import type { InformerFactory } from '../runtime/informer-factory.ts';
import { INGRESSES, SERVICES } from '../runtime/resources.ts';
import type { Fabric, Origin } from './fabric.ts';
import { hostMatches } from './ingress-match.ts';
import type { ProxyEndpoint, ServiceProxy } from './service-proxy.ts';

export interface ClusterDns {
  /** The name server's virtual address, if there is one. */
  address(): string | undefined;
  resolve(name: string, origin: Origin, fabric: Fabric): Resolution | 'unreachable' | 'not found';
  /** SRV records. */
  services(name: string, origin: Origin, fabric: Fabric): ServiceRecord[] | 'unreachable' | 'not found';
}

export interface DnsOptions {
  informers: InformerFactory;
  proxy: ServiceProxy;
  /** Address that Ingress hosts are registered to; undefined when there is no ingress controller anywhere. */
  ingressAddress(): string | undefined;
}

const DOMAIN = 'cluster.local';
const DNS_PORT = 53;
/** resolv.conf's ndots: a name with fewer dots is tried in the search domains first. */
const NDOTS = 5;

/** `[_PORT._PROTOCOL.]SERVICE.NAMESPACE.svc.cluster.local` */
const SERVICE_NAME = /^(?:_([\w-]+)\._(tcp|udp|sctp)\.)?([\w-]+)\.([\w-]+)\.svc\.cluster\.local$/;

/** What an endpoint is called below its Service's name. */
const label = ({ hostname, ip }: ProxyEndpoint): string => hostname ?? ip.replaceAll('.', '-');

export function createClusterDns({ informers, proxy, ingressAddress }: DnsOptions): ClusterDns {
  const services: Informer<Service> = informers.for<Service>(SERVICES);
  const ingresses: Informer<Ingress> = informers.for<Ingress>(INGRESSES);

  const server = (): Service | undefined => services.get('kube-system', 'kube-dns');
  /** True when a CoreDNS Pod that is ready listens, and the asker's packets get there. */
  const alive = (fabric: Fabric, origin: Origin): boolean => {
    const service = server();
    const port =
      service?.spec?.ports?.find((one) => one.port === DNS_PORT && one.protocol === 'TCP') ?? service?.spec?.ports?.[0];
    return proxy
      .endpoints('kube-system', 'kube-dns', port?.name ?? '')
      .some(({ ip }) => fabric.at(ip)?.ports.has(DNS_PORT) === true && fabric.mayReach(origin, ip, DNS_PORT, 'UDP'));
  };
  const outside = (name: string): string[] => {
    for (const ingress of ingresses.values()) {
      const known = (ingress.spec?.rules ?? []).some((rule) => rule.host && hostMatches(rule.host, name) > 0);
      const address = known ? ingressAddress() : undefined;
      if (address) return [address];
    }
    return [];
  };
  const inCluster = (name: string, depth = 0): string[] => {
    const labels = name.split('.');
    const zone = labels.slice(-3).join('.');
    if (zone === `pod.${DOMAIN}`) return [labels[0]!.replaceAll('-', '.')];
    if (zone !== `svc.${DOMAIN}`) return depth > 0 ? outside(name) : [];
    const own = labels.slice(0, -3);
    const [service, namespace] = own.slice(-2) as [string?, string?];
    const object = namespace ? services.get(namespace, service ?? '') : undefined;
    if (!object || own.length > 3) return [];
    if (object.spec?.type === 'ExternalName')
      return depth > 8 ? [] : inCluster(object.spec.externalName ?? '', depth + 1);
    const ip = object.spec?.clusterIP;
    if (own.length === 2 && ip && ip !== 'None') return [ip];
    const ports = object.spec?.ports?.length ? object.spec.ports : [{ name: '' }];
    const all = ports.flatMap((port) => proxy.endpoints(namespace!, service!, port.name ?? ''));
    const wanted = own.length === 3 ? all.filter((one) => label(one) === own[0]) : all;
    return [...new Set(wanted.map((one) => one.ip))];
  };
  const records = (name: string): ServiceRecord[] => {
    const [, portName, , service = '', namespace = ''] = SERVICE_NAME.exec(name) ?? [];
    const spec = services.get(namespace, service)?.spec;
    const ports = (spec?.ports ?? []).filter((port) => portName === undefined || port.name === portName);
    const own = `${service}.${namespace}.svc.${DOMAIN}`;
    if (spec?.clusterIP !== 'None') return ports.map(({ port }) => ({ port, target: own }));
    return ports.flatMap((port) =>
      proxy
        .endpoints(namespace, service, port.name ?? '')
        .map((one) => ({ port: one.port, target: `${label(one)}.${own}` })),
    );
  };
  return {
    address: () => server()?.spec?.clusterIP,
    services(asked, origin, fabric) {
      if (origin.kind === 'outside' || !origin.namespace.pod) return 'not found';
      if (!alive(fabric, origin)) return 'unreachable';
      const found = records(asked.replace(/\.$/, '').toLowerCase());
      return found.length > 0 ? found : 'not found';
    },
    resolve(asked, origin, fabric) {
      const absolute = asked.replace(/\.$/, '').toLowerCase();
      // A Pod on its node's network that asks the cluster's DNS asks for whole names.
      const asksCluster = origin.kind === 'inside' && asked.endsWith(`.${DOMAIN}.`);
      if (origin.kind === 'outside' || (!origin.namespace.pod && !asksCluster)) {
        const addresses = outside(absolute);
        return addresses.length > 0 ? { name: absolute, addresses } : 'not found';
      }
      if (!alive(fabric, origin)) return 'unreachable';
      const namespace = origin.namespace.pod?.namespace ?? '';
      const searched = [`${namespace}.svc.${DOMAIN}`, `svc.${DOMAIN}`, DOMAIN].map((domain) => `${absolute}.${domain}`);
      const short = !asked.endsWith('.') && absolute.split('.').length - 1 < NDOTS;
      for (const name of short ? [...searched, absolute] : [absolute]) {
        const addresses = name.endsWith(`.${DOMAIN}`) ? inCluster(name) : outside(name);
        if (addresses.length > 0) return { name, addresses };
      }
      return 'not found';
    },
  };
}

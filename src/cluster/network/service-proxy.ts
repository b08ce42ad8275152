/**
 * Services' virtual addresses and node ports, as kube-proxy programs them from Services and EndpointSlices
 * (pkg/proxy/iptables/proxier.go, pkg/proxy/topology.go). Chance decides among ready endpoints, as iptables does.
 * Simplified: one table for all nodes; rules are as fresh as the slices while kube-proxy runs.
 */
import type { Service, ServicePort } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Random } from '../../time/random.ts';
import type { Informer } from '../runtime/informer.ts';
import type { InformerFactory } from '../runtime/informer-factory.ts';
import { ENDPOINT_SLICES, SERVICES } from '../runtime/resources.ts';

export interface ServiceTarget {
  namespace: string;
  name: string;
  service: Service;
  port: ServicePort;
}

export interface ProxyEndpoint {
  ip: string;
  port: number;
  pod?: string;
  hostname?: string;
  node?: string;
}

export interface ServiceProxy {
  virtual(ip: string, port: number): ServiceTarget | undefined;
  nodePort(port: number): ServiceTarget | undefined;
  isVirtual(ip: string): boolean;
  /** An address that reaches a Service from outside: a load balancer's or an external IP. */
  isExternal(ip: string): boolean;
  /** One of the endpoints that traffic goes to; undefined when there is none. */
  choose(target: ServiceTarget, client: string): ProxyEndpoint | undefined;
  /** All that traffic may go to, through the service port of this name ('' for a nameless one). */
  endpoints(namespace: string, name: string, portName: string): ProxyEndpoint[];
  /** Chance among so many endpoints. */
  pick(count: number): number;
  /** kube-proxy stops: the rules stay as they are. */
  freeze(): void;
  /** kube-proxy runs again. */
  thaw(): void;
}

const byAddress = (service: Service): readonly string[] => [
  ...virtualAddresses(service),
  ...externalAddresses(service),
];
const byNodePort = (service: Service): readonly string[] =>
  (service.spec?.ports ?? []).flatMap((port) => (port.nodePort ? [String(port.nodePort)] : []));
export const byService = (slice: EndpointSlice): readonly string[] => [
  `${slice.metadata?.namespace}/${slice.metadata?.labels?.['kubernetes.io/service-name'] ?? ''}`,
];

function virtualAddresses({ spec }: Service): string[] {
  return (spec?.clusterIPs ?? [spec?.clusterIP ?? '']).filter((ip) => ip !== '' && ip !== 'None');
}
function externalAddresses({ spec, status }: Service): string[] {
  const balanced = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []));
  return [...(spec?.externalIPs ?? []), ...balanced];
}

export function createServiceProxy(informers: InformerFactory, random: Random): ServiceProxy {
  const services: Informer<Service> = informers.for<Service>(SERVICES);
  const slices: Informer<EndpointSlice> = informers.for<EndpointSlice>(ENDPOINT_SLICES);
  let frozen: { services: Service[]; slices: EndpointSlice[] } | undefined;
  const affinity = new Map<string, string>();

  const at = (index: (service: Service) => readonly string[], value: string): Iterable<Service> =>
    frozen ? frozen.services.filter((service) => index(service).includes(value)) : services.byIndex(index, value);
  const slicesOf = (key: string): Iterable<EndpointSlice> =>
    frozen ? frozen.slices.filter((slice) => byService(slice).includes(key)) : slices.byIndex(byService, key);
  const find = (candidates: Iterable<Service>, wanted: (port: ServicePort) => boolean): ServiceTarget | undefined => {
    for (const service of candidates) {
      const port = (service.spec?.ports ?? []).find((one) => (one.protocol ?? 'TCP') === 'TCP' && wanted(one));
      const { namespace = '', name = '' } = service.metadata ?? {};
      if (port) return { namespace, name, service, port };
    }
    return undefined;
  };
  const endpoints = (namespace: string, name: string, portName: string): ProxyEndpoint[] => {
    const ready: ProxyEndpoint[] = [];
    const terminating: ProxyEndpoint[] = [];
    for (const slice of slicesOf(`${namespace}/${name}`)) collect(slice, portName, ready, terminating);
    // When nothing is ready, what still serves while it ends is better than nothing (KEP-1669).
    return ready.length > 0 ? ready : terminating;
  };
  return {
    virtual: (ip, port) => find(at(byAddress, ip), (one) => one.port === port),
    nodePort: (port) => find(at(byNodePort, String(port)), (one) => one.nodePort === port),
    isVirtual: (ip) => [...at(byAddress, ip)].length > 0,
    isExternal: (ip) => [...at(byAddress, ip)].some((service) => externalAddresses(service).includes(ip)),
    endpoints,
    pick: (count) => random.int(Math.max(1, count)),
    choose({ namespace, name, service, port }, client) {
      const all = endpoints(namespace, name, port.name ?? '');
      const sticky = service.spec?.sessionAffinity === 'ClientIP' ? `${namespace}/${name}/${client}` : undefined;
      const kept = sticky && all.find((endpoint) => endpoint.ip === affinity.get(sticky));
      const chosen = kept || all[random.int(Math.max(1, all.length))];
      if (sticky && chosen) affinity.set(sticky, chosen.ip);
      return chosen;
    },
    freeze: () => {
      frozen = { services: [...services.values()], slices: [...slices.values()] };
    },
    thaw: () => {
      frozen = undefined;
    },
  };
}

function collect(slice: EndpointSlice, portName: string, ready: ProxyEndpoint[], terminating: ProxyEndpoint[]): void {
  const port = (slice.ports ?? []).find((one) => (one.name ?? '') === portName)?.port;
  if (port === undefined || slice.addressType !== 'IPv4') return;
  for (const { addresses, conditions, targetRef, hostname, nodeName } of slice.endpoints ?? []) {
    const list =
      conditions?.ready !== false ? ready : conditions?.serving && conditions.terminating ? terminating : undefined;
    for (const ip of list ? addresses : []) {
      list?.push({
        ip,
        port,
        ...(targetRef?.name && { pod: targetRef.name }),
        ...(hostname && { hostname }),
        ...(nodeName && { node: nodeName }),
      });
    }
  }
}

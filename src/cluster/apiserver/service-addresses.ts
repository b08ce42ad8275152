/**
 * The IPAddress objects of Services (pkg/registry/core/service/ipallocator/{cidrallocator,controller/repairip}.go): every
 * cluster IP has one that says whose it is.
 * Simplified: written right after the Service, not within its create.
 */
import type { KubeObject } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import type { Store } from '../store/contract.ts';
import type { Verbs } from './verbs-contract.ts';

const TABLE = 'ipaddresses.networking.k8s.io';
const RESOURCE = { group: 'networking.k8s.io', version: 'v1', resource: 'ipaddresses' };
const FAMILY = 'ipaddress.kubernetes.io/ip-family';
const MANAGED_BY = 'ipaddress.kubernetes.io/managed-by';
const ALLOCATOR = 'ipallocator.k8s.io';
const CALLER = { user: 'system:apiserver', groups: ['system:masters'], userAgent: 'kube-apiserver' };

function addressesOf(service: KubeObject | undefined): string[] {
  const { clusterIPs = [] } = (service?.['spec'] ?? {}) as { clusterIPs?: string[] };
  return clusterIPs.filter((ip) => ip !== '' && ip !== 'None');
}

/** Begins with the Services that there are. */
export function keepServiceAddresses(store: Store, verbs: Verbs): { stop(): void } {
  const take = (ip: string, { metadata }: KubeObject): void => {
    if (store.get(TABLE, undefined, ip)) return;
    const labels = { [FAMILY]: ip.includes(':') ? 'IPv6' : 'IPv4', [MANAGED_BY]: ALLOCATOR };
    const parentRef = { resource: 'services', namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
    const object = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IPAddress',
      metadata: { name: ip, labels },
      spec: { parentRef },
    };
    verbs.create<object>(CALLER, RESOURCE, undefined, object);
  };
  const release = (ip: string): void => {
    const held = store.get(TABLE, undefined, ip);
    if (held?.metadata?.labels?.[MANAGED_BY] !== ALLOCATOR) return;
    try {
      verbs.delete(CALLER, RESOURCE, undefined, ip);
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  };
  return store.watch('services', {}, (events) => {
    for (const { type, object, previous } of events) {
      const wanted = type === 'DELETED' ? [] : addressesOf(object);
      for (const ip of addressesOf(previous ?? object)) if (!wanted.includes(ip)) release(ip);
      for (const ip of wanted) take(ip, object);
    }
  });
}

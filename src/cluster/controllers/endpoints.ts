/** The Endpoints controller (pkg/controller/endpoint/endpoints_controller.go): the older, single-object form of EndpointSlices. */
import { dequal } from 'dequal';
import type { EndpointAddress, Endpoints, EndpointPort, EndpointSubset, Pod, Service } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import { defineController } from '../runtime/define-controller.ts';
import { keyOf } from '../runtime/keys.ts';
import { ENDPOINTS } from '../runtime/resources.ts';
import { isReady } from './pod-state.ts';
import { findPort, hasAddress, hasSelector, inheritedLabels, isHeadless } from './service-pods.ts';
import { TriggerTimes, withTriggerTime } from './trigger-time.ts';
import { watchServices } from './service-watch.ts';

const MAX_ADDRESSES = 1000;
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';

export const endpointsController = defineController({
  name: 'endpoint-controller',
  start(context) {
    const { queue, session } = context;
    const times = new TriggerTimes();
    const watched = watchServices(context, (service) => {
      times.forget(service);
      queue.add(keyOf(service));
    });
    const known = context.watch<Endpoints>(ENDPOINTS, { delete: (object) => queue.add(keyOf(object)) });
    return (key) => {
      const service = watched.services.getByKey(key);
      const current = known.getByKey(key);
      if (!service) {
        if (current?.metadata?.labels?.[MANAGED_BY] === 'endpoint-controller')
          removeEndpoints(() => session.delete(ENDPOINTS, current.metadata?.namespace, current.metadata?.name ?? ''));
        return;
      }
      if (service.metadata?.deletionTimestamp || !hasSelector(service)) return;
      const pods = watched.podsOf(service);
      const subsets = subsetsOf(service, pods);
      const trigger = times.changed(service, pods);
      const labels = { ...inheritedLabels(service), [MANAGED_BY]: 'endpoint-controller' };
      if (current && dequal(current.subsets ?? [], subsets) && dequal(current.metadata?.labels ?? {}, labels)) return;
      const { namespace = '', name = '' } = service.metadata ?? {};
      const next: Endpoints = {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: withTriggerTime({ ...current?.metadata, name, namespace, labels }, trigger),
      };
      if (subsets.length > 0) next.subsets = subsets;
      if (current) session.update(ENDPOINTS, next);
      else session.create(ENDPOINTS, namespace, next);
    };
  },
});

function removeEndpoints(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}

/** Addresses grouped by the ports they all offer (endpoints/util.go RepackSubsets). */
function subsetsOf(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const offers = new Map<string, { port: EndpointPort | undefined; ready: Pod[]; notReady: Pod[] }>();
  const tolerant = service.spec?.publishNotReadyAddresses === true;
  for (const pod of pods.slice(0, MAX_ADDRESSES)) {
    if (!hasAddress(pod) || (pod.metadata?.deletionTimestamp && !tolerant)) continue;
    for (const port of portsOf(service, pod)) {
      const id = JSON.stringify(port ?? null);
      let offer = offers.get(id);
      if (!offer) offers.set(id, (offer = { port, ready: [], notReady: [] }));
      (tolerant || isReady(pod) ? offer.ready : offer.notReady).push(pod);
    }
  }
  const subsets = new Map<string, EndpointSubset>();
  for (const { port, ready, notReady } of offers.values()) {
    const id = JSON.stringify([ready.map(keyOf), notReady.map(keyOf)]);
    const subset = subsets.get(id) ?? {
      ...(ready.length > 0 ? { addresses: addressesOf(service, ready) } : {}),
      ...(notReady.length > 0 ? { notReadyAddresses: addressesOf(service, notReady) } : {}),
    };
    if (port)
      subset.ports = [...(subset.ports ?? []), port].toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
    subsets.set(id, subset);
  }
  return [...subsets.values()];
}

function portsOf(service: Service, pod: Pod): (EndpointPort | undefined)[] {
  const ports = service.spec?.ports ?? [];
  if (ports.length === 0) return isHeadless(service) ? [undefined] : [];
  return ports.flatMap((port) => {
    const number = findPort(pod, port);
    if (number === undefined) return [];
    return [
      {
        ...(port.name ? { name: port.name } : {}),
        port: number,
        protocol: port.protocol ?? 'TCP',
        ...(port.appProtocol ? { appProtocol: port.appProtocol } : {}),
      },
    ];
  });
}

function addressesOf(service: Service, pods: readonly Pod[]): EndpointAddress[] {
  return pods
    .map((pod): EndpointAddress => {
      const { namespace = '', name = '', uid = '' } = pod.metadata ?? {};
      const hostname = pod.spec?.subdomain === service.metadata?.name ? pod.spec?.hostname : undefined;
      return {
        ip: pod.status?.podIP ?? '',
        ...(hostname ? { hostname } : {}),
        ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
        targetRef: { kind: 'Pod', namespace, name, uid },
      };
    })
    .toSorted((a, b) => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0));
}

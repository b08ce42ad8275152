/** Which endpoints go into which slice (staging/src/k8s.io/endpointslice/reconciler.go). Pure. */
import type { Pod, Service } from 'kubernetes-types/core/v1';
import type { Endpoint, EndpointPort, EndpointSlice } from 'kubernetes-types/discovery/v1';
import { findPort, hasAddress } from './service-pods.ts';
import { isReady } from './pod-state.ts';

const MAX_ENDPOINTS = 100;

/** Null where there is nothing, as the API shows it. */
export interface SliceContent {
  endpoints: Endpoint[] | null;
  ports: EndpointPort[] | null;
}

export interface EndpointGroup {
  ports: EndpointPort[];
  endpoints: Endpoint[];
}

/** Endpoints by the ports that their Pods resolve: Pods may give one named port different numbers. */
export function desiredEndpoints(
  service: Service,
  pods: readonly Pod[],
  zoneOf: (node: string) => string | undefined,
): EndpointGroup[] {
  const groups = new Map<string, EndpointGroup>();
  for (const pod of pods) {
    if (!hasAddress(pod)) continue;
    const ports = portsOf(service, pod);
    const id = JSON.stringify(ports);
    let group = groups.get(id);
    if (!group) groups.set(id, (group = { ports, endpoints: [] }));
    group.endpoints.push(endpointOf(service, pod, zoneOf));
  }
  return [...groups.values()];
}

function portsOf(service: Service, pod: Pod): EndpointPort[] {
  const ports: EndpointPort[] = [];
  for (const port of service.spec?.ports ?? []) {
    const number = findPort(pod, port);
    if (number === undefined) continue;
    ports.push({
      name: port.name ?? '',
      port: number,
      protocol: port.protocol ?? 'TCP',
      ...(port.appProtocol ? { appProtocol: port.appProtocol } : {}),
    });
  }
  // Simplified: upstream orders by a hash of the port.
  return ports.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
}

function endpointOf(service: Service, pod: Pod, zoneOf: (node: string) => string | undefined): Endpoint {
  const serving = isReady(pod);
  const terminating = Boolean(pod.metadata?.deletionTimestamp);
  const node = pod.spec?.nodeName;
  const zone = node === undefined ? undefined : zoneOf(node);
  const { namespace = '', name = '', uid = '' } = pod.metadata ?? {};
  const named = pod.spec?.hostname && pod.spec.subdomain === service.metadata?.name;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: {
      ready: service.spec?.publishNotReadyAddresses === true || (serving && !terminating),
      serving,
      terminating,
    },
    ...(named && pod.spec?.hostname ? { hostname: pod.spec.hostname } : {}),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(node === undefined ? {} : { nodeName: node }),
    ...(zone === undefined ? {} : { zone }),
  };
}

export interface SlicePlan {
  create: SliceContent[];
  keep: [EndpointSlice, SliceContent][];
  remove: EndpointSlice[];
}

/** Endpoints stay in the slice they are in; new ones fill the room that is left, then new slices of 100. */
export function planSlices(existing: readonly EndpointSlice[], groups: readonly EndpointGroup[]): SlicePlan {
  const left = new Set(existing);
  const plan: SlicePlan = { create: [], keep: [], remove: [] };
  const surplus: SliceContent[] = [];
  for (const group of groups) {
    const matching = existing.filter((slice) => JSON.stringify(slice.ports ?? []) === JSON.stringify(group.ports));
    const desired = new Map(group.endpoints.map((endpoint) => [endpoint.targetRef?.uid, endpoint]));
    const kept = matching.map((slice) => retained(slice, desired));
    const waiting = [...desired.values()];
    for (const [i, slice] of matching.entries()) {
      const endpoints = kept[i] ?? [];
      endpoints.push(...waiting.splice(0, MAX_ENDPOINTS - endpoints.length));
      if (endpoints.length === 0) continue;
      left.delete(slice);
      plan.keep.push([slice, content(endpoints, group.ports)]);
    }
    while (waiting.length > 0) surplus.push(content(waiting.splice(0, MAX_ENDPOINTS), group.ports));
  }
  if (plan.keep.length === 0 && surplus.length === 0) surplus.push({ endpoints: null, ports: null });
  const spare = [...left];
  for (const fresh of surplus) {
    const reused = spare.shift();
    if (reused) plan.keep.push([reused, fresh]);
    else plan.create.push(fresh);
  }
  plan.remove = spare;
  return plan;
}

/** What of a slice is still wanted, as it is wanted now; takes it out of `desired`. */
function retained(slice: EndpointSlice, desired: Map<string | undefined, Endpoint>): Endpoint[] {
  const endpoints: Endpoint[] = [];
  for (const { targetRef } of slice.endpoints ?? []) {
    const now = desired.get(targetRef?.uid);
    if (!now) continue;
    desired.delete(targetRef?.uid);
    endpoints.push(now);
  }
  return endpoints;
}

function content(endpoints: Endpoint[], ports: EndpointPort[]): SliceContent {
  return { endpoints, ports: ports.length > 0 ? ports : null };
}

/**
 * The EndpointSlice mirroring controller (pkg/controller/endpointslicemirroring/{endpointslicemirroring_controller,
 * reconciler}.go): Endpoints that somebody keeps by hand for a Service without a selector, told as EndpointSlices.
 */
import { dequal } from 'dequal';
import type { EndpointAddress, Endpoints, EndpointSubset, Service } from 'kubernetes-types/core/v1';
import type { Endpoint, EndpointPort, EndpointSlice } from 'kubernetes-types/discovery/v1';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import { keyFor, keyOf } from '../runtime/keys.ts';
import { ENDPOINTS, ENDPOINT_SLICES, SERVICES } from '../runtime/resources.ts';
import { type Owner, controllerReference } from './claim.ts';
import { TRIGGER_TIME } from './service-pods.ts';

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGER = 'endpointslicemirroring-controller.k8s.io';
const SKIP = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** --mirroring-max-endpoints-per-subset. */
const MAX_ENDPOINTS = 1000;

const byService = (slice: EndpointSlice): readonly string[] =>
  slice.metadata?.labels?.[MANAGED_BY] === MANAGER
    ? [keyFor(slice.metadata.namespace, slice.metadata.labels[SERVICE_NAME] ?? '')]
    : [];

export const endpointSliceMirroringController = defineController({
  name: 'endpointslicemirroring-controller',
  start(context) {
    const wake = (object: Endpoints | Service): void => context.queue.add(keyOf(object));
    const endpoints = context.watch<Endpoints>(ENDPOINTS, { add: wake, update: wake, delete: wake });
    const services = context.watch<Service>(SERVICES, { add: wake, update: wake, delete: wake });
    const wakeFor = (slice: EndpointSlice): void => byService(slice).forEach((key) => context.queue.add(key));
    const slices = context.watch<EndpointSlice>(ENDPOINT_SLICES, { update: wakeFor, delete: wakeFor });
    return (key) => {
      const source = endpoints.getByKey(key);
      const service = services.getByKey(key);
      const mirrored = source !== undefined && isMirrored(source) && service !== undefined && !service.spec?.selector;
      mirror(context, mirrored ? source : undefined, [...slices.byIndex(byService, key)]);
    };
  },
});

function isMirrored({ metadata }: Endpoints): boolean {
  return (
    metadata?.deletionTimestamp === undefined &&
    metadata?.labels?.[SKIP] !== 'true' &&
    metadata?.annotations?.[LEADER] === undefined
  );
}

type Content = Pick<EndpointSlice, 'addressType' | 'endpoints' | 'ports'>;

function mirror({ session }: ControllerContext, source: Endpoints | undefined, existing: EndpointSlice[]): void {
  const spare = [...existing];
  for (const content of source ? contents(source) : []) {
    const index = spare.findIndex((slice) => slice.addressType === content.addressType);
    const [old] = index < 0 ? [] : spare.splice(index, 1);
    const fresh = sliceOf(source!, content);
    if (!old) session.create<EndpointSlice>(ENDPOINT_SLICES, source?.metadata?.namespace, fresh);
    else if (!matches(old, fresh)) {
      const { labels, annotations } = fresh.metadata ?? {};
      const { annotations: _, ...kept } = old.metadata ?? {};
      const metadata = { ...kept, ...(labels && { labels }), ...(annotations && { annotations }) };
      session.update(ENDPOINT_SLICES, { ...old, metadata, ...content });
    }
  }
  for (const { metadata } of spare) session.delete(ENDPOINT_SLICES, metadata?.namespace, metadata?.name ?? '');
}

function matches(old: EndpointSlice, fresh: EndpointSlice): boolean {
  return (
    dequal(old.endpoints, fresh.endpoints) &&
    dequal(old.ports, fresh.ports) &&
    dequal(old.metadata?.labels, fresh.metadata?.labels) &&
    dequal(old.metadata?.annotations ?? {}, fresh.metadata?.annotations ?? {})
  );
}

function sliceOf(source: Endpoints, content: Content): EndpointSlice {
  const { name = '', namespace = '', labels } = source.metadata ?? {};
  const { [TRIGGER_TIME]: _, [LAST_APPLIED]: __, ...annotations } = source.metadata?.annotations ?? {};
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: { ...labels, [MANAGED_BY]: MANAGER, [SERVICE_NAME]: name },
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ownerReferences: [controllerReference(ENDPOINTS, source as Owner)],
    },
    ...content,
  };
}

/** One slice a subset and family of addresses. */
function contents({ subsets = [] }: Endpoints): Content[] {
  return subsets.flatMap((subset) =>
    (['IPv4', 'IPv6'] as const).flatMap((addressType) => {
      const endpoints = endpointsOf(subset, addressType).slice(0, MAX_ENDPOINTS);
      return endpoints.length === 0 ? [] : [{ addressType, endpoints, ports: portsOf(subset) }];
    }),
  );
}

function endpointsOf({ addresses = [], notReadyAddresses = [] }: EndpointSubset, family: string): Endpoint[] {
  const ofFamily = ({ ip }: EndpointAddress): boolean => ip.includes(':') === (family === 'IPv6');
  const endpoint = ({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint => ({
    addresses: [ip],
    conditions: { ready },
    ...(hostname && { hostname }),
    ...(targetRef && { targetRef }),
    ...(nodeName && { nodeName }),
  });
  return [
    ...addresses.filter(ofFamily).map((address) => endpoint(address, true)),
    ...notReadyAddresses.filter(ofFamily).map((address) => endpoint(address, false)),
  ];
}

function portsOf({ ports = [] }: EndpointSubset): EndpointPort[] {
  return ports.map(({ name = '', port, protocol = 'TCP', appProtocol }) => ({
    name,
    port,
    protocol,
    ...(appProtocol && { appProtocol }),
  }));
}

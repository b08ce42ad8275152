/** The resources that control-plane components watch and write, by the name of the kind. */
import type { Resource } from './verbs.ts';

export interface KindedResource extends Resource {
  kind: string;
  /** As in an object's `apiVersion`. */
  apiVersion: string;
  namespaced: boolean;
}

const core = (resource: string, kind: string, namespaced = true): KindedResource => ({
  group: '',
  version: 'v1',
  resource,
  kind,
  apiVersion: 'v1',
  namespaced,
});
const grouped = (group: string, resource: string, kind: string, namespaced = true): KindedResource => ({
  group,
  version: 'v1',
  resource,
  kind,
  apiVersion: `${group}/v1`,
  namespaced,
});

export const NAMESPACES = core('namespaces', 'Namespace', false);
export const NODES = core('nodes', 'Node', false);
export const PODS = core('pods', 'Pod');
export const SERVICES = core('services', 'Service');
export const ENDPOINTS = core('endpoints', 'Endpoints');
export const CONFIG_MAPS = core('configmaps', 'ConfigMap');
export const SECRETS = core('secrets', 'Secret');
export const SERVICE_ACCOUNTS = core('serviceaccounts', 'ServiceAccount');
export const EVENTS = core('events', 'Event');
export const LEASES = grouped('coordination.k8s.io', 'leases', 'Lease');
export const ENDPOINT_SLICES = grouped('discovery.k8s.io', 'endpointslices', 'EndpointSlice');
export const REPLICA_SETS = grouped('apps', 'replicasets', 'ReplicaSet');
export const DEPLOYMENTS = grouped('apps', 'deployments', 'Deployment');
export const INGRESSES = grouped('networking.k8s.io', 'ingresses', 'Ingress');
export const INGRESS_CLASSES = grouped('networking.k8s.io', 'ingressclasses', 'IngressClass', false);

/** Every resource that may own or be owned, or live in a namespace that goes: what the collectors walk. */
export const COLLECTED: readonly KindedResource[] = [
  PODS,
  SERVICES,
  ENDPOINTS,
  CONFIG_MAPS,
  SECRETS,
  SERVICE_ACCOUNTS,
  LEASES,
  ENDPOINT_SLICES,
  REPLICA_SETS,
  DEPLOYMENTS,
  INGRESSES,
];

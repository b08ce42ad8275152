/** The resources that control-plane components watch and write, by the name of the kind. */
import { type ResourceInfo, groupResource, groupVersion } from '../../api/resource.ts';
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
export const STATEFUL_SETS = grouped('apps', 'statefulsets', 'StatefulSet');
export const DAEMON_SETS = grouped('apps', 'daemonsets', 'DaemonSet');
export const CONTROLLER_REVISIONS = grouped('apps', 'controllerrevisions', 'ControllerRevision');
export const JOBS = grouped('batch', 'jobs', 'Job');
export const CRON_JOBS = grouped('batch', 'cronjobs', 'CronJob');
export const REPLICATION_CONTROLLERS = core('replicationcontrollers', 'ReplicationController');
export const HORIZONTAL_POD_AUTOSCALERS: KindedResource = {
  ...grouped('autoscaling', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  version: 'v2',
  apiVersion: 'autoscaling/v2',
};
export const POD_DISRUPTION_BUDGETS = grouped('policy', 'poddisruptionbudgets', 'PodDisruptionBudget');
export const INGRESSES = grouped('networking.k8s.io', 'ingresses', 'Ingress');
export const INGRESS_CLASSES = grouped('networking.k8s.io', 'ingressclasses', 'IngressClass', false);

export const PERSISTENT_VOLUMES = core('persistentvolumes', 'PersistentVolume', false);
export const PERSISTENT_VOLUME_CLAIMS = core('persistentvolumeclaims', 'PersistentVolumeClaim');
export const RESOURCE_QUOTAS = core('resourcequotas', 'ResourceQuota');
export const STORAGE_CLASSES = grouped('storage.k8s.io', 'storageclasses', 'StorageClass', false);
export const NETWORK_POLICIES = grouped('networking.k8s.io', 'networkpolicies', 'NetworkPolicy');
export const IP_ADDRESSES = grouped('networking.k8s.io', 'ipaddresses', 'IPAddress', false);
export const SERVICE_CIDRS = grouped('networking.k8s.io', 'servicecidrs', 'ServiceCIDR', false);

/**
 * What the collectors walk: one version of every served resource that can be listed and deleted. Events are no one's
 * dependents and nobody's owners, but live in namespaces.
 */
export function deletable(served: readonly ResourceInfo[]): KindedResource[] {
  const seen = new Set<string>();
  return served.flatMap((info) => {
    const key = groupResource(info);
    if (seen.has(key) || !['list', 'delete', 'watch'].every((verb) => info.verbs.includes(verb))) return [];
    seen.add(key);
    const { group, version, resource, kind, namespaced } = info;
    return [{ group, version, resource, kind, namespaced, apiVersion: groupVersion(info) }];
  });
}

/** The resources that goals may speak of, by apiVersion and kind. A new one is one line. */
import type { Resource } from '../client/client.ts';

const define = (
  group: string,
  version: string,
  resource: string,
  namespaced = true,
): Resource & { namespaced: boolean } => ({
  group,
  version,
  resource,
  namespaced,
});

export const KINDS: Readonly<Record<string, Resource & { namespaced: boolean }>> = {
  'v1/Namespace': define('', 'v1', 'namespaces', false),
  'v1/Node': define('', 'v1', 'nodes', false),
  'v1/Pod': define('', 'v1', 'pods'),
  'v1/Service': define('', 'v1', 'services'),
  'v1/ConfigMap': define('', 'v1', 'configmaps'),
  'v1/Secret': define('', 'v1', 'secrets'),
  'v1/Event': define('', 'v1', 'events'),
  'v1/Endpoints': define('', 'v1', 'endpoints'),
  'v1/ServiceAccount': define('', 'v1', 'serviceaccounts'),
  'v1/ReplicationController': define('', 'v1', 'replicationcontrollers'),
  'v1/PersistentVolume': define('', 'v1', 'persistentvolumes', false),
  'v1/PersistentVolumeClaim': define('', 'v1', 'persistentvolumeclaims'),
  'apps/v1/Deployment': define('apps', 'v1', 'deployments'),
  'apps/v1/ReplicaSet': define('apps', 'v1', 'replicasets'),
  'apps/v1/StatefulSet': define('apps', 'v1', 'statefulsets'),
  'apps/v1/DaemonSet': define('apps', 'v1', 'daemonsets'),
  'apps/v1/ControllerRevision': define('apps', 'v1', 'controllerrevisions'),
  'batch/v1/Job': define('batch', 'v1', 'jobs'),
  'batch/v1/CronJob': define('batch', 'v1', 'cronjobs'),
  'coordination.k8s.io/v1/Lease': define('coordination.k8s.io', 'v1', 'leases'),
  'discovery.k8s.io/v1/EndpointSlice': define('discovery.k8s.io', 'v1', 'endpointslices'),
  'networking.k8s.io/v1/Ingress': define('networking.k8s.io', 'v1', 'ingresses'),
};

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
  'apps/v1/Deployment': define('apps', 'v1', 'deployments'),
  'apps/v1/ReplicaSet': define('apps', 'v1', 'replicasets'),
  'discovery.k8s.io/v1/EndpointSlice': define('discovery.k8s.io', 'v1', 'endpointslices'),
  'networking.k8s.io/v1/Ingress': define('networking.k8s.io', 'v1', 'ingresses'),
};

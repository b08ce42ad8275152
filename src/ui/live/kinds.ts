/** The kinds the page follows, and how each is addressed. */
import type { Resource } from '../../client/client.ts';

export interface FollowedKind extends Resource {
  kind: string;
  namespaced: boolean;
  /** What kubectl is given: the shortest name that is not ambiguous. */
  short: string;
}

const kind = (
  name: string,
  group: string,
  resource: string,
  short: string,
  more: { cluster?: true } = {},
): FollowedKind => ({
  kind: name,
  group,
  version: 'v1',
  resource,
  short,
  namespaced: !more.cluster,
});

export const followedKinds: readonly FollowedKind[] = [
  kind('Namespace', '', 'namespaces', 'ns', { cluster: true }),
  kind('Node', '', 'nodes', 'node', { cluster: true }),
  kind('Pod', '', 'pods', 'pod'),
  kind('ReplicaSet', 'apps', 'replicasets', 'rs'),
  kind('Deployment', 'apps', 'deployments', 'deploy'),
  kind('Service', '', 'services', 'svc'),
  kind('EndpointSlice', 'discovery.k8s.io', 'endpointslices', 'endpointslice'),
  kind('Ingress', 'networking.k8s.io', 'ingresses', 'ing'),
  kind('ConfigMap', '', 'configmaps', 'cm'),
  kind('Secret', '', 'secrets', 'secret'),
  kind('Event', '', 'events', 'event'),
];

const byKind = new Map(followedKinds.map((entry) => [entry.kind, entry]));

export const kindNamed = (name: string): FollowedKind | undefined => byKind.get(name);

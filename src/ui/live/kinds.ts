/** The kinds the page follows from the start, because the graph draws them; others come by need (demand.ts). */
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
  more: { cluster?: true; version?: string } = {},
): FollowedKind => ({
  kind: name,
  group,
  version: more.version ?? 'v1',
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
  kind('StatefulSet', 'apps', 'statefulsets', 'sts'),
  kind('DaemonSet', 'apps', 'daemonsets', 'ds'),
  kind('Job', 'batch', 'jobs', 'job'),
  kind('CronJob', 'batch', 'cronjobs', 'cj'),
  kind('ReplicationController', '', 'replicationcontrollers', 'rc'),
  kind('HorizontalPodAutoscaler', 'autoscaling', 'horizontalpodautoscalers', 'hpa', { version: 'v2' }),
  kind('Service', '', 'services', 'svc'),
  kind('EndpointSlice', 'discovery.k8s.io', 'endpointslices', 'endpointslice'),
  kind('Ingress', 'networking.k8s.io', 'ingresses', 'ing'),
  kind('ConfigMap', '', 'configmaps', 'cm'),
  kind('Secret', '', 'secrets', 'secret'),
  kind('PersistentVolumeClaim', '', 'persistentvolumeclaims', 'pvc'),
  kind('PersistentVolume', '', 'persistentvolumes', 'pv', { cluster: true }),
  kind('Event', '', 'events', 'event'),
];

const byKind = new Map(followedKinds.map((entry) => [entry.kind, entry]));

export const kindNamed = (name: string): FollowedKind | undefined => byKind.get(name);

/** `apps` of `apps/v1`; '' for the core group. */
export const groupOf = (apiVersion: string | undefined): string =>
  apiVersion?.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

/** The followed kind of that name, unless the group says that another kind of the same name is meant. */
export function followedKind(ref: { kind: string; group?: string }): FollowedKind | undefined {
  const found = byKind.get(ref.kind);
  return found && (ref.group === undefined || ref.group === found.group) ? found : undefined;
}

/** Where the live store keeps a kind. */
export const collectionOf = (ref: { kind: string; group?: string }): string =>
  followedKind(ref) ? ref.kind : `${ref.kind}.${ref.group ?? ''}`;

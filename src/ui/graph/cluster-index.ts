/** What belongs to what: owners, selections and endpoints, read once from the live objects for all perspectives. */
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Node, Pod, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Ingress } from 'kubernetes-types/networking/v1';
import type { KubeObject } from '../../api/object.ts';
import type { Collection } from '../live/live-store.ts';
import type { CardItem, PodItem } from './model.ts';
import { podStatus } from './status.ts';
import { assignHues, type Hues } from './versions.ts';

export type Objects = Readonly<Record<string, Collection>>;

export interface ClusterIndex {
  pods: readonly PodItem[];
  podsByOwner: ReadonlyMap<string, readonly PodItem[]>;
  loosePods: ReadonlyMap<string, readonly PodItem[]>;
  replicaSetsByOwner: ReadonlyMap<string, readonly KubeObject[]>;
  looseReplicaSets: ReadonlyMap<string, readonly KubeObject[]>;
  deployments: ReadonlyMap<string, readonly KubeObject[]>;
  services: ReadonlyMap<string, readonly KubeObject[]>;
  ingresses: ReadonlyMap<string, readonly KubeObject[]>;
  nodes: readonly KubeObject[];
  /** `namespace/service` → names of the Pods that its EndpointSlices call ready. */
  endpoints: ReadonlyMap<string, ReadonlySet<string>>;
  hues: Hues;
}

/** Oldest first; the name decides within a second. */
export const byAge = (a: KubeObject, b: KubeObject): number =>
  (a.metadata?.creationTimestamp ?? '').localeCompare(b.metadata?.creationTimestamp ?? '') ||
  (a.metadata?.name ?? '').localeCompare(b.metadata?.name ?? '');

export const itemsOf = (objects: Objects, kind: string): KubeObject[] =>
  [...(objects[kind]?.values() ?? [])].sort(byAge);

export const asPod = (object: KubeObject): Pod => object as Pod;
export const asNode = (object: KubeObject): Node => object as Node;
export const asService = (object: KubeObject): Service => object as unknown as Service;
export const asDeployment = (object: KubeObject): Deployment => object as unknown as Deployment;
export const asReplicaSet = (object: KubeObject): ReplicaSet => object as unknown as ReplicaSet;
export const asIngress = (object: KubeObject): Ingress => object as unknown as Ingress;

export const idOf = (object: KubeObject): string =>
  object.metadata?.uid ?? `${object.kind}/${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`;

export const refOf = (object: KubeObject): CardItem['ref'] => ({
  kind: object.kind ?? '',
  name: object.metadata?.name ?? '',
  ...(object.metadata?.namespace ? { namespace: object.metadata.namespace } : {}),
});

export const ownerOf = (object: KubeObject): string | undefined =>
  object.metadata?.ownerReferences?.find((owner) => owner.controller)?.uid;

export const namespaceOf = (object: KubeObject): string => object.metadata?.namespace ?? '';

export function group<T>(items: Iterable<T>, by: (item: T) => string | undefined): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = by(item);
    if (key === undefined) continue;
    const list = found.get(key);
    if (list) list.push(item);
    else found.set(key, [item]);
  }
  return found;
}

export function nodeIsReady(node: KubeObject | undefined): boolean {
  const ready = node && asNode(node).status?.conditions?.find((entry) => entry.type === 'Ready');
  // No word yet from a node that has just joined is not the same as 'Unknown'.
  return !ready || ready.status !== 'Unknown';
}

export function indexCluster(objects: Objects, known: Hues = new Map()): ClusterIndex {
  const replicaSets = itemsOf(objects, 'ReplicaSet');
  const pods = itemsOf(objects, 'Pod');
  const images = [...replicaSets.map(templateImage), ...pods.map((pod) => asPod(pod).spec?.containers[0]?.image)];
  const hues = assignHues(
    known,
    images.filter((image) => image !== undefined),
  );
  const items = pods.map((pod) => podItem(pod, objects, hues));
  const owners = new Set(replicaSets.map(idOf));
  return {
    pods: items,
    podsByOwner: group(items, (item) => ownerOf(item.object)),
    loosePods: group(
      items.filter((item) => !owners.has(ownerOf(item.object) ?? '')),
      (item) => namespaceOf(item.object),
    ),
    replicaSetsByOwner: group(replicaSets, ownerOf),
    looseReplicaSets: group(
      replicaSets.filter((set) => ownerOf(set) === undefined),
      namespaceOf,
    ),
    deployments: group(itemsOf(objects, 'Deployment'), namespaceOf),
    services: group(itemsOf(objects, 'Service'), namespaceOf),
    ingresses: group(itemsOf(objects, 'Ingress'), namespaceOf),
    nodes: itemsOf(objects, 'Node'),
    endpoints: readyEndpoints(objects),
    hues,
  };
}

export const templateImage = (object: KubeObject): string | undefined =>
  asDeployment(object).spec?.template.spec?.containers[0]?.image;

function podItem(object: KubeObject, objects: Objects, hues: Hues): PodItem {
  const pod = asPod(object);
  const node = pod.spec?.nodeName ? objects['Node']?.get(pod.spec.nodeName) : undefined;
  return {
    id: idOf(object),
    ref: refOf(object),
    object,
    status: podStatus(pod, nodeIsReady(node)),
    hue: hues.get(pod.spec?.containers[0]?.image ?? '') ?? 0,
  };
}

function readyEndpoints(objects: Objects): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const object of objects['EndpointSlice']?.values() ?? []) {
    const service = object.metadata?.labels?.['kubernetes.io/service-name'];
    if (!service) continue;
    const key = `${namespaceOf(object)}/${service}`;
    const names = found.get(key) ?? new Set<string>();
    for (const endpoint of (object as unknown as EndpointSlice).endpoints ?? [])
      if (endpoint.conditions?.ready !== false && endpoint.targetRef?.kind === 'Pod')
        names.add(endpoint.targetRef.name ?? '');
    found.set(key, names);
  }
  return found;
}

/** True when every label of the selector is on the object; an empty selector selects nothing (Services). */
export function selects(
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}

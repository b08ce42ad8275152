/** What belongs to what: owners, selections and endpoints, read once from the live objects for all perspectives. */
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type {
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ReplicationController,
  Service,
} from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Ingress } from 'kubernetes-types/networking/v1';
import type { KubeObject } from '../../api/object.ts';
import { followedKind, groupOf } from '../live/kinds.ts';
import type { Collection } from '../live/live-store.ts';
import type { CardItem, PodItem } from './model.ts';
import { podStatus } from './status.ts';
import { assignHues, type Hues } from './versions.ts';

export type Objects = Readonly<Record<string, Collection>>;

export interface ClusterIndex {
  pods: readonly PodItem[];
  podsByOwner: ReadonlyMap<string, readonly PodItem[]>;
  /** Those that nobody drawn here keeps, by namespace. */
  loosePods: ReadonlyMap<string, readonly PodItem[]>;
  /** Objects of a kind in a namespace, oldest first. */
  of(kind: string, namespace: string): readonly KubeObject[];
  /** Objects of a kind that this object keeps. */
  ownedBy(kind: string, owner: KubeObject): readonly KubeObject[];
  /** True when its controller is on the picture itself. */
  isKept(object: KubeObject): boolean;
  /** Namespaces that hold anything that is drawn. */
  namespaces: ReadonlySet<string>;
  nodes: readonly KubeObject[];
  volumes: readonly KubeObject[];
  /** `namespace/service` → names of the Pods that its EndpointSlices call ready. */
  endpoints: ReadonlyMap<string, ReadonlySet<string>>;
  hues: Hues;
}

const order = (a = '', b = ''): number => (a < b ? -1 : Number(a > b));

/** Oldest first; the name decides within a second. */
export const byAge = ({ metadata: a }: KubeObject, { metadata: b }: KubeObject): number =>
  order(a?.creationTimestamp, b?.creationTimestamp) || order(a?.name, b?.name);

/** Most collections are those of the last drawing: only what changed is sorted again. */
const sorted = new WeakMap<Collection, readonly KubeObject[]>();

export function itemsOf(objects: Objects, kind: string): readonly KubeObject[] {
  const held = objects[kind];
  if (!held) return [];
  const known = sorted.get(held) ?? [...held.values()].sort(byAge);
  sorted.set(held, known);
  return known;
}

export const asPod = (object: KubeObject): Pod => object as Pod;
export const asNode = (object: KubeObject): Node => object as Node;
export const asService = (object: KubeObject): Service => object as unknown as Service;
export const asDeployment = (object: KubeObject): Deployment => object as unknown as Deployment;
export const asReplicaSet = (object: KubeObject): ReplicaSet => object as unknown as ReplicaSet;
export const asStatefulSet = (object: KubeObject): StatefulSet => object as unknown as StatefulSet;
export const asDaemonSet = (object: KubeObject): DaemonSet => object as unknown as DaemonSet;
export const asJob = (object: KubeObject): Job => object as unknown as Job;
export const asCronJob = (object: KubeObject): CronJob => object as unknown as CronJob;
export const asReplicationController = (object: KubeObject): ReplicationController =>
  object as unknown as ReplicationController;
export const asClaim = (object: KubeObject): PersistentVolumeClaim => object as unknown as PersistentVolumeClaim;
export const asVolume = (object: KubeObject): PersistentVolume => object as unknown as PersistentVolume;
export const asIngress = (object: KubeObject): Ingress => object as unknown as Ingress;

export const idOf = (object: KubeObject): string =>
  object.metadata?.uid ?? `${object.kind}/${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`;

export function refOf(object: KubeObject): CardItem['ref'] {
  const kind = object.kind ?? '';
  const group = groupOf(object.apiVersion);
  return {
    kind,
    ...(followedKind({ kind, group }) ? {} : { group }),
    name: object.metadata?.name ?? '',
    ...(object.metadata?.namespace ? { namespace: object.metadata.namespace } : {}),
  };
}

export const controllerOf = (object: KubeObject) => object.metadata?.ownerReferences?.find((owner) => owner.controller);

export const ownerOf = (object: KubeObject): string | undefined => controllerOf(object)?.uid;

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

/** Kinds that stand in a namespace of the picture. */
const placed = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'CronJob',
  'Job',
  'Service',
  'Ingress',
  'HorizontalPodAutoscaler',
  'PersistentVolumeClaim',
];
/** Kinds that keep Pods, or those who do. */
const keepers = ['ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicationController', 'CronJob', 'Job'];

export function indexCluster(objects: Objects, known: Hues = new Map()): ClusterIndex {
  const lists = new Map(placed.map((kind) => [kind, itemsOf(objects, kind)]));
  const listed = (kind: string): readonly KubeObject[] => lists.get(kind) ?? itemsOf(objects, kind);
  const pods = itemsOf(objects, 'Pod');
  const hues = assignHues(known, imagesOf([...keepers.flatMap(listed), ...pods]));
  const items = pods.map((pod) => podItem(pod, objects, hues));
  const kept = new Set(keepers.flatMap((kind) => listed(kind).map(idOf)));
  const isKept = (object: KubeObject): boolean => kept.has(ownerOf(object) ?? '');
  const byNamespace = once((kind) => group(listed(kind), namespaceOf));
  const byOwner = once((kind) => group(listed(kind), ownerOf));
  return {
    pods: items,
    podsByOwner: group(items, (item) => ownerOf(item.object)),
    loosePods: group(
      items.filter((item) => !isKept(item.object)),
      (item) => namespaceOf(item.object),
    ),
    of: (kind, namespace) => byNamespace(kind).get(namespace) ?? [],
    ownedBy: (kind, owner) => byOwner(kind).get(idOf(owner)) ?? [],
    isKept,
    namespaces: new Set([...placed.flatMap((kind) => listed(kind).map(namespaceOf)), ...pods.map(namespaceOf)]),
    nodes: itemsOf(objects, 'Node'),
    volumes: itemsOf(objects, 'PersistentVolume'),
    endpoints: readyEndpoints(objects),
    hues,
  };
}

function once<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const held = made.get(key) ?? make(key);
    made.set(key, held);
    return held;
  };
}

function* imagesOf(objects: readonly KubeObject[]): Iterable<string> {
  for (const object of objects) {
    const image = object.kind === 'Pod' ? asPod(object).spec?.containers[0]?.image : templateImage(object);
    if (image) yield image;
  }
}

/** The first container's image in the Pods that this object makes, or has made. */
export const templateImage = (object: KubeObject): string | undefined =>
  (object.kind === 'CronJob' ? asCronJob(object).spec?.jobTemplate.spec : asDeployment(object).spec)?.template?.spec
    ?.containers[0]?.image;

/** In a storm of changes most Pods are as they were a frame ago; their items are kept as long as they are. */
const podItems = new WeakMap<KubeObject, { item: PodItem; nodeReady: boolean }>();

function podItem(object: KubeObject, objects: Objects, hues: Hues): PodItem {
  const pod = asPod(object);
  const nodeReady = nodeIsReady(pod.spec?.nodeName ? objects['Node']?.get(pod.spec.nodeName) : undefined);
  const hue = hues.get(pod.spec?.containers[0]?.image ?? '') ?? 0;
  const known = podItems.get(object);
  if (known?.nodeReady === nodeReady && known.item.hue === hue) return known.item;
  const item = { id: idOf(object), ref: refOf(object), object, status: podStatus(pod, nodeReady), hue };
  podItems.set(object, { item, nodeReady });
  return item;
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

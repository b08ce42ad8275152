/** Deployments, ReplicaSets and Pods without either, as blocks of lanes. */
import type { KubeObject } from '../../api/object.ts';
import {
  asDeployment,
  asPod,
  asReplicaSet,
  group,
  idOf,
  ownerOf,
  refOf,
  templateImage,
  type ClusterIndex,
} from './cluster-index.ts';
import { denseAbove, podColumnsFor, type Block, type CardItem, type Lane, type PodItem } from './model.ts';
import type { State } from './status.ts';
import { parseImage } from './versions.ts';

export const cardSize: Record<string, { width: number; height: number }> = {
  Ingress: { width: 190, height: 66 },
  Service: { width: 206, height: 82 },
  Deployment: { width: 288, height: 88 },
  Node: { width: 226, height: 66 },
};

export function card(object: KubeObject, more: Partial<CardItem> = {}): CardItem {
  const size = cardSize[object.kind ?? ''] ?? { width: 206, height: 66 };
  return { type: 'card', id: idOf(object), ref: refOf(object), object, ...size, ...more };
}

export interface WorkloadOptions {
  direction: Block['direction'];
  /** How many emptied ReplicaSets are shown besides those with Pods. */
  history: number;
}

/** The blocks of a namespace: Deployments, then ReplicaSets of their own, then the other Pods by owner. */
export function workloads(index: ClusterIndex, namespace: string, options: WorkloadOptions): Block[] {
  return [
    ...(index.deployments.get(namespace) ?? []).map((object) => deploymentBlock(index, object, options)),
    ...(index.looseReplicaSets.get(namespace) ?? []).map((set) => ({
      ...blockOf(`set:${idOf(set)}`, [setLane(index, set)], options.direction),
      busy: asReplicaSet(set).spec?.replicas !== asReplicaSet(set).status?.readyReplicas,
    })),
    ...ownedElsewhere(index.loosePods.get(namespace) ?? [], options.direction),
  ];
}

const blockOf = (id: string, lanes: Lane[], direction: Block['direction']): Block => ({
  type: 'block',
  id,
  lanes,
  direction,
  busy: false,
});

function deploymentBlock(index: ClusterIndex, object: KubeObject, options: WorkloadOptions): Block {
  const sets = index.replicaSetsByOwner.get(idOf(object)) ?? [];
  const latest = sets.toSorted((a, b) => revision(b) - revision(a))[0];
  const idle: KubeObject[] = [];
  const shown = sets.filter((set) => {
    const active = set === latest || (asReplicaSet(set).spec?.replicas ?? 0) > 0 || index.podsByOwner.has(idOf(set));
    if (!active) idle.push(set);
    return active;
  });
  const kept = options.history > 0 ? idle.toSorted((a, b) => revision(b) - revision(a)).slice(0, options.history) : [];
  const lanes = sets.filter((set) => shown.includes(set) || kept.includes(set)).map((set) => setLane(index, set));
  const state = deploymentState(object);
  const image = templateImage(object);
  return {
    type: 'block',
    id: `block:${idOf(object)}`,
    head: card(object, { state, hue: index.hues.get(image ?? '') ?? 0 }),
    lanes,
    direction: options.direction,
    busy: state !== 'ready',
  };
}

const revision = (set: KubeObject): number =>
  Number(set.metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? 0);

export function deploymentState(object: KubeObject): State {
  const { spec, status, metadata } = asDeployment(object);
  if (metadata?.deletionTimestamp) return 'terminating';
  const desired = spec?.replicas ?? 1;
  const progressing = status?.conditions?.find((entry) => entry.type === 'Progressing');
  if (progressing?.status === 'False') return 'failing';
  const seen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  const updated =
    (status?.updatedReplicas ?? 0) >= desired && (status?.replicas ?? 0) === (status?.updatedReplicas ?? 0);
  return seen && updated && (status?.readyReplicas ?? 0) >= desired ? 'ready' : 'starting';
}

function setLane(index: ClusterIndex, set: KubeObject): Lane {
  const { spec } = asReplicaSet(set);
  const name = set.metadata?.name ?? '';
  const hash = set.metadata?.labels?.['pod-template-hash'];
  const image = templateImage(set);
  const pods = index.podsByOwner.get(idOf(set)) ?? [];
  return {
    ...lane(idOf(set), hash && name.endsWith(`-${hash}`) ? hash : name, pods, spec?.replicas ?? 1),
    ref: refOf(set),
    object: set,
    ...(image ? { tag: parseImage(image).tag } : {}),
    hue: index.hues.get(image ?? '') ?? 0,
  };
}

export function lane(id: string, title: string, pods: readonly PodItem[], desired: number): Lane {
  const dense = Math.max(pods.length, desired) > denseAbove;
  // By what is wanted, not by what is there: a Pod more or less must not set all others in motion.
  return { id, title, hue: 0, desired, pods, podColumns: podColumnsFor(desired), dense };
}

function ownedElsewhere(pods: readonly PodItem[], direction: Block['direction']): Block[] {
  const byOwner = group(pods, (pod) => ownerOf(pod.object) ?? '');
  return [...byOwner].map(([owner, mine]) => {
    const first = mine[0];
    const reference = first && asPod(first.object).metadata?.ownerReferences?.find((entry) => entry.controller);
    const namespace = first?.ref.namespace ?? '';
    const made = lane(`lane:${namespace}:${owner}`, reference?.name ?? '', mine, mine.length);
    const ref =
      reference && reference.kind !== 'Node' ? { kind: reference.kind, name: reference.name, namespace } : undefined;
    return blockOf(`block:${namespace}:${owner}`, [{ ...made, podColumns: 1, ...(ref ? { ref } : {}) }], direction);
  });
}

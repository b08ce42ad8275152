/** What the kinds' drawings are made of: cards, lanes of Pods, and blocks of both. */
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { KubeObject } from '../../api/object.ts';
import { idOf, refOf, templateImage, type ClusterIndex } from './cluster-index.ts';
import { denseAbove, podColumnsFor, type Block, type CardItem, type Lane, type PodItem } from './model.ts';
import type { State } from './status.ts';
import { parseImage } from './versions.ts';

export interface WorkloadOptions {
  direction: Block['direction'];
  /** How many emptied ReplicaSets are shown besides those with Pods. */
  history: number;
}

/** How a kind that keeps Pods stands in a namespace. */
export type DrawWorkloads = (index: ClusterIndex, namespace: string, options: WorkloadOptions) => Block[];

interface Size {
  width: number;
  height: number;
}

const workload: Size = { width: 288, height: 88 };
const small: Size = { width: 206, height: 46 };

const cardSize: Record<string, Size> = {
  Ingress: { width: 190, height: 66 },
  Service: { width: 206, height: 82 },
  Deployment: workload,
  StatefulSet: workload,
  DaemonSet: workload,
  Job: workload,
  CronJob: { width: 288, height: 82 },
  HorizontalPodAutoscaler: { width: 218, height: 82 },
  PersistentVolumeClaim: small,
  PersistentVolume: { width: 226, height: 46 },
  ConfigMap: small,
  Secret: small,
  Node: { width: 226, height: 66 },
};

const otherSize: Size = { width: 206, height: 50 };

export function card(object: KubeObject, more: Partial<CardItem> = {}): CardItem {
  const size = cardSize[object.kind ?? ''] ?? otherSize;
  return { type: 'card', id: idOf(object), ref: refOf(object), object, ...size, ...more };
}

/** The card over the lanes of Pods that it keeps. */
export function head(index: ClusterIndex, object: KubeObject, more: Partial<CardItem> = {}): CardItem {
  return card(object, { hue: index.hues.get(templateImage(object) ?? '') ?? 0, ...more });
}

export function lane(id: string, title: string, pods: readonly PodItem[], desired: number): Lane {
  const dense = Math.max(pods.length, desired) > denseAbove;
  // By what is wanted, not by what is there: a Pod more or less must not set all others in motion.
  return { id, title, hue: 0, desired, pods, podColumns: podColumnsFor(desired), dense };
}

/** A lane with the name and the version of who keeps its Pods. */
export function ownedLane(index: ClusterIndex, owner: KubeObject, title: string, desired: number): Lane {
  const image = templateImage(owner);
  return {
    ...lane(idOf(owner), title, index.podsByOwner.get(idOf(owner)) ?? [], desired),
    ref: refOf(owner),
    object: owner,
    ...(image ? { tag: parseImage(image).tag } : {}),
    hue: index.hues.get(image ?? '') ?? 0,
  };
}

/** The one lane under a head: the head has said whose Pods these are. */
export const headlessLane = (owner: KubeObject, pods: readonly PodItem[], desired: number): Lane => ({
  ...lane(`pods:${idOf(owner)}`, owner.metadata?.name ?? '', pods, desired),
  headless: true,
});

export const blockOf = (id: string, lanes: readonly Lane[], direction: Block['direction']): Block => ({
  type: 'block',
  id,
  lanes,
  direction,
  busy: false,
});

/** A head and its lanes. While its state is not `ready` the block keeps the room it had. */
export function headedBlock(
  index: ClusterIndex,
  object: KubeObject,
  lanes: readonly Lane[],
  { direction, state, ...more }: { direction: Block['direction']; state: State; height?: number },
): Block {
  return {
    // A heading of its own may stand over nothing; an empty box says nothing.
    ...blockOf(
      `block:${idOf(object)}`,
      lanes.filter((made) => !made.headless || made.pods.length > 0),
      direction,
    ),
    head: head(index, object, { state, ...scaled(index, object), ...more }),
    busy: state !== 'ready' && state !== 'completed',
  };
}

/** `HPA 2–5`, where somebody else sets how many there are. */
function scaled(index: ClusterIndex, object: KubeObject): { note?: string } {
  const { kind, metadata } = object;
  for (const scaler of index.of('HorizontalPodAutoscaler', metadata?.namespace ?? '')) {
    const { scaleTargetRef, minReplicas = 1, maxReplicas } = (scaler as unknown as HorizontalPodAutoscaler).spec ?? {};
    if (scaleTargetRef?.kind === kind && scaleTargetRef?.name === metadata?.name)
      return { note: `HPA ${minReplicas}–${maxReplicas}` };
  }
  return {};
}

/** Pods of a set that updates in place: each in its slot, with its version while there are several. */
export function slotted(pods: readonly PodItem[], slot: (pod: PodItem) => string): PodItem[] {
  const image = (pod: PodItem): string =>
    (pod.object as { spec?: { containers?: { image?: string }[] } }).spec?.containers?.[0]?.image ?? '';
  const mixed = new Set(pods.map(image)).size > 1;
  return pods.map((pod) => ({ ...pod, slot: slot(pod), ...(mixed ? { tag: parseImage(image(pod)).tag } : {}) }));
}

export const bySlot = (a: PodItem, b: PodItem): number =>
  (a.slot ?? '').localeCompare(b.slot ?? '', 'en', { numeric: true });

/** Who keeps whom, from above downwards; at the left who keeps or scales them, at the right the settings they read. */
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { PodSpec } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import { card } from './blocks.ts';
import {
  asCronJob,
  asDeployment,
  asPod,
  controllerOf,
  idOf,
  type ClusterIndex,
  type Objects,
} from './cluster-index.ts';
import type { Columns } from './derive.ts';
import { ownerEdges } from './derive-traffic.ts';
import type { Block, CardItem, Edge } from './model.ts';
import { workloads } from './workloads.ts';

interface Beside {
  cards: Map<string, CardItem>;
  edges: Edge[];
}

export function ownerColumns(index: ClusterIndex, namespace: string, objects: Objects): Columns {
  const blocks = workloads(index, namespace, { direction: 'across', history: 3 });
  const above = [keepers(index, blocks), scalers(index, namespace, blocks)];
  const settings = settingsOf(blocks, namespace, objects);
  return {
    columns: [above.flatMap(({ cards }) => [...cards.values()]), blocks, [...settings.cards.values()]],
    edges: [...blocks.flatMap(ownerEdges), ...above.flatMap(({ edges }) => edges), ...settings.edges],
  };
}

/** The object that stands for a block: its head, or the owner of its only lane. */
const standsFor = (block: Block): { id: string; object: KubeObject } | undefined => {
  const [first] = block.lanes;
  if (block.head) return { id: block.head.id, object: block.head.object };
  return first?.object && { id: first.id, object: first.object };
};

/** Custom resources (and whatever else the page does not draw) that keep a workload. */
function keepers(index: ClusterIndex, blocks: readonly Block[]): Beside {
  const found: Beside = { cards: new Map(), edges: [] };
  for (const block of blocks) {
    const workload = standsFor(block);
    const owner = workload && controllerOf(workload.object);
    if (!workload || !owner || index.isKept(workload.object)) continue;
    const { apiVersion, kind, name, uid } = owner;
    const namespace = workload.object.metadata?.namespace ?? '';
    found.cards.set(uid, card({ apiVersion, kind, metadata: { name, namespace, uid } }));
    found.edges.push({ id: `${uid}>${workload.id}`, kind: 'owner', from: uid, to: workload.id });
  }
  return found;
}

function scalers(index: ClusterIndex, namespace: string, blocks: readonly Block[]): Beside {
  const found: Beside = { cards: new Map(), edges: [] };
  for (const object of index.of('HorizontalPodAutoscaler', namespace)) {
    const target = (object as unknown as HorizontalPodAutoscaler).spec?.scaleTargetRef;
    const id = idOf(object);
    found.cards.set(id, card(object));
    const workload = blocks
      .map(standsFor)
      .find((entry) => entry?.object.kind === target?.kind && entry?.object.metadata?.name === target?.name);
    if (workload) found.edges.push({ id: `${id}>${workload.id}`, kind: 'link', from: id, to: workload.id });
  }
  return found;
}

/** Above this many the settings of a namespace would be noise; each Pod's inspector still names them. */
const mostSettings = 12;

function settingsOf(blocks: readonly Block[], namespace: string, objects: Objects): Beside {
  const found: Beside = { cards: new Map(), edges: [] };
  for (const block of blocks) {
    const from = block.head?.id ?? block.lanes[0]?.id;
    const spec = podSpecOf(block);
    if (!from || !spec) continue;
    for (const { kind, name } of settingsRead(spec)) {
      const object = objects[kind]?.get(`${namespace}/${name}`);
      if (!object) continue;
      found.cards.set(idOf(object), card(object));
      found.edges.push({ id: `${from}>${idOf(object)}`, kind: 'link', from, to: idOf(object) });
    }
  }
  return found.cards.size > mostSettings ? { cards: new Map(), edges: [] } : found;
}

function podSpecOf(block: Block): PodSpec | undefined {
  const object = block.head?.object ?? block.lanes[0]?.object;
  const pod = block.lanes[0]?.pods[0]?.object;
  if (object?.kind === 'CronJob') return asCronJob(object).spec?.jobTemplate.spec?.template.spec;
  return (object && asDeployment(object).spec?.template?.spec) ?? (pod && asPod(pod).spec);
}

export interface Setting {
  kind: 'ConfigMap' | 'Secret';
  name: string;
}

/** ConfigMaps and Secrets that a Pod reads, as environment or as files; what every Pod gets is left out. */
export function settingsRead(spec: PodSpec): Setting[] {
  const found = new Map<string, Setting>();
  const add = (kind: Setting['kind'], name: string | undefined): void => {
    if (name && name !== 'kube-root-ca.crt') found.set(`${kind}/${name}`, { kind, name });
  };
  for (const volume of spec.volumes ?? []) {
    add('ConfigMap', volume.configMap?.name);
    add('Secret', volume.secret?.secretName);
    for (const source of volume.projected?.sources ?? []) {
      add('ConfigMap', source.configMap?.name);
      add('Secret', source.secret?.name);
    }
  }
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    for (const { configMapRef, secretRef } of container.envFrom ?? []) {
      add('ConfigMap', configMapRef?.name);
      add('Secret', secretRef?.name);
    }
    for (const { valueFrom } of container.env ?? []) {
      add('ConfigMap', valueFrom?.configMapKeyRef?.name);
      add('Secret', valueFrom?.secretKeyRef?.name);
    }
  }
  return [...found.values()];
}

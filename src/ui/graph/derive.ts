/** From objects to a picture, one function a perspective. Pure: the same objects give the same picture. */
import type { Perspective } from '../layout/preferences.ts';
import {
  asIngress,
  asNode,
  asService,
  group,
  idOf,
  indexCluster,
  namespaceOf,
  refOf,
  selects,
  type ClusterIndex,
  type Objects,
} from './cluster-index.ts';
import { controlPlane } from './derive-plane.ts';
import type { Block, Edge, Group, Item, Lane, Picture, PodItem } from './model.ts';
import type { Hues } from './versions.ts';
import { card, lane, workloads } from './workloads.ts';

export interface Wish {
  perspective: Perspective;
  /** '' the learner's own namespaces, '*' all, else the one of that name. */
  namespace: string;
}

const systemNamespace = /^(kube-.*|ingress-nginx|local-path-storage)$/;
export const isSystemNamespace = (name: string): boolean => systemNamespace.test(name);

export const wanted = (wish: Pick<Wish, 'namespace'>, namespace: string): boolean =>
  wish.namespace === '' ? !isSystemNamespace(namespace) : wish.namespace === '*' || wish.namespace === namespace;

export function derive(objects: Objects, wish: Wish, hues?: Hues): { picture: Picture; hues: Hues } {
  const index = indexCluster(objects, hues);
  return { picture: perspectives[wish.perspective](index, wish, objects), hues: index.hues };
}

const perspectives: Record<Perspective, (index: ClusterIndex, wish: Wish, objects: Objects) => Picture> = {
  traffic: (index, wish) => byNamespace(index, wish, trafficColumns),
  owners: (index, wish) => byNamespace(index, wish, ownerColumns),
  machines,
  plane: (index) => controlPlane(index),
};

interface Columns {
  columns: Item[][];
  edges: Edge[];
}

function byNamespace(
  index: ClusterIndex,
  wish: Wish,
  columnsOf: (index: ClusterIndex, namespace: string, wish: Wish) => Columns,
): Picture {
  const names = new Set<string>();
  for (const part of [index.deployments, index.looseReplicaSets, index.loosePods, index.services, index.ingresses])
    for (const name of part.keys()) if (wanted(wish, name)) names.add(name);
  const podsIn = group(index.pods, (pod) => namespaceOf(pod.object));
  const edges: Edge[] = [];
  const groups: Group[] = [];
  for (const name of [...names].sort(defaultFirst)) {
    const made = columnsOf(index, name, wish);
    if (made.columns.every((column) => column.length === 0)) continue;
    edges.push(...made.edges);
    groups.push({
      id: `namespace:${name}`,
      kind: 'namespace',
      title: name,
      ref: { kind: 'Namespace', name },
      columns: made.columns,
      counts: count(podsIn.get(name) ?? []),
    });
  }
  return { rows: chunk(groups, 2), edges };
}

const defaultFirst = (a: string, b: string): number =>
  Number(b === 'default') - Number(a === 'default') || a.localeCompare(b);

export function count(pods: readonly PodItem[]): Group['counts'] {
  const counts: Group['counts'] = {};
  for (const pod of pods) counts[pod.status.state] = (counts[pod.status.state] ?? 0) + 1;
  return counts;
}

function trafficColumns(index: ClusterIndex, namespace: string, wish: Wish): Columns {
  const blocks = workloads(index, namespace, { direction: 'down', history: 0 });
  const services = (index.services.get(namespace) ?? []).filter(
    // The API server's own address is no traffic of the learner's.
    (service) => wish.namespace === '*' || service.metadata?.name !== 'kubernetes' || namespace !== 'default',
  );
  const ingresses = index.ingresses.get(namespace) ?? [];
  const ready = (name: string): ReadonlySet<string> => index.endpoints.get(`${namespace}/${name}`) ?? new Set();
  const edges: Edge[] = blocks.flatMap(ownerEdges);
  const lanes = blocks.flatMap((block) => block.lanes);
  for (const service of services) edges.push(...selectionEdges(service, lanes, ready(service.metadata?.name ?? '')));
  for (const ingress of ingresses) {
    for (const name of backends(asIngress(ingress))) {
      const service = services.find((entry) => entry.metadata?.name === name);
      const kind = ready(name).size > 0 ? 'traffic' : 'waiting';
      if (service)
        edges.push({ id: `${idOf(ingress)}>${idOf(service)}`, kind, from: idOf(ingress), to: idOf(service) });
    }
  }
  const serviceCards = services.map((service) => card(service, { count: ready(service.metadata?.name ?? '').size }));
  const columns: Item[][] = [ingresses.map((ingress) => card(ingress)), serviceCards, blocks];
  return { columns, edges };
}

const ownerEdges = (block: Block): Edge[] =>
  block.head
    ? block.lanes.map((to) => ({
        id: `${block.head?.id}>${to.id}`,
        kind: 'owner',
        from: block.head?.id ?? '',
        to: to.id,
      }))
    : [];

function selectionEdges(
  service: Parameters<typeof asService>[0],
  lanes: readonly Lane[],
  ready: ReadonlySet<string>,
): Edge[] {
  const selector = asService(service).spec?.selector;
  const from = idOf(service);
  return lanes.flatMap((lane) => {
    const chosen = lane.pods.filter((pod) => selects(selector, pod.object.metadata?.labels));
    if (chosen.length === 0) return [];
    const serves = (pod: PodItem): boolean => ready.has(pod.ref.name) && !pod.gone;
    if (lane.dense || lane.podColumns > 1)
      return [
        {
          id: `${from}>${lane.id}`,
          kind: chosen.some(serves) ? 'traffic' : 'waiting',
          from,
          to: lane.id,
        } satisfies Edge,
      ];
    return chosen.map((pod): Edge => ({
      id: `${from}>${pod.id}`,
      kind: serves(pod) ? 'traffic' : 'waiting',
      from,
      to: pod.id,
    }));
  });
}

/** Names of the Services that an Ingress leads to. */
export function backends(ingress: ReturnType<typeof asIngress>): Set<string> {
  const names = new Set<string>();
  const add = (name: string | undefined): void => void (name && names.add(name));
  add(ingress.spec?.defaultBackend?.service?.name);
  for (const rule of ingress.spec?.rules ?? [])
    for (const path of rule.http?.paths ?? []) add(path.backend.service?.name);
  return names;
}

function ownerColumns(index: ClusterIndex, namespace: string): Columns {
  const blocks = workloads(index, namespace, { direction: 'across', history: 3 });
  return { columns: [blocks], edges: blocks.flatMap(ownerEdges) };
}

function machines(index: ClusterIndex, wish: Wish): Picture {
  const pods = index.pods.filter((pod) => wanted(wish, namespaceOf(pod.object)));
  const groups = index.nodes.map((object): Group => {
    const name = object.metadata?.name ?? '';
    const mine = pods.filter((pod) => (pod.object as { spec?: { nodeName?: string } }).spec?.nodeName === name);
    return {
      id: `node:${name}`,
      kind: 'node',
      title: name,
      ref: refOf(object),
      object,
      columns: [[podGrid(`node:${name}`, mine)]],
      counts: count(mine),
    };
  });
  const names = new Set(index.nodes.map((object) => asNode(object).metadata?.name));
  const homeless = pods.filter((pod) => !names.has((pod.object as { spec?: { nodeName?: string } }).spec?.nodeName));
  const waiting: Group[] =
    homeless.length > 0
      ? [{ id: 'node:', kind: 'node', title: '', columns: [[podGrid('node:', homeless)]], counts: count(homeless) }]
      : [];
  return { rows: chunk([...groups, ...waiting], 3), edges: [] };
}

export function podGrid(id: string, pods: readonly PodItem[], columns = 2): Block {
  const grid = { ...lane(`grid:${id}`, '', pods, pods.length), podColumns: columns, bare: true as const };
  return { type: 'block', id: `block:${id}`, lanes: [grid], direction: 'down', busy: false };
}

export function chunk<T>(items: readonly T[], size: number): T[][] {
  const rows: T[][] = [];
  for (let at = 0; at < items.length; at += size) rows.push(items.slice(at, at + size));
  return rows;
}

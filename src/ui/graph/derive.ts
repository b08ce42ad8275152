/** From objects to a picture, one function a perspective. Pure: the same objects give the same picture. */
import type { Perspective } from '../layout/preferences.ts';
import { asNode, group, indexCluster, namespaceOf, refOf, type ClusterIndex, type Objects } from './cluster-index.ts';
import { lane } from './blocks.ts';
import { ownerColumns } from './derive-owners.ts';
import { controlPlane } from './derive-plane.ts';
import { looseVolumes, storageColumns } from './derive-storage.ts';
import { trafficColumns } from './derive-traffic.ts';
import type { Block, Edge, Group, Item, Picture, PodItem } from './model.ts';
import type { Hues } from './versions.ts';

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
  owners: (index, wish, objects) => byNamespace(index, wish, (_, namespace) => ownerColumns(index, namespace, objects)),
  storage: (index, wish) => {
    const { rows, edges } = byNamespace(index, wish, storageColumns);
    return { rows: [...rows, ...looseVolumes(index)], edges };
  },
  machines,
  plane: (index) => controlPlane(index),
};

export interface Columns {
  columns: Item[][];
  edges: Edge[];
}

function byNamespace(
  index: ClusterIndex,
  wish: Wish,
  columnsOf: (index: ClusterIndex, namespace: string, wish: Wish) => Columns,
): Picture {
  const names = [...index.namespaces].filter((name) => wanted(wish, name));
  const podsIn = group(index.pods, (pod) => namespaceOf(pod.object));
  const edges: Edge[] = [];
  const groups: Group[] = [];
  for (const name of names.sort(defaultFirst)) {
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

function machines(index: ClusterIndex, wish: Wish): Picture {
  const pods = index.pods.filter((pod) => wanted(wish, namespaceOf(pod.object)));
  const on = group(pods, (pod) => (pod.object as { spec?: { nodeName?: string } }).spec?.nodeName ?? '');
  // A short list is read at a glance, and leaves room to be drawn large.
  const columns =
    Math.max(0, ...index.nodes.map(({ metadata }) => on.get(metadata?.name ?? '')?.length ?? 0)) > 8 ? 2 : 1;
  const groups = index.nodes.map((object): Group => {
    const name = object.metadata?.name ?? '';
    const mine = on.get(name) ?? [];
    return {
      id: `node:${name}`,
      kind: 'node',
      title: name,
      ref: refOf(object),
      object,
      columns: [[podGrid(`node:${name}`, mine, columns)]],
      counts: count(mine),
    };
  });
  const names = new Set(index.nodes.map((object) => asNode(object).metadata?.name));
  const homeless = pods.filter((pod) => !names.has((pod.object as { spec?: { nodeName?: string } }).spec?.nodeName));
  const waiting: Group[] =
    homeless.length > 0
      ? [
          {
            id: 'node:',
            kind: 'node',
            title: '',
            columns: [[podGrid('node:', homeless, columns)]],
            counts: count(homeless),
          },
        ]
      : [];
  return { rows: chunk([...groups, ...waiting], columns === 1 ? 4 : 3), edges: [] };
}

export function podGrid(id: string, pods: readonly PodItem[], columns: number): Block {
  const grid = { ...lane(`grid:${id}`, '', pods, pods.length), podColumns: columns, bare: true as const };
  return { type: 'block', id: `block:${id}`, lanes: [grid], direction: 'down', busy: false };
}

export function chunk<T>(items: readonly T[], size: number): T[][] {
  const rows: T[][] = [];
  for (let at = 0; at < items.length; at += size) rows.push(items.slice(at, at + size));
  return rows;
}

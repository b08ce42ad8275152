/** Which items of a group hang together: what is joined by an edge is laid out side by side, the rest apart from it. */
import type { Edge, Item } from './model.ts';

export interface Cluster {
  /** The id of the item in the last column that came first: it stays while the others come and go. */
  id: string;
  columns: Item[][];
}

/** Ids under which edges may name an item. */
const idsOf = (item: Item): string[] =>
  item.type === 'card'
    ? [item.id]
    : [
        item.id,
        ...(item.head ? [item.head.id] : []),
        ...item.lanes.flatMap((lane) => [lane.id, ...lane.pods.map((pod) => pod.id)]),
      ];

/** `before`: item → cluster at the last time. An item without an edge stays with the cluster it was in. */
export function clustersOf(
  columns: readonly (readonly Item[])[],
  edges: readonly Edge[],
  before: ReadonlyMap<string, string>,
): Cluster[] {
  const items = columns.flat();
  const itemOf = new Map(items.flatMap((item) => idsOf(item).map((id) => [id, item.id] as const)));
  const parent = new Map(items.map((item) => [item.id, item.id]));
  const root = (id: string): string => {
    let at = id;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const join = (a: string | undefined, b: string | undefined): void => {
    if (a !== undefined && b !== undefined) parent.set(root(a), root(b));
  };
  const joined = new Set<string>();
  for (const edge of edges) {
    const [from, to] = [itemOf.get(edge.from), itemOf.get(edge.to)];
    join(from, to);
    if (from !== to && from && to) joined.add(from);
  }
  for (const item of items) {
    const held = before.get(item.id);
    if (!joined.has(item.id) && held !== undefined && parent.has(held)) join(item.id, held);
  }
  return adopt(gather(columns, root));
}

/** What leads to no workload (yet) stands with the first one, where the others' growing does not push it about. */
function adopt(clusters: readonly Cluster[]): Cluster[] {
  const works = (cluster: Cluster): boolean => cluster.columns.some((items) => items.some(isBlock));
  const [first, ...others] = clusters.filter(works);
  if (!first) return [...clusters];
  const loners = clusters.filter((cluster) => !works(cluster));
  const columns = first.columns.map((items, column) => [
    ...items,
    ...loners.flatMap((cluster) => cluster.columns[column] ?? []),
  ]);
  return [{ ...first, columns }, ...others];
}

const isBlock = (item: Item): boolean => item.type === 'block';

/** The column that the others stand beside: that of the workloads, else the last. */
export function mainColumn(columns: readonly (readonly Item[])[]): number {
  const at = columns.findLastIndex((items) => items.some(isBlock));
  return at < 0 ? columns.length - 1 : at;
}

function gather(columns: readonly (readonly Item[])[], root: (id: string) => string): Cluster[] {
  const found = new Map<string, Cluster>();
  // Workloads give the clusters their names and their order, then the others from the right.
  const main = mainColumn(columns);
  const others = columns.map((_, column) => column).filter((column) => column !== main);
  for (const column of [main, ...others.reverse()])
    for (const item of columns[column] ?? []) {
      const key = root(item.id);
      const cluster = found.get(key) ?? { id: item.id, columns: columns.map(() => []) };
      cluster.columns[column]?.push(item);
      found.set(key, cluster);
    }
  return [...found.values()];
}

/** How many stand side by side: one below the other up to two, then towards the shape of a screen. */
export const abreast = (count: number): number => (count <= 2 ? 1 : Math.ceil(Math.sqrt(count)));

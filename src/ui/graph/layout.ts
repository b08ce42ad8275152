/**
 * Places for everything in a picture. Deterministic and stable: with what it remembers of the last layout, a card
 * keeps its place in the order while others come and go, and what lies elsewhere does not move.
 */
import type { Block, CardItem, Group, Item, Lane, Picture, PodItem } from './model.ts';
import { abreast, clustersOf, mainColumn, type Cluster } from './clusters.ts';
import { routeEdges, type RoutedEdge } from './route.ts';

interface Place {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}
export type Box = Place &
  (
    | { type: 'group'; group: Group }
    | { type: 'card'; card: CardItem }
    | { type: 'lane'; lane: Lane }
    | { type: 'pod'; pod: PodItem }
  );

/** What the next layout must know of this one. */
export interface Memory {
  order: ReadonlyMap<string, readonly string[]>;
  heights: ReadonlyMap<string, number>;
  /** Cards placed beside what they lead to → their middle, from the top of their column. */
  middles: ReadonlyMap<string, number>;
  /** Item → what it hangs together with. */
  clusters: ReadonlyMap<string, string>;
}

export interface Layout {
  boxes: readonly Box[];
  edges: readonly RoutedEdge[];
  width: number;
  height: number;
  memory: Memory;
}

export const measure = {
  pod: { width: 226, height: 46, gap: 6 },
  lane: { header: 36, pad: 11, gap: 14 },
  disc: 15,
  group: { pad: 20, header: 34, gap: 26 },
  gutter: 46,
  headGap: 16,
  ownerMargin: 26,
} as const;

export const emptyMemory: Memory = { order: new Map(), heights: new Map(), middles: new Map(), clusters: new Map() };

interface Size {
  width: number;
  height: number;
}

interface Draft {
  shape: Shape;
  boxes: Box[];
  places: Map<string, Box>;
  /** Lane or Pod → the middle of the first place of its block, which stays while Pods and lanes come and go. */
  anchors: Map<string, number>;
  before: Memory;
  order: Map<string, string[]>;
  heights: Map<string, number>;
  middles: Map<string, number>;
  clusters: Map<string, string>;
}

/** `slim` is for a phone: all in one column, and workloads at the right, which is what is seen of it first. */
type Shape = 'wide' | 'slim';

export function layout(picture: Picture, before: Memory = emptyMemory, shape: Shape = 'wide'): Layout {
  const draft: Draft = {
    shape,
    boxes: [],
    places: new Map(),
    anchors: new Map(),
    before,
    order: new Map(),
    heights: new Map(),
    middles: new Map(),
    clusters: new Map(),
  };
  let y = 0;
  let width = 0;
  for (const row of shape === 'slim' ? picture.rows.flat().map((group) => [group]) : picture.rows) {
    let x = 0;
    let tallest = 0;
    for (const group of row) {
      const size = placeGroup(draft, group, picture, x, y);
      x += size.width + measure.group.gap;
      tallest = Math.max(tallest, size.height);
    }
    width = Math.max(width, x - measure.group.gap);
    y += tallest + measure.group.gap;
  }
  const edges = routeEdges(picture.edges, draft.places);
  return {
    boxes: draft.boxes,
    edges,
    width,
    height: Math.max(0, y - measure.group.gap),
    memory: { order: draft.order, heights: draft.heights, middles: draft.middles, clusters: draft.clusters },
  };
}

/** Those known keep their order; the new ones follow in theirs. */
export function keepOrder<T extends { id: string }>(
  draft: Pick<Draft, 'before' | 'order'>,
  where: string,
  items: readonly T[],
): T[] {
  const rank = new Map((draft.before.order.get(where) ?? []).map((id, at) => [id, at]));
  const last = rank.size;
  const kept = items
    .map((item, at) => ({ item, at: rank.get(item.id) ?? last + at }))
    .sort((a, b) => a.at - b.at)
    .map((entry) => entry.item);
  draft.order.set(
    where,
    kept.map((item) => item.id),
  );
  return kept;
}

function put(draft: Draft, box: Box): void {
  draft.boxes.push(box);
  draft.places.set(box.id, box);
}

function placeGroup(
  draft: Draft,
  group: Group,
  picture: Picture,
  x: number,
  y: number,
): { width: number; height: number } {
  const { pad, header } = measure.group;
  const at = draft.boxes.length;
  const inner = placeClusters(draft, group, picture, x + pad, y + header);
  const width = Math.max(220, inner.width + 2 * pad);
  const height = header + inner.height + pad;
  const box: Box = { type: 'group', id: group.id, group, x, y, width, height };
  draft.boxes.splice(at, 0, box);
  draft.places.set(box.id, box);
  return { width, height };
}

/** What hangs together as one; many of them in several columns, each below the one before it. */
function placeClusters(draft: Draft, group: Group, picture: Picture, x: number, y: number): Size {
  const { gap } = measure.group;
  const all: Cluster[] =
    group.kind === 'namespace'
      ? clustersOf(group.columns, picture.edges, draft.before.clusters)
      : [{ id: group.id, columns: group.columns.map((items) => [...items]) }];
  const clusters = keepOrder(draft, group.id, all);
  const slim = draft.shape === 'slim';
  const columns = slim ? 1 : abreast(clusters.length);
  const widest = slim ? Math.max(0, ...clusters.map(widthOf)) : 0;
  let left = x;
  let height = 0;
  for (let column = 0; column < columns; column++) {
    let top = y;
    let width = 0;
    for (const cluster of clusters.filter((_, at) => at % columns === column)) {
      const size = placeCluster(draft, cluster, picture, left + Math.max(0, widest - widthOf(cluster)), top);
      width = Math.max(width, size.width);
      height = Math.max(height, top + size.height - y);
      top += size.height + gap;
    }
    left += Math.max(width, widest) + (column < columns - 1 ? gap : 0);
  }
  return { width: left - x, height };
}

function placeCluster(draft: Draft, cluster: Cluster, picture: Picture, x: number, y: number): Size {
  for (const item of cluster.columns.flat()) draft.clusters.set(item.id, cluster.id);
  const columns = cluster.columns.map((items, column) => keepOrder(draft, `${cluster.id}/${column}`, items));
  const left = columnStarts(columns, x);
  let bottom = y;
  const main = mainColumn(columns);
  const place = (column: number, side: 'main' | 'before' | 'after'): void => {
    const items = columns[column] ?? [];
    const from = left[column] ?? x;
    const end = side === 'main' ? stack(draft, items, from, y) : align(draft, items, picture, { x: from, y, side });
    bottom = Math.max(bottom, end);
  };
  place(main, 'main');
  // Outwards, so that a Service can stand beside the first Pod it leads to, and a volume beside its claim.
  for (let column = main - 1; column >= 0; column--) place(column, 'before');
  for (let column = main + 1; column < columns.length; column++) place(column, 'after');
  return { width: (left[columns.length] ?? x) - x, height: bottom - y };
}

const widthOf = ({ columns }: Cluster): number => columnStarts(columns, 0)[columns.length] ?? 0;

/** Left edges of the columns, and the right edge of the last. Empty columns take no room. */
function columnStarts(columns: readonly (readonly Item[])[], from: number): number[] {
  const starts: number[] = [];
  let x = from;
  let right = from;
  for (const items of columns) {
    starts.push(x);
    if (items.length === 0) continue;
    right = x + Math.max(...items.map((item) => sizeOf(item).width));
    x = right + measure.gutter + 10 * Math.min(6, items.length);
  }
  return [...starts, right];
}

function stack(draft: Draft, items: readonly Item[], x: number, from: number): number {
  let y = from;
  for (const item of items) y += placeItem(draft, item, x, y) + measure.group.gap;
  return items.length > 0 ? y - measure.group.gap : from;
}

/** Each item's middle beside the beginning of what it is joined to, as far as its neighbours leave room. */
function align(
  draft: Draft,
  items: readonly Item[],
  picture: Picture,
  { x, y: from, side }: { x: number; y: number; side: 'before' | 'after' },
): number {
  const [mine, theirs] = side === 'before' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const gap = side === 'before' ? measure.headGap : measure.pod.gap;
  const middle = (item: Item): number => {
    const ids = new Set(
      item.type === 'card' ? [item.id] : item.lanes.flatMap((lane) => lane.pods.map((pod) => pod.id)),
    );
    const joined = picture.edges.filter((edge) => ids.has(edge[mine]));
    const beside = Math.min(...joined.map((edge) => draft.anchors.get(edge[theirs]) ?? Number.POSITIVE_INFINITY));
    // Whoever leads nowhere for now waits where it stood.
    return Number.isFinite(beside) ? beside : from + (draft.before.middles.get(item.id) ?? Number.POSITIVE_INFINITY);
  };
  let y = from;
  for (const { item, at } of items.map((item) => ({ item, at: middle(item) })).sort((a, b) => compare(a.at, b.at))) {
    const height = sizeOf(item).height;
    const top = Number.isFinite(at) ? Math.max(y, at - height / 2) : y;
    placeItem(draft, item, x, top);
    if (Number.isFinite(at)) draft.middles.set(item.id, top + height / 2 - from);
    y = top + height + gap;
  }
  return items.length > 0 ? y - gap : from;
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

function sizeOf(item: Item): { width: number; height: number } {
  return item.type === 'card' ? item : blockSize(item);
}

function blockSize(block: Block): { width: number; height: number } {
  const lanes = block.lanes.map(laneSize);
  const head = block.head ?? { width: 0, height: 0 };
  const gap = block.head && lanes.length > 0 ? measure.headGap : 0;
  const margin = gap > 0 && block.direction === 'down' ? measure.ownerMargin : 0;
  const sum = (sizes: number[], between: number): number =>
    sizes.reduce((a, b) => a + b, 0) + between * Math.max(0, sizes.length - 1);
  const widths = lanes.map((lane) => lane.width);
  const heights = lanes.map((lane) => lane.height);
  if (block.direction === 'across') {
    const width = Math.max(head.width, sum(widths, measure.lane.gap));
    return { width, height: head.height + gap * 2 + Math.max(0, ...heights) };
  }
  return {
    width: Math.max(head.width, ...widths, 0) + margin,
    height: head.height + gap + sum(heights, measure.lane.gap),
  };
}

export function laneSize(lane: Lane): { width: number; height: number } {
  const { pod, disc } = measure;
  const pad = lane.bare ? 0 : measure.lane.pad;
  const header = lane.bare || lane.headless ? 0 : measure.lane.header;
  const columns = lane.dense ? 2 : lane.podColumns;
  const inner = columns * pod.width + (columns - 1) * pod.gap;
  const rows = lane.dense
    ? Math.ceil(lane.pods.length / Math.floor(inner / disc))
    : Math.ceil(lane.pods.length / columns);
  const content = lane.dense ? rows * disc : rows * pod.height + Math.max(0, rows - 1) * pod.gap;
  const around = lane.bare ? 0 : lane.headless ? 2 * pad : 2 * pad - 2;
  return { width: inner + 2 * pad, height: header + (content > 0 ? content + around : 0) };
}

/** From a lane's top to its first Pod. */
function headRoom(lane: Lane): number {
  const { header, pad } = measure.lane;
  return lane.bare ? 0 : lane.headless ? pad : header + pad - 2;
}

/** Returns the height it takes. */
function placeItem(draft: Draft, item: Item, x: number, y: number): number {
  if (item.type === 'card') {
    put(draft, { type: 'card', id: item.id, card: item, x, y, width: item.width, height: item.height });
    draft.anchors.set(item.id, y + item.height / 2);
    return item.height;
  }
  const { head } = item;
  if (head) {
    put(draft, { type: 'card', id: head.id, card: head, x, y, width: head.width, height: head.height });
    draft.anchors.set(head.id, y + head.height / 2);
  }
  const across = item.direction === 'across';
  const gap = head ? measure.headGap * (across ? 2 : 1) : 0;
  const top = y + (head?.height ?? 0) + gap;
  let at = across ? x : top;
  for (const lane of keepOrder(draft, item.id, item.lanes)) {
    const size = laneSize(lane);
    const anchor = top + headRoom(lane) + measure.pod.height / 2;
    for (const id of [lane.id, ...lane.pods.map((pod) => pod.id)]) draft.anchors.set(id, anchor);
    if (across) placeLane(draft, lane, at, top);
    else placeLane(draft, lane, x, at);
    at += (across ? size.width : size.height) + measure.lane.gap;
  }
  const natural = blockSize(item).height;
  const height = item.busy ? Math.max(natural, draft.before.heights.get(item.id) ?? 0) : natural;
  draft.heights.set(item.id, height);
  return height;
}

function placeLane(draft: Draft, lane: Lane, x: number, y: number): void {
  put(draft, { type: 'lane', id: lane.id, lane, x, y, ...laneSize(lane) });
  if (lane.dense) return;
  const { pod } = measure;
  const pad = lane.bare ? 0 : measure.lane.pad;
  const top = y + headRoom(lane);
  for (const [at, item] of (lane.sorted ? lane.pods : keepOrder(draft, lane.id, lane.pods)).entries()) {
    const column = at % lane.podColumns;
    const row = Math.floor(at / lane.podColumns);
    const place = { x: x + pad + column * (pod.width + pod.gap), y: top + row * (pod.height + pod.gap) };
    put(draft, { type: 'pod', id: item.id, pod: item, ...place, width: pod.width, height: pod.height });
  }
}

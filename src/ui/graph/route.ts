/** Right-angled edges with soft corners that run in the gutters between columns, never across a card. */
import type { Edge } from './model.ts';
import type { Box } from './layout.ts';

export interface RoutedEdge extends Edge {
  /** SVG path data; always the same commands, so that a browser can move one path into another. */
  path: string;
  points: readonly Point[];
}

export interface Point {
  x: number;
  y: number;
}

export function routeEdges(edges: readonly Edge[], places: ReadonlyMap<string, Box>): RoutedEdge[] {
  const trunks = trunkPlaces(edges, places);
  return edges.flatMap((edge) => {
    const from = places.get(edge.from);
    const to = places.get(edge.to);
    if (!from || !to) return [];
    const below = edge.kind === 'owner' && to.x < from.x + from.width;
    const points = below ? ownerPoints(from, to) : flowPoints(from, to, trunks.get(edge.from) ?? 0);
    return [{ ...edge, points, path: softPath(points) }];
  });
}

/** Where each source's trunk runs: right of the widest in its column, the lowest source nearest to the column. */
function trunkPlaces(edges: readonly Edge[], places: ReadonlyMap<string, Box>): Map<string, number> {
  const byColumn = new Map<number, Box[]>();
  for (const id of new Set(edges.flatMap((edge) => (edge.kind === 'owner' ? [] : [edge.from])))) {
    const box = places.get(id);
    if (!box) continue;
    const left = Math.round(box.x);
    byColumn.set(left, [...(byColumn.get(left) ?? []), box]);
  }
  const trunks = new Map<string, number>();
  for (const boxes of byColumn.values()) {
    const right = Math.max(...boxes.map((box) => box.x + box.width));
    for (const [at, box] of boxes.sort((a, b) => b.y - a.y).entries())
      trunks.set(box.id, right + 22 + 10 * Math.min(at, 6));
  }
  return trunks;
}

function flowPoints(from: Box, to: Box, trunk: number): Point[] {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.type === 'lane' ? to.y + Math.min(to.height, 36) / 2 : to.y + to.height / 2 };
  const x = Math.max(start.x + 10, Math.min(trunk, end.x - 12));
  return [start, { x, y: start.y }, { x, y: end.y }, end];
}

function ownerPoints(from: Box, to: Box): Point[] {
  if (to.type === 'lane' && to.lane.headless) return short(from, to);
  if (to.y >= from.y + from.height + 24) {
    const start = { x: from.x + 36, y: from.y + from.height };
    const end = { x: to.x + 36, y: to.y };
    // Side by side below their owner: a rail between the two rows. One below the other: a rail at the right.
    if (to.x > from.x || to.y - start.y < 40) return down(start, end);
  }
  return beside(from, to);
}

/** To the one lane right under its head. */
function short(from: Box, to: Box): Point[] {
  const x = from.x + 36;
  const start = { x, y: from.y + from.height };
  const end = { x, y: to.y };
  return [start, { x, y: (start.y + end.y) / 2 }, { x, y: (start.y + end.y) / 2 }, end];
}

function down(start: Point, end: Point): Point[] {
  const y = start.y + 16;
  return [start, { x: start.x, y }, { x: end.x, y }, end];
}

function beside(from: Box, to: Box): Point[] {
  const x = Math.max(from.x + from.width, to.x + to.width) + 15;
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x + to.width, y: to.y + 18 };
  return [start, { x, y: start.y }, { x, y: end.y }, end];
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Four points, two corners. */
export function softPath(points: readonly Point[]): string {
  const [a, b, c, d] = points;
  if (!a || !b || !c || !d) return '';
  const radius = (p: Point, q: Point, r: Point): number => Math.min(10, distance(p, q), distance(q, r) / 2);
  const first = Math.min(radius(a, b, c), 10);
  const second = Math.min(radius(d, c, b), 10);
  const text = (p: Point): string => `${round(p.x)} ${round(p.y)}`;
  return `M${text(a)}L${text(toward(b, a, first))}Q${text(b)} ${text(toward(b, c, first))}L${text(toward(c, b, second))}Q${text(c)} ${text(toward(c, d, second))}L${text(d)}`;
}

const distance = (p: Point, q: Point): number => Math.abs(p.x - q.x) + Math.abs(p.y - q.y);

function toward(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

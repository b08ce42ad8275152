/** Boxes as React Flow's nodes. A box that did not change keeps its node, so that React skips it. */
import type { Node } from '@xyflow/react';
import { measure, type Box } from './layout.ts';
import type { PodItem } from './model.ts';

export type BoxNode = Node<{ box: Box }, 'area' | 'lane' | 'card' | 'pod'>;

const depth: Record<Box['type'], number> = { group: 0, lane: 1, card: 2, pod: 2 };

export function flowNodes(boxes: readonly Box[], before: ReadonlyMap<string, BoxNode>): Map<string, BoxNode> {
  const nodes = new Map<string, BoxNode>();
  for (const box of boxes) {
    const known = before.get(box.id);
    nodes.set(box.id, known && sameBox(known.data.box, box) ? known : nodeOf(box));
  }
  return nodes;
}

const nodeOf = (box: Box): BoxNode => ({
  id: box.id,
  type: box.type === 'group' ? 'area' : box.type,
  position: { x: box.x, y: box.y },
  width: box.width,
  height: box.height,
  measured: { width: box.width, height: box.height },
  zIndex: depth[box.type],
  data: { box },
  focusable: refOfBox(box) !== undefined,
  ariaLabel: labelOf(box),
});

export function refOfBox(box: Box) {
  if (box.type === 'pod') return box.pod.ref;
  if (box.type === 'card') return box.card.ref;
  return box.type === 'lane' ? box.lane.ref : box.group.ref;
}

function labelOf(box: Box): string {
  const ref = refOfBox(box);
  if (!ref) return '';
  return box.type === 'pod' ? `Pod ${ref.name}, ${box.pod.status.word}` : `${ref.kind} ${ref.name}`;
}

const samePod = (a: PodItem, b: PodItem): boolean =>
  a === b ||
  (a.object === b.object &&
    a.gone === b.gone &&
    a.hue === b.hue &&
    a.tag === b.tag &&
    a.status.state === b.status.state);

export function sameBox(a: Box, b: Box): boolean {
  if (a.x !== b.x || a.y !== b.y || a.width !== b.width || a.height !== b.height) return false;
  if (a.type === 'pod' && b.type === 'pod') return samePod(a.pod, b.pod);
  if (a.type === 'card' && b.type === 'card')
    return (
      a.card.object === b.card.object &&
      a.card.count === b.card.count &&
      a.card.hue === b.card.hue &&
      a.card.note === b.card.note
    );
  if (a.type === 'lane' && b.type === 'lane')
    return a.lane.object === b.lane.object && samePods(a.lane.pods, b.lane.pods);
  return (
    a.type === 'group' &&
    b.type === 'group' &&
    a.group.object === b.group.object &&
    JSON.stringify(a.group.counts) === JSON.stringify(b.group.counts)
  );
}

const samePods = (a: readonly PodItem[], b: readonly PodItem[]): boolean =>
  a.length === b.length &&
  a.every((pod, at) => {
    const other = b[at];
    return other !== undefined && samePod(pod, other);
  });

/** The nearest box in the direction of an arrow key, preferring those straight ahead. */
export function neighbour(boxes: readonly Box[], from: Box, key: string): Box | undefined {
  const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  if (!direction) return undefined;
  const [dx = 0, dy = 0] = direction;
  const middle = (box: Box) => ({
    x: box.x + Math.min(box.width, measure.pod.width) / 2,
    y: box.y + Math.min(box.height, measure.pod.height) / 2,
  });
  const here = middle(from);
  let best: Box | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    if (box.id === from.id || !refOfBox(box)) continue;
    const there = middle(box);
    const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    const cost = ahead + 2.5 * aside;
    if (ahead > 4 && cost < least) {
      least = cost;
      best = box;
    }
  }
  return best;
}

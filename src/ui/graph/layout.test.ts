import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { moments } from '../fixtures/moments.ts';
import { pod, replicaSet } from '../fixtures/objects.ts';
import type { Perspective } from '../layout/preferences.ts';
import { asObjects } from '../fixtures/as-objects.ts';
import { derive } from './derive.ts';
import { addGhosts, vanished } from './ghosts.ts';
import { layout, type Box, type Layout, type Memory } from './layout.ts';
import type { Point } from './route.ts';

const trouble = moments['trouble']?.() ?? [];
const draw = (list: readonly KubeObject[], perspective: Perspective = 'traffic', memory?: Memory): Layout =>
  layout(derive(asObjects(list), { perspective, namespace: '*' }).picture, memory);

const places = (drawn: Layout): Record<string, string> =>
  Object.fromEntries(drawn.boxes.map((box) => [box.id, `${box.x},${box.y}`]));
const named =
  (name: string) =>
  (object: KubeObject): boolean =>
    object.metadata?.name === name;

const fresh = pod({
  name: 'web-56c45fd5ff-a0000',
  app: 'web',
  image: 'nginx:1.26',
  set: 'web-56c45fd5ff',
  look: 'creating',
  age: 160,
});

describe('layout', () => {
  it('is deterministic', () => {
    expect(draw(trouble.toReversed())).toEqual(draw(trouble));
  });

  it('gives a new Pod the next place, though its name and age would put it first', () => {
    const before = draw(trouble);
    const after = draw([fresh, ...trouble], 'traffic', before.memory);
    const lane = after.memory.order.get('uid-ReplicaSet-default-web-56c45fd5ff');
    expect(lane?.at(-1)).toBe('uid-Pod-default-web-56c45fd5ff-a0000');
    expect(draw([fresh, ...trouble]).memory.order.get('uid-ReplicaSet-default-web-56c45fd5ff')?.[0]).toBe(
      'uid-Pod-default-web-56c45fd5ff-a0000',
    );
  });

  it('moves nothing else of the workload when a Pod comes', () => {
    const before = places(draw(trouble));
    const after = places(draw([...trouble, fresh], 'traffic', draw(trouble).memory));
    const moved = Object.keys(before).filter((id) => id.includes('default') && before[id] !== after[id]);
    expect(moved).toEqual([]);
  });

  it('moves nothing at all while a Pod that went is still sinking', () => {
    const objects = (list: readonly KubeObject[]) =>
      derive(asObjects(list), { perspective: 'traffic', namespace: '*' }).picture;
    const before = objects(trouble);
    const after = objects(trouble.filter((object) => !named('web-7d4b8cfd6-x7k2p')(object)));
    const drawn = layout(before);
    expect(places(layout(addGhosts(after, vanished(before, after, 0)), drawn.memory))).toEqual(places(drawn));
  });

  it('leaves a Service where it stands when its last Pod goes', () => {
    const before = draw(trouble);
    const podless = trouble.filter((object) => object.kind !== 'Pod');
    const service = 'uid-Service-default-web';
    const after = draw(podless, 'traffic', before.memory);
    expect(places(before)[service]).toBeDefined();
    expect(places(after)[service]).toBe(places(before)[service]);
    expect(places(draw(podless))[service]).not.toBe(places(before)[service]);
  });

  it('closes the place then: only what stood below it in its own workload moves up', () => {
    const before = draw(trouble);
    const after = draw(
      trouble.filter((object) => !named('web-7d4b8cfd6-q8z5t')(object)),
      'traffic',
      before.memory,
    );
    const [old, now] = [places(before), places(after)];
    const moved = Object.keys(now).filter((id) => old[id] !== now[id]);
    expect(moved.sort()).toEqual([
      'uid-Pod-default-web-56c45fd5ff-b5w8r',
      'uid-Pod-default-web-56c45fd5ff-h2v6n',
      'uid-ReplicaSet-default-web-56c45fd5ff',
    ]);
  });

  it.each(['traffic', 'owners', 'machines', 'plane'] as const)('lets no card lie on another (%s)', (perspective) => {
    const cards = draw(trouble, perspective).boxes.filter((box) => box.type === 'card' || box.type === 'pod');
    for (const [at, a] of cards.entries())
      for (const b of cards.slice(at + 1)) expect(overlap(a, b), `${a.id} on ${b.id}`).toBe(false);
  });

  it.each(['traffic', 'owners', 'plane'] as const)('leads no edge across a card (%s)', (perspective) => {
    const { boxes, edges } = draw(trouble, perspective);
    expect(edges.length).toBeGreaterThan(3);
    const cards = boxes.filter((box) => box.type === 'card' || box.type === 'pod');
    for (const edge of edges)
      for (const card of cards)
        for (const [at, point] of edge.points.slice(1).entries()) {
          const from = edge.points[at];
          if (card.id !== edge.from && card.id !== edge.to && from)
            expect(crosses(from, point, card), `${edge.id} over ${card.id}`).toBe(false);
        }
  });

  it('puts workloads that do not hang together side by side, and keeps them so', () => {
    const lone = (name: string) => pod({ name, app: name, image: 'busybox', look: 'ready', namespace: 'many' });
    const sets = Array.from({ length: 6 }, (_, at) => replicaSet('app', `h${at}`, 'busybox', 1, 1, 'many')).map(
      (set) => ({
        ...set,
        metadata: { ...set.metadata, ownerReferences: [] },
      }),
    );
    const before = draw(sets);
    const lanes = before.boxes.filter((box) => box.type === 'lane');
    expect(new Set(lanes.map((box) => box.x)).size).toBe(3);
    expect(before.width).toBeGreaterThan(before.height);
    const after = places(draw([...sets, lone('solo')], 'traffic', before.memory));
    const [old] = [places(before)];
    expect(Object.keys(old).filter((id) => old[id] !== after[id])).toEqual([]);
  });

  it('draws 2,000 Pods within their groups', () => {
    const many = Array.from({ length: 2000 }, (_, at) =>
      pod({ name: `p-${at}`, app: 'p', image: 'busybox', look: 'ready', node: `worker-${1 + (at % 2)}` }),
    );
    const drawn = draw([...trouble, ...many]);
    const groups = drawn.boxes.filter((box) => box.type === 'group');
    for (const box of drawn.boxes)
      expect(
        groups.some((group) => inside(box, group)),
        box.id,
      ).toBe(true);
  });
});

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const inside = (a: Box, b: Box): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;

function crosses(a: Point, b: Point, box: Box): boolean {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return left < box.x + box.width && right > box.x && top < box.y + box.height && bottom > box.y;
}

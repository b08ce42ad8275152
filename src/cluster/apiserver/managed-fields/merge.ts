/** An applied configuration laid over an object (structured-merge-diff/typed/merge.go, ruleKeepRHS). Changes neither. */
import { isEmpty, isWhole, listOf, recordOf, shapeOf } from './compare.ts';
import { DEDUCED, type FieldType } from './field-types.ts';
import { elementOf } from './path-element.ts';

type ListType = Extract<FieldType, { kind: 'list' }>;

export function merge(live: unknown, applied: unknown, type: FieldType): unknown {
  if (applied === undefined) return live;
  if (live === undefined || live === null) return applied;
  const shape = shapeOf(type, applied);
  if (isWhole(shape) || (isEmpty(live) && isEmpty(applied))) return applied;
  if (shape.kind === 'list') return mergeLists(listOf(live), listOf(applied), shape);
  const merged: Record<string, unknown> = { ...recordOf(live) };
  for (const [key, value] of Object.entries(recordOf(applied))) {
    const field = (shape.kind === 'map' ? shape.field(key) : undefined) ?? DEDUCED;
    const next = merge(Object.hasOwn(merged, key) ? merged[key] : undefined, value, field);
    Object.defineProperty(merged, key, { value: next, enumerable: true, configurable: true, writable: true });
  }
  return merged;
}

/** In the applied order; what only the live list has stays between its neighbours. */
function mergeLists(live: readonly unknown[], applied: readonly unknown[], type: ListType): unknown[] {
  const [lhs, rhs] = [live, applied].map((list) => list.map((item) => nameOf(item, type)));
  const inLive = new Map(lhs!.map((name, i) => [name, live[i]]));
  const inApplied = new Map(rhs!.map((name, i) => [name, applied[i]]));
  const sharedOrder = rhs!.filter((name) => inLive.has(name));
  let nextShared = sharedOrder.shift();
  const done = new Set<string>();
  const out: unknown[] = [];
  const take = (name: string): void => {
    done.add(name);
    out.push(merge(inLive.get(name), inApplied.get(name), type.item));
    if (inLive.has(name)) nextShared = sharedOrder.shift();
  };
  for (let l = 0, r = 0; l < lhs!.length || r < rhs!.length;) {
    const [left, right] = [lhs![l], rhs![r]];
    if (left !== undefined && right !== undefined) {
      if (left === right) {
        take(left);
        l++;
        r++;
        continue;
      }
      if (inApplied.has(left) && nextShared !== undefined && nextShared !== left) {
        l++;
        continue;
      }
    }
    if (left !== undefined) {
      if (!inApplied.has(left)) {
        out.push(live[l++]);
        continue;
      }
      if (done.has(left)) l++;
    }
    if (right !== undefined) {
      take(right);
      r++;
    }
  }
  return out;
}

function nameOf(item: unknown, type: ListType): string {
  const found = elementOf(item, type);
  return 'element' in found ? found.element : `v:${JSON.stringify(item)}`;
}

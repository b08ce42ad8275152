/** The order of merged lists (strategicpatch/patch.go: normalizeElementOrder, mergeSortedSlice, partition…). */
import { dequal } from 'dequal';
import { goValue } from '../go-format.ts';
import { type Json, isMap } from './json-merge-patch.ts';

type Same = (a: unknown, b: unknown) => boolean;

/** Maps are the same when their merge keys are, other things when they are equal. */
export function sameBy(mergeKey: string): Same {
  return (a, b) => (isMap(a) && isMap(b) && mergeKey !== '' ? dequal(a[mergeKey], b[mergeKey]) : dequal(a, b));
}

function indexIn(list: readonly unknown[], item: unknown, same: Same): number {
  return list.findIndex((one) => same(one, item));
}

/** Puts the items that `order` knows in its order; the others keep theirs; items to be deleted come last. */
export function normalizeSliceOrder(items: readonly unknown[], order: readonly unknown[], mergeKey: string): unknown[] {
  const same = sameBy(mergeKey);
  const deleted = items.filter((item) => isMap(item) && item['$patch'] === 'delete');
  const kept = items.filter((item) => !(isMap(item) && item['$patch'] === 'delete'));
  // Simplified: upstream's comparison is not transitive for items unknown to the order; ours leaves them where they are.
  const places = new Map(kept.map((item) => [item, indexIn(order, item, same)]));
  const sorted = kept.toSorted((a, b) => {
    const [i = -1, j = -1] = [places.get(a), places.get(b)];
    return i >= 0 && j >= 0 ? i - j : 0;
  });
  return [...sorted, ...deleted];
}

/** Both parts in their own order, interleaved by the order that the server had. */
export function enforceOrder(
  merged: readonly unknown[],
  patchOrder: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string,
): unknown[] {
  const same = sameBy(mergeKey);
  const inPatch = (item: unknown): boolean => indexIn(patchOrder, item, same) >= 0;
  const right = normalizeSliceOrder(merged.filter(inPatch), patchOrder, mergeKey);
  const left = normalizeSliceOrder(
    merged.filter((item) => !inPatch(item)),
    serverOrder,
    mergeKey,
  );
  const result: unknown[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i >= left.length) result.push(right[j++]);
    else if (j >= right.length) result.push(left[i++]);
    else {
      const [li, ri] = [indexIn(serverOrder, left[i], same), indexIn(serverOrder, right[j], same)];
      result.push(li >= 0 && ri >= 0 && li < ri ? left[i++] : right[j++]);
    }
  }
  return result;
}

export function uniqueScalars(items: readonly unknown[]): unknown[] {
  return items.filter((item, i) => items.findIndex((other) => dequal(other, item)) === i);
}

/** Throws when the patch's own order contradicts its $setElementOrder. */
export function checkOrder(patch: readonly unknown[], order: readonly unknown[], mergeKey: string, key: string): void {
  const same = sameBy(mergeKey);
  const items = patch.filter((item) => !(isMap(item) && item['$patch'] !== undefined));
  let at = 0;
  for (const item of items) {
    while (at < order.length && !same(order[at], item)) at++;
    if (at >= order.length)
      throw new Error(`The order in patch list:\n${goValue(patch)}\n doesn't match ${key} list:\n${goValue(order)}\n`);
    at++;
  }
}

/** Without what only the patch language says. */
export function dropDirectives(value: unknown): unknown {
  if (Array.isArray(value))
    return value.filter((item) => !(isMap(item) && item['$patch'] !== undefined)).map(dropDirectives);
  if (!isMap(value)) return value;
  if (value['$patch'] === 'delete') return {};
  const result: Json = {};
  for (const [key, inner] of Object.entries(value)) {
    if (
      key === '$patch' ||
      key === '$retainKeys' ||
      key.startsWith('$setElementOrder/') ||
      key.startsWith('$deleteFromPrimitiveList/')
    )
      continue;
    result[key] = dropDirectives(inner);
  }
  return result;
}

export function discardNulls(value: unknown): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, discardNulls(inner)]),
  );
}

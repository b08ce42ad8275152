/** Strategic merge patch, applied (apimachinery/pkg/util/strategicpatch/patch.go mergeMap and below). */
import { dequal } from 'dequal';
import { goValue } from '../go-format.ts';
import { type Json, isMap } from './json-merge-patch.ts';
import { checkOrder, discardNulls, dropDirectives, enforceOrder, sameBy, uniqueScalars } from './merge-lists.ts';
import type { PatchMeta, PatchSchema } from './patch-keys.ts';

interface Options {
  /** True when a patch is applied to an object, false when two patches become one. */
  apply: boolean;
}

const DELETE = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';

/** Throws Error with upstream's message when the patch cannot be applied. Neither argument is changed. */
export function applyStrategicMergePatch(original: Json, patch: Json, schema: PatchSchema): Json {
  return mergeMap(original, patch, schema, { apply: true });
}

export function mergeMap(
  originalGiven: Json | undefined,
  patchGiven: Json,
  schema: PatchSchema,
  options: Options,
): Json {
  const patch: Json = { ...patchGiven };
  if (patch['$patch'] !== undefined) return directive(patch);
  const original = retainKeys({ ...originalGiven }, patch, options);
  mergeOrdered(original, patch, schema, options);
  for (const [given, value] of Object.entries(patch)) {
    const deletes = given.startsWith(DELETE);
    if (deletes && !options.apply) {
      original[given] = value;
      continue;
    }
    mergeField(original, deletes ? given.slice(DELETE.length) : given, value, deletes, schema, options);
  }
  return original;
}

function mergeField(
  original: Json,
  key: string,
  value: unknown,
  deletes: boolean,
  schema: PatchSchema,
  options: Options,
): void {
  if (value === null || value === undefined) {
    delete original[key];
    if (!options.apply) original[key] = null;
    return;
  }
  const before = original[key];
  const same = (isMap(before) && isMap(value)) || (Array.isArray(before) && Array.isArray(value));
  if (same) original[key] = mergeValue(before, value, schema(key), deletes, options);
  else if (!deletes) original[key] = taken(value, options);
}

function mergeValue(before: unknown, value: unknown, meta: PatchMeta, deletes: boolean, options: Options): unknown {
  if (isMap(before) && isMap(value)) {
    return meta.strategies.includes('replace') ? value : mergeMap(before, value, meta.schema, options);
  }
  return mergeList(before as unknown[], value as unknown[], meta, deletes, options);
}

/** What the patch brings where the object has nothing. */
function taken(value: unknown, options: Options): unknown {
  return options.apply ? dropDirectives(discardNulls(value)) : value;
}

function directive(patch: Json): Json {
  const { $patch: what, ...rest } = patch;
  if (what === 'replace') return rest;
  if (what === 'delete') return {};
  throw new Error(`invalid value for special key: $patch: ${String(what)}`);
}

function retainKeys(original: Json, patch: Json, options: Options): Json {
  const list = patch['$retainKeys'];
  if (list === undefined) return original;
  delete patch['$retainKeys'];
  if (!options.apply) {
    original['$retainKeys'] = list;
    return original;
  }
  const kept = new Set(list as string[]);
  return Object.fromEntries(Object.entries(original).filter(([key]) => kept.has(key)));
}

/** Handles `$setElementOrder/x` together with the list `x`, and takes both out of the patch. */
function mergeOrdered(original: Json, patch: Json, schema: PatchSchema, options: Options): void {
  for (const [directiveKey, order] of Object.entries(patch)) {
    if (!directiveKey.startsWith(ORDER)) continue;
    delete patch[directiveKey];
    if (!options.apply) {
      if (original[directiveKey] !== undefined && !dequal(original[directiveKey], order))
        throw new Error('invalid patch format');
      original[directiveKey] = order;
    }
    const key = directiveKey.slice(ORDER.length);
    const meta = schema(key);
    const before = original[key] as unknown[] | null | undefined;
    const list = patch[key] as unknown[] | null | undefined;
    if (list) checkOrder(list, order as unknown[], meta.mergeKey, directiveKey);
    if (!before && !list) continue;
    // Deletions of primitives come first, lest the order bring them back.
    const gone = options.apply ? (patch[DELETE + key] as unknown[] | undefined) : undefined;
    const merged =
      before && list
        ? mergeList(before, list, meta, false, options)
        : (before ?? withoutDeletions(list ?? [], options));
    const left = gone ? merged.filter((item) => !gone.some((one) => dequal(one, item))) : merged;
    if (gone) delete patch[DELETE + key];
    original[key] = enforceOrder(left, order as unknown[], before ?? [], meta.mergeKey);
    delete patch[key];
  }
}

function withoutDeletions(list: unknown[], options: Options): unknown[] {
  if (options.apply) return taken(list, options) as unknown[];
  return list.filter((item) => !(isMap(item) && item['$patch'] !== undefined));
}

function mergeList(
  original: unknown[],
  patch: unknown[],
  meta: PatchMeta,
  deletes: boolean,
  options: Options,
): unknown[] {
  if (deletes && options.apply) return original.filter((item) => !patch.some((one) => dequal(one, item)));
  if (!meta.strategies.includes('merge')) return patch;
  const first = original[0] ?? patch[0];
  if (!isMap(first)) {
    return enforceOrder(uniqueScalars([...original, ...patch]), patch, original, '');
  }
  return mergeListOfMaps(original as Json[], patch as Json[], meta, options);
}

function mergeListOfMaps(original: Json[], patch: Json[], meta: PatchMeta, options: Options): unknown[] {
  const { mergeKey } = meta;
  const same = sameBy(mergeKey);
  let kept = original;
  let items: Json[] = [];
  let replace = false;
  for (const item of patch) {
    if (item['$patch'] === undefined) items.push(item);
    else if (item['$patch'] === 'delete') {
      requireKey(item, mergeKey);
      kept = kept.filter((one) => !same(one, item));
    } else if (item['$patch'] === 'replace') replace = true;
    else throw new Error(`unknown patch type found: ${String(item['$patch'])}`);
  }
  if (replace) {
    kept = items;
    items = [];
  }
  const merged: Json[] = [...kept];
  for (const item of items) {
    requireKey(item, mergeKey);
    const at = merged.findIndex((one) => same(one, item));
    if (at >= 0) merged[at] = mergeMap(merged[at], item, meta.schema, options);
    else merged.push(taken(item, options) as Json);
  }
  return enforceOrder(merged, items, kept, mergeKey);
}

function requireKey(item: Json, mergeKey: string): void {
  if (item[mergeKey] === undefined)
    throw new Error(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`);
}

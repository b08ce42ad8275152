/** Strategic merge patches, made: two-way and three-way (apimachinery/pkg/util/strategicpatch/patch.go diffMaps and below). */
import { dequal } from 'dequal';
import { goValue } from '../go-format.ts';
import { type Json, isMap } from './json-merge-patch.ts';
import { normalizeSliceOrder } from './merge-lists.ts';
import type { PatchMeta, PatchSchema } from './patch-keys.ts';
import { mergeMap } from './strategic-merge.ts';

interface Options {
  ignoreDeletions: boolean;
  ignoreChanges: boolean;
}

export function createTwoWayMergePatch(original: Json | undefined, modified: Json, schema: PatchSchema): Json {
  return diffMaps(original ?? {}, modified, schema, { ignoreDeletions: false, ignoreChanges: false }, false);
}

/** Additions and changes from current to modified, deletions from original to modified. */
export function createThreeWayStrategicPatch(
  original: Json | undefined,
  modified: Json,
  current: Json,
  schema: PatchSchema,
): Json {
  const changes = diffMaps(current, modified, schema, { ignoreDeletions: true, ignoreChanges: false }, false);
  const deletions = diffMaps(original ?? {}, modified, schema, { ignoreDeletions: false, ignoreChanges: true }, false);
  return mergeMap(deletions, changes, schema, { apply: false });
}

function diffMaps(original: Json, modified: Json, schema: PatchSchema, options: Options, retain: boolean): Json {
  const patch: Json = {};
  for (const [key, value] of Object.entries(modified)) {
    const before = original[key];
    if (!Object.hasOwn(original, key)) {
      if (!options.ignoreChanges) patch[key] = value;
    } else if (key === '$patch') {
      if (before !== value) patch[key] = value;
    } else if (isMap(before) && isMap(value)) diffMapField(key, before, value, patch, schema(key), options);
    else if (Array.isArray(before) && Array.isArray(value))
      diffListField(key, before, value, patch, schema(key), options);
    else if (!options.ignoreChanges && !dequal(before, value)) patch[key] = value;
  }
  if (!options.ignoreDeletions)
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null;
  if (retain) addRetainKeys(original, modified, patch);
  return patch;
}

function addRetainKeys(original: Json, modified: Json, patch: Json): void {
  const keys = Object.keys(modified).filter((key) => modified[key] !== null);
  const extra = Object.keys(original).some((key) => original[key] !== null && !Object.hasOwn(modified, key));
  if (keys.length > 0 && (Object.keys(patch).length > 0 || extra)) patch['$retainKeys'] = keys.toSorted();
}

function diffMapField(key: string, before: Json, value: Json, patch: Json, meta: PatchMeta, options: Options): void {
  if (meta.strategies.includes('replace')) {
    if (!options.ignoreChanges && !dequal(before, value)) patch[key] = value;
    return;
  }
  const inner = diffMaps(before, value, meta.schema, options, meta.strategies.includes('retainKeys'));
  if (Object.keys(inner).length > 0) patch[key] = inner;
}

function diffListField(
  key: string,
  before: unknown[],
  value: unknown[],
  patch: Json,
  meta: PatchMeta,
  options: Options,
): void {
  if (!meta.strategies.includes('merge')) {
    if (!options.ignoreChanges && !dequal(before, value)) patch[key] = value;
    return;
  }
  if (before.length === 0) {
    if (value.length > 0 && !options.ignoreChanges) patch[key] = value;
    return;
  }
  const first = before[0] ?? value[0];
  if (isMap(first)) diffListOfMaps(key, before as Json[], value as Json[], patch, meta, options);
  else diffListOfScalars(key, before, value, patch, options);
}

function order(a: unknown, b: unknown): number {
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function diffListOfScalars(key: string, before: unknown[], value: unknown[], patch: Json, options: Options): void {
  const [old, now] = [before.toSorted(order), value.toSorted(order)];
  const added: unknown[] = [];
  const deleted = new Set<unknown>();
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const sign = i >= old.length ? 1 : j >= now.length ? -1 : order(old[i], now[j]);
    if (sign < 0) deleted.add(old[i++]);
    else if (sign > 0) added.push(now[j++]);
    else {
      i++;
      j++;
    }
  }
  const changes = options.ignoreChanges ? [] : added;
  const deletions = options.ignoreDeletions ? [] : [...deleted];
  if (changes.length > 0) patch[key] = normalizeSliceOrder(changes, value, '');
  if (deletions.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = deletions;
  const ordered = deletions.length > 0 || (!options.ignoreChanges && !dequal(before, value));
  if (ordered && value.length > 0) patch[`$setElementOrder/${key}`] = value;
}

function diffListOfMaps(
  key: string,
  before: Json[],
  value: Json[],
  patch: Json,
  meta: PatchMeta,
  options: Options,
): void {
  const { mergeKey } = meta;
  const by = (a: Json, b: Json): number => order(keyOf(a, mergeKey), keyOf(b, mergeKey));
  const [old, now] = [before.toSorted(by), value.toSorted(by)];
  const retain = meta.strategies.includes('retainKeys');
  const changes: Json[] = [];
  const deletions: Json[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const [a, b] = [old[i], now[j]];
    const sign = !a ? 1 : !b ? -1 : by(a, b);
    if (sign === 0) {
      const inner = diffMaps(a!, b!, meta.schema, options, retain);
      if (Object.keys(inner).length > 0) changes.push({ ...inner, [mergeKey]: b![mergeKey] });
      i++;
      j++;
    } else if (sign > 0) {
      if (!options.ignoreChanges) changes.push(b!);
      j++;
    } else {
      if (!options.ignoreDeletions) deletions.push({ [mergeKey]: a![mergeKey], $patch: 'delete' });
      i++;
    }
  }
  const list = [...normalizeSliceOrder(changes, value, mergeKey), ...deletions];
  if (list.length > 0) patch[key] = list;
  const sameOrder =
    before.length === value.length && before.every((item, at) => dequal(item[mergeKey], value[at]?.[mergeKey]));
  const ordered =
    (!options.ignoreChanges && (list.length > 0 || !sameOrder)) || (!options.ignoreDeletions && list.length > 0);
  if (ordered && value.length > 0)
    patch[`$setElementOrder/${key}`] = value.map((item) => ({ [mergeKey]: item[mergeKey] }));
}

function keyOf(item: Json, mergeKey: string): unknown {
  if (item[mergeKey] === undefined)
    throw new Error(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`);
  return item[mergeKey];
}

/** What changed between two values of a type, as sets of fields (structured-merge-diff/typed/compare.go, tofieldset.go). */
import { dequal } from 'dequal';
import { type FieldSet, LEAF, nodeOf } from './field-set.ts';
import { DEDUCED, type FieldType, type MapType } from './field-types.ts';
import { itemsByElement } from './path-element.ts';

export interface Comparison {
  /** Added or modified. */
  changed: FieldSet | undefined;
  removed: FieldSet | undefined;
}

const NOTHING: Comparison = { changed: undefined, removed: undefined };

/** Sets of frozen values that were worked out before: a template's containers come back with every Pod. */
const known = new WeakMap<object, { type: FieldType; set: FieldSet }>();

/** Undefined is absent, null is a value. */
export function compare(from: unknown, to: unknown, type: FieldType): Comparison {
  if (from === to) return NOTHING;
  if (to === undefined) return { changed: undefined, removed: wholeOf(from, type) };
  if (from === undefined) return { changed: wholeOf(to, type), removed: undefined };
  const shape = shapeOf(type, isEmpty(to) ? from : to);
  if (isWhole(shape) || (isEmpty(from) && isEmpty(to))) {
    return dequal(from, to) ? NOTHING : { changed: LEAF, removed: undefined };
  }
  if (shape.kind === 'list') return compareLists(listOf(from), listOf(to), shape);
  if (shape.kind === 'map') return compareMaps(recordOf(from), recordOf(to), shape);
  return NOTHING;
}

type Shape = Exclude<FieldType, { kind: 'deduced' }>;

/** A deduced type is what the value is. */
export function shapeOf(type: FieldType, value: unknown): Shape {
  if (type.kind !== 'deduced') return type;
  if (Array.isArray(value)) return { kind: 'list', relation: 'atomic', keys: [], item: DEDUCED };
  if (typeof value === 'object' && value !== null) {
    return { kind: 'map', atomic: false, declares: () => false, field: () => DEDUCED };
  }
  return { kind: 'scalar', of: 'any' };
}

/** Owned as one field, whatever is in it. */
export function isWhole(type: Shape): boolean {
  return type.kind === 'scalar' || (type.kind === 'list' ? type.relation === 'atomic' : type.atomic);
}

export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value !== 'object') return false;
  for (const _ in value) return false;
  return true;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** All of a value that was not there before, or is no more: every node of it is a member. */
function wholeOf(value: unknown, type: FieldType): FieldSet {
  const shape = shapeOf(type, value);
  if (isWhole(shape) || isEmpty(value)) return LEAF;
  const seen = known.get(value as object);
  if (seen?.type === type) return seen.set;
  const children: Record<string, FieldSet> = Object.create(null) as Record<string, FieldSet>;
  if (shape.kind === 'list') {
    for (const [element, items] of itemsByElement(listOf(value), shape)) {
      children[element] = items.length > 1 ? LEAF : wholeOf(items[0], shape.item);
    }
  } else if (shape.kind === 'map') {
    const record = recordOf(value);
    for (const key in record) {
      if (record[key] !== undefined) children[`f:${key}`] = wholeOf(record[key], shape.field(key) ?? DEDUCED);
    }
  }
  const set = nodeOf(children, true)!;
  if (Object.isFrozen(value)) known.set(value as object, { type, set });
  return set;
}

/** Gathers what the parts of a value differ by. */
function gather(parts: Iterable<readonly [element: string, Comparison]>): Comparison {
  const changed: Record<string, FieldSet> = Object.create(null) as Record<string, FieldSet>;
  const removed: Record<string, FieldSet> = Object.create(null) as Record<string, FieldSet>;
  let any = false;
  for (const [element, part] of parts) {
    if (part.changed) changed[element] = part.changed;
    if (part.removed) removed[element] = part.removed;
    any ||= part !== NOTHING;
  }
  return any ? { changed: nodeOf(changed, false), removed: nodeOf(removed, false) } : NOTHING;
}

function* mapParts(
  from: Record<string, unknown>,
  to: Record<string, unknown>,
  type: MapType,
): Generator<readonly [string, Comparison]> {
  for (const key in to) {
    const before = Object.hasOwn(from, key) ? from[key] : undefined;
    if (before !== to[key]) yield [`f:${key}`, compare(before, to[key], type.field(key) ?? DEDUCED)];
  }
  for (const key in from) {
    if (from[key] === undefined || Object.hasOwn(to, key)) continue;
    yield [`f:${key}`, compare(from[key], undefined, type.field(key) ?? DEDUCED)];
  }
}

export function compareMaps(
  from: Record<string, unknown>,
  to: Record<string, unknown>,
  type: MapType,
  skipped?: (key: string) => boolean,
): Comparison {
  if (!skipped) return gather(mapParts(from, to, type));
  return gather([...mapParts(without(from, skipped), without(to, skipped), type)]);
}

function without(record: Record<string, unknown>, skipped: (key: string) => boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key in record) if (!skipped(key) && key !== '__proto__') kept[key] = record[key];
  return kept;
}

function* listParts(
  from: readonly unknown[],
  to: readonly unknown[],
  type: Extract<FieldType, { kind: 'list' }>,
): Generator<readonly [string, Comparison]> {
  const before = itemsByElement(from, type);
  const after = itemsByElement(to, type);
  for (const [element, items] of after) {
    const old = before.get(element);
    // What comes twice has no identity of its own: it is compared as a whole.
    if (items.length > 1 || (old && old.length > 1)) {
      if (!dequal(old, items)) yield [element, { changed: LEAF, removed: undefined }];
    } else yield [element, compare(old?.[0], items[0], type.item)];
  }
  for (const [element, items] of before) {
    if (after.has(element)) continue;
    yield [element, { changed: undefined, removed: items.length > 1 ? LEAF : wholeOf(items[0], type.item) }];
  }
}

function compareLists(
  from: readonly unknown[],
  to: readonly unknown[],
  type: Extract<FieldType, { kind: 'list' }>,
): Comparison {
  return gather(listParts(from, to, type));
}

/** The fields a value sets: members are its leaves and its lists' items, not the maps and lists on the way to them. */
export function fieldsOf(value: unknown, type: FieldType): FieldSet | undefined {
  const shape = shapeOf(type, value);
  if (isWhole(shape)) return LEAF;
  const children: Record<string, FieldSet> = Object.create(null) as Record<string, FieldSet>;
  if (shape.kind === 'list') {
    for (const [element, items] of itemsByElement(listOf(value), shape)) {
      const below = items.length > 1 ? LEAF : fieldsOf(items[0], shape.item);
      children[element] = asMember(below);
    }
    return nodeOf(children, false);
  }
  if (shape.kind === 'map') {
    const record = recordOf(value);
    for (const key in record) {
      const inner = record[key];
      if (inner === undefined) continue;
      const field = shape.field(key);
      const below = fieldsOf(inner, field ?? DEDUCED);
      const own = inner === null || (isEmpty(inner) && !Array.isArray(inner)) || !shape.declares(key);
      if (below || own) children[`f:${key}`] = own ? asMember(below) : below!;
    }
  }
  return nodeOf(children, false);
}

function asMember(set: FieldSet | undefined): FieldSet {
  if (!set) return LEAF;
  const { '.': _, ...children } = set;
  return nodeOf(children, true)!;
}

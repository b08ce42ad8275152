/** What changed between two values of a type, as sets of fields (structured-merge-diff/typed/compare.go, tofieldset.go). */
import { dequal } from 'dequal';
import { Children, type FieldSet, LEAF, withMember } from './field-set.ts';
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

/** The last struct of scalars of each type: a Pod's conditions differ in what they say, seldom in which fields say it. */
const flats = new WeakMap<FieldType, { keys: readonly string[]; set: FieldSet }>();

function hasShape(value: Record<string, unknown>, keys: readonly string[]): boolean {
  let i = 0;
  for (const key in value) if (keys[i++] !== key || !isScalar(value[key])) return false;
  return i === keys.length;
}

function isFlat(value: Record<string, unknown>): boolean {
  for (const key in value) if (!isScalar(value[key])) return false;
  return true;
}

function isScalar(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && value !== undefined);
}

/** All of a value that was not there before, or is no more: every node of it is a member. */
function wholeOf(value: unknown, type: FieldType): FieldSet {
  const shape = shapeOf(type, value);
  if (isWhole(shape) || isEmpty(value)) return LEAF;
  const seen = known.get(value as object);
  if (seen?.type === type) return seen.set;
  const flat = flats.get(type);
  if (flat && hasShape(value as Record<string, unknown>, flat.keys)) return flat.set;
  const children = new Children();
  if (shape.kind === 'list') {
    for (const [element, items] of itemsByElement(listOf(value), shape)) {
      children.add(element, items.length > 1 ? LEAF : wholeOf(items[0], shape.item));
    }
  } else if (shape.kind === 'map') {
    const record = recordOf(value);
    for (const key in record) {
      if (record[key] !== undefined) children.add(`f:${key}`, wholeOf(record[key], shape.field(key) ?? DEDUCED));
    }
  }
  const set = children.node(true)!;
  if (Object.isFrozen(value)) known.set(value as object, { type, set });
  else if (shape.kind === 'map' && isFlat(recordOf(value)))
    flats.set(type, { keys: Object.keys(recordOf(value)), set });
  return set;
}

/** Gathers what the parts of a value differ by. */
class Difference {
  private readonly changed = new Children();
  private readonly removed = new Children();

  add(element: string, part: Comparison): void {
    if (part === NOTHING) return;
    this.changed.add(element, part.changed);
    this.removed.add(element, part.removed);
  }

  get comparison(): Comparison {
    const changed = this.changed.node(false);
    const removed = this.removed.node(false);
    return changed || removed ? { changed, removed } : NOTHING;
  }
}

const lasts = new WeakMap<MapType, { from: object; to: Record<string, unknown>; comparison: Comparison }>();

function isSettled(value: Record<string, unknown>): boolean {
  for (const key in value) if (!isScalar(value[key]) && !Object.isFrozen(value[key])) return false;
  return true;
}

function sameFields(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let fields = 0;
  for (const key in a) {
    if (a[key] !== b[key] || !Object.hasOwn(b, key)) return false;
    fields++;
  }
  for (const _ in b) fields--;
  return fields === 0;
}

/** `skipped` are fields that are not looked at. */
export function compareMaps(
  from: Record<string, unknown>,
  to: Record<string, unknown>,
  type: MapType,
  skipped?: (key: string) => boolean,
): Comparison {
  const last = skipped ? undefined : lasts.get(type);
  if (last?.from === from && sameFields(to, last.to)) return last.comparison;
  const found = new Difference();
  for (const key in to) {
    const after = to[key];
    // Most fields are the very value they were.
    if (from[key] === after && key !== '__proto__') continue;
    const before = Object.hasOwn(from, key) ? from[key] : undefined;
    if (before === after || skipped?.(key)) continue;
    found.add(`f:${key}`, compare(before, after, type.field(key) ?? DEDUCED));
  }
  for (const key in from) {
    if (from[key] === undefined || Object.hasOwn(to, key) || skipped?.(key)) continue;
    found.add(`f:${key}`, compare(from[key], undefined, type.field(key) ?? DEDUCED));
  }
  const { comparison } = found;
  // A thousand Pods of one template differ in nothing that is compared here. What is frozen cannot change meanwhile.
  if (!skipped && Object.isFrozen(from) && isSettled(to)) lasts.set(type, { from, to: { ...to }, comparison });
  return comparison;
}

function compareLists(
  from: readonly unknown[],
  to: readonly unknown[],
  type: Extract<FieldType, { kind: 'list' }>,
): Comparison {
  const found = new Difference();
  const before = itemsByElement(from, type);
  const after = itemsByElement(to, type);
  for (const [element, items] of after) {
    const old = before.get(element);
    // What comes twice has no identity of its own: it is compared as a whole.
    if (items.length > 1 || (old && old.length > 1)) {
      if (!dequal(old, items)) found.add(element, { changed: LEAF, removed: undefined });
    } else found.add(element, compare(old?.[0], items[0], type.item));
  }
  for (const [element, items] of before) {
    if (after.has(element)) continue;
    found.add(element, { changed: undefined, removed: items.length > 1 ? LEAF : wholeOf(items[0], type.item) });
  }
  return found.comparison;
}

/** The fields a value sets: members are its leaves and its lists' items, not the maps and lists on the way to them. */
export function fieldsOf(value: unknown, type: FieldType): FieldSet | undefined {
  const shape = shapeOf(type, value);
  if (isWhole(shape)) return LEAF;
  const children = new Children();
  if (shape.kind === 'list') {
    for (const [element, items] of itemsByElement(listOf(value), shape)) {
      children.add(element, withMember(items.length > 1 ? undefined : fieldsOf(items[0], shape.item), true));
    }
    return children.node(false);
  }
  if (shape.kind === 'map') {
    const record = recordOf(value);
    for (const key in record) {
      const inner = record[key];
      if (inner === undefined) continue;
      const field = shape.field(key);
      const below = fieldsOf(inner, field ?? DEDUCED);
      const own = inner === null || (isEmpty(inner) && !Array.isArray(inner)) || !shape.declares(key);
      children.add(`f:${key}`, own ? withMember(below, true) : below);
    }
  }
  return children.node(false);
}

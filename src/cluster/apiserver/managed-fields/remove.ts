/** An object without some of its fields (structured-merge-diff/typed/remove.go, fieldpath EnsureNamedFieldsAreMembers). */
import { isEmpty, isWhole, listOf, recordOf, shapeOf } from './compare.ts';
import { type FieldSet, childOf, isMember, Children, withMember } from './field-set.ts';
import { DEDUCED, type FieldType } from './field-types.ts';
import { elementOf } from './path-element.ts';

/** Undefined where nothing is left of a list or map. */
export function removeItems(value: unknown, gone: FieldSet, type: FieldType): unknown {
  const shape = shapeOf(type, value);
  if (shape.kind === 'scalar' || isEmpty(value)) return value;
  // What is owned as a whole goes as a whole: asked below it, nothing of it stays.
  if (isWhole(shape)) return undefined;
  if (shape.kind === 'list') {
    const kept: unknown[] = [];
    for (const item of listOf(value)) {
      const found = elementOf(item, shape);
      const below = 'element' in found ? childOf(gone, found.element) : undefined;
      if (!below) kept.push(item);
      else if (!isMember(below)) kept.push(removeItems(item, below, shape.item));
    }
    return kept.length > 0 ? kept : undefined;
  }
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(recordOf(value))) {
    const below = childOf(gone, `f:${key}`);
    if (below && isMember(below)) continue;
    const left = below ? removeItems(inner, below, shape.field(key) ?? DEDUCED) : inner;
    if (left === undefined) continue;
    Object.defineProperty(kept, key, { value: left, enumerable: true, configurable: true, writable: true });
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/** The set with every field of a struct, or key of a map, that leads to a member made a member too; list items are not. */
export function withNamedFields(set: FieldSet | undefined, root = true): FieldSet | undefined {
  if (!set) return undefined;
  const children = new Children();
  for (const key in set) {
    if (key === '.') continue;
    const child = withNamedFields(set[key], false)!;
    children.add(key, withMember(child, isMember(child) || key.startsWith('f:')));
  }
  return children.node(!root && isMember(set));
}

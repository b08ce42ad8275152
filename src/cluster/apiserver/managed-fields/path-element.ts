/** Which item of a list a value is (structured-merge-diff/typed/helpers.go listItemToPathElement). */
import type { FieldType } from './field-types.ts';

type ListType = Extract<FieldType, { kind: 'list' }>;

/** Keys that the schema gives a default: an item that leaves them out means this. */
const DEFAULTS: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

/** `k:{"containerPort":80,"protocol":"TCP"}` or `v:"x"`; the key that is missing when there is none. */
export function elementOf(item: unknown, type: ListType): { element: string } | { missing: string } {
  if (type.relation === 'set') return { element: `v:${JSON.stringify(item)}` };
  const fields = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
  let text = '';
  for (const key of type.keys.length > 1 ? type.keys.toSorted() : type.keys) {
    const value = fields[key] ?? DEFAULTS[key];
    if (value === undefined) return { missing: key };
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${JSON.stringify(value)}`;
  }
  return { element: `k:{${text}}` };
}

/** Items by element, in order; an element that comes twice holds both. */
export function itemsByElement(list: readonly unknown[], type: ListType): Map<string, unknown[]> {
  const items = new Map<string, unknown[]>();
  for (const [index, item] of list.entries()) {
    const found = elementOf(item, type);
    const element = 'element' in found ? found.element : `i:${index}`;
    const same = items.get(element);
    if (same) same.push(item);
    else items.set(element, [item]);
  }
  return items;
}

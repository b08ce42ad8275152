/** Sets without duplicates, maps with one item a key (apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go). */
import { type FieldError, duplicate } from '../../../../api/field-errors.ts';
import { type Schema, isRecord, itemsOf, valuesOf } from '../types.ts';

export function listTypeErrors(value: unknown, schema: Schema, path = ''): FieldError[] {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    const own = duplicates(value, schema, path);
    return items ? [...own, ...value.flatMap((item, i) => listTypeErrors(item, items, `${path}[${i}]`))] : own;
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const properties = schema.properties;
    const known = properties && Object.hasOwn(properties, key) ? properties[key] : valuesOf(schema);
    return known ? listTypeErrors(inner, known, path === '' ? key : `${path}.${key}`) : [];
  });
}

function duplicates(list: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const seen = new Set<string>();
  return list.flatMap((item, i) => {
    const shown = type === 'set' ? item : keysOf(item, schema);
    const key = JSON.stringify(sorted(shown));
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [duplicate(`${path}[${i}]`, shown)];
  });
}

function keysOf(item: unknown, schema: Schema): Record<string, unknown> {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const record = isRecord(item) ? item : {};
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(record, key)).map((key) => [key, record[key]]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

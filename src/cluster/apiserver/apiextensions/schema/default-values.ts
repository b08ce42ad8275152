/**
 * Defaults of a structural schema (apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go, prune-nulls):
 * a null that may not be one counts as absent where there is a default.
 */
import { thaw } from '../../../store/frozen.ts';
import { type Schema, isRecord, itemsOf, valuesOf } from '../types.ts';

/** True when there is a default anywhere in it, so that others need not be walked. */
export function hasDefaults(schema: Schema): boolean {
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  return (
    schema.default !== undefined ||
    (items !== undefined && hasDefaults(items)) ||
    (values !== undefined && hasDefaults(values)) ||
    Object.values(schema.properties ?? {}).some(hasDefaults)
  );
}

/** `value` with its defaults: a new object where one was missing, else `value` itself. */
export function withDefaults(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    if (!items) return value;
    let changed = false;
    const next = value.map((item) => {
      const full = withDefaults(
        item === null && !items.nullable && items.default !== undefined ? thaw(items.default) : item,
        items,
      );
      changed ||= full !== item;
      return full;
    });
    return changed ? next : value;
  }
  return isRecord(value) ? objectWithDefaults(value, schema) : value;
}

function objectWithDefaults(object: Record<string, unknown>, schema: Schema): Record<string, unknown> {
  const next: Record<string, unknown> = { ...object };
  let changed = false;
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    const has = Object.hasOwn(next, key) && (next[key] !== null || inner.nullable || inner.default === undefined);
    if (!has && inner.default === undefined) continue;
    const full = withDefaults(has ? next[key] : thaw(inner.default), inner);
    if (has && full === next[key]) continue;
    next[key] = full;
    changed = true;
  }
  const values = valuesOf(schema);
  for (const key of values ? Object.keys(next) : []) {
    if (schema.properties && Object.hasOwn(schema.properties, key)) continue;
    const given =
      next[key] === null && !values!.nullable && values!.default !== undefined ? thaw(values!.default) : next[key];
    const full = withDefaults(given, values!);
    if (full === next[key]) continue;
    next[key] = full;
    changed = true;
  }
  return changed ? next : object;
}

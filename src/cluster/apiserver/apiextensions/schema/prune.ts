/**
 * Drops what a structural schema does not know, and says what that was
 * (apiextensions-apiserver/pkg/apiserver/schema/pruning/algorithm.go).
 */
import { type Schema, isRecord, itemsOf, valuesOf } from '../types.ts';

const EMBEDDED = new Set(['apiVersion', 'kind', 'metadata']);

/** A new object where something was dropped, else `value` itself; paths of what was dropped go to `unknown`. */
export function prune(value: unknown, schema: Schema | undefined, path: string, unknown: string[]): unknown {
  if (Array.isArray(value)) return pruneList(value, schema && itemsOf(schema), path, unknown);
  return isRecord(value) ? pruneObject(value, schema, path, unknown) : value;
}

function pruneList(list: readonly unknown[], items: Schema | undefined, path: string, unknown: string[]): unknown {
  let changed = false;
  const next = list.map((item, i) => {
    const kept = prune(item, items, `${path}[${i}]`, unknown);
    changed ||= kept !== item;
    return kept;
  });
  return changed ? next : list;
}

function pruneObject(
  object: Record<string, unknown>,
  schema: Schema | undefined,
  path: string,
  unknown: string[],
): Record<string, unknown> {
  const embedded = path === '' || schema?.['x-kubernetes-embedded-resource'] === true;
  const keeps = schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  const next: Record<string, unknown> = {};
  let changed = false;
  for (const [key, value] of Object.entries(object)) {
    const at = path === '' ? key : `${path}.${key}`;
    const properties = schema?.properties;
    const inner = properties && Object.hasOwn(properties, key) ? properties[key] : schema && valuesOf(schema);
    const known = inner !== undefined || schema?.additionalProperties === true;
    if (embedded && EMBEDDED.has(key)) put(next, key, value);
    else if (known || keeps) {
      // Below a field that is kept unseen, nothing is dropped either.
      const kept = inner ? prune(value, inner, at, unknown) : value;
      changed ||= kept !== value;
      put(next, key, kept);
    } else {
      changed = true;
      unknown.push(`unknown field "${at}"`);
    }
  }
  return changed ? next : object;
}

function put(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

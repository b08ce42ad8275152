/**
 * Drops what a structural schema does not know, and says what that was
 * (apiextensions-apiserver/pkg/apiserver/schema/pruning/algorithm.go).
 */
import { decodeStrict } from '../../../../api/schema/decode.ts';
import { type Schema, isRecord, itemsOf, valuesOf } from '../types.ts';

/** Any kind whose metadata is ObjectMeta: decoding needs a definition to begin with. */
export const BEARER = 'io.k8s.api.core.v1.ConfigMap';
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
    if (embedded && EMBEDDED.has(key)) {
      const kept = key === 'metadata' && path !== '' ? metadataOf(value, path, unknown) : value;
      changed ||= kept !== value;
      put(next, key, kept);
    } else if (known || keeps) {
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

/** Of an object within an object: ObjectMeta's fields and no others (schema/objectmeta/algorithm.go). */
function metadataOf(value: unknown, path: string, unknown: string[]): unknown {
  if (!isRecord(value)) return value;
  const found = decodeStrict({ metadata: value }, BEARER);
  if (found.typeError !== undefined || found.unknown.length === 0) return value;
  unknown.push(...found.unknown.map((text) => text.replace('"metadata.', `"${path}.metadata.`)));
  return found.value['metadata'];
}

function put(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** JSON merge patch, RFC 7386 (evanphx/json-patch as the API server uses it; util/jsonmergepatch for the three-way one). */
import { dequal } from 'dequal';

export type Json = Record<string, unknown>;

export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Neither argument is changed; what the patch does not touch is shared. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const result: Json = isMap(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = isMap(value) ? applyMergePatch(result[key], value) : value;
  }
  return result;
}

/** The merge patch that makes `to` of `from`. */
export function createMergePatch(from: Json, to: Json): Json {
  const patch: Json = {};
  for (const [key, value] of Object.entries(to)) {
    const before = from[key];
    if (!Object.hasOwn(from, key)) patch[key] = value;
    else if (isMap(before) && isMap(value)) {
      const inner = createMergePatch(before, value);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (!dequal(before, value)) patch[key] = value;
  }
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) patch[key] = null;
  return patch;
}

/** Only the nulls of a patch, or everything but the nulls. */
export function keepOrDeleteNull(object: Json, options: { keepNull: boolean }): Json {
  const result: Json = {};
  for (const [key, value] of Object.entries(object)) {
    if (value === null) {
      if (options.keepNull) result[key] = null;
    } else if (isMap(value)) {
      const inner = keepOrDeleteNull(value, options);
      const empty = Object.keys(value).length === 0;
      if (empty ? !options.keepNull : Object.keys(inner).length > 0) result[key] = inner;
    } else if (!options.keepNull) result[key] = value;
  }
  return result;
}

/** Additions and changes from current to modified, deletions from original to modified. */
export function createThreeWayJsonMergePatch(original: Json | undefined, modified: Json, current: Json): Json {
  const changes = keepOrDeleteNull(createMergePatch(current, modified), { keepNull: false });
  const deletions = keepOrDeleteNull(createMergePatch(original ?? {}, modified), { keepNull: true });
  return mergePatches(deletions, changes);
}

function mergePatches(a: Json, b: Json): Json {
  const result: Json = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = result[key];
    result[key] = isMap(before) && isMap(value) ? mergePatches(before, value) : value;
  }
  return result;
}

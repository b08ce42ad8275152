/** JSON patch (RFC 6902) and JSON merge patch (RFC 7396) of objects, with the API server's words for bad ones. */
import type { KubeObject } from '../../../api/object.ts';
import { badRequest } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import { applyJsonPatch } from '../../../api/patch/json-patch.ts';

/** Upstream's limit on operations (maxJSONPatchOperations). */
const MAX_OPERATIONS = 10_000;

/** Changes `current`. Throws Invalid for a patch that does not apply. */
export function jsonPatched(current: KubeObject, body: unknown): KubeObject {
  if (!Array.isArray(body)) {
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${jsonType(body)} into Go value of type []handlers.jsonPatchOp`,
    );
  }
  if (body.length > MAX_OPERATIONS) {
    throw tooMany(body.length);
  }
  try {
    const result = applyJsonPatch(current, body);
    if (!isRecord(result)) throw rejected();
    return result;
  } catch {
    throw rejected();
  }
}

function tooMany(count: number): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `Request entity too large: The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${count}`,
    reason: 'RequestEntityTooLarge',
    code: 413,
  });
}

function rejected(): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'the server rejected our request due to an error in our request',
    reason: 'Invalid',
    details: {},
    code: 422,
  });
}

/** A new object that shares its parts with `current` and with the patch: whoever stores it copies them. */
export function mergePatched(current: KubeObject, body: unknown): KubeObject {
  if (!isRecord(body)) {
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${jsonType(body)} into Go value of type map[string]interface {}`,
    );
  }
  return merged(current, body) as KubeObject;
}

function merged(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const key in patch) {
    const value = patch[key];
    if (value === null) delete result[key];
    else if (value !== undefined) set(result, key, merged(Object.hasOwn(result, key) ? result[key] : undefined, value));
  }
  return result;
}

/** A key named __proto__ is a key like any other. */
function set(into: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') into[key] = value;
  else Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON value's type as Go's decoder names it. */
export function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

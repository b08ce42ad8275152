/**
 * Strict decoding of a JSON object into a kind (sigs.k8s.io/json, apimachinery/pkg/runtime/serializer/json): type errors in
 * encoding/json's words, unknown fields by path. Only what comes from outside is decoded; controllers' objects are not.
 */
import { decodeScalar, TypeMismatch } from './decode-scalar.ts';
import { definitions, structName } from './definitions.ts';
import { isOmitted } from './omit-empty.ts';
import { embeddingOf, goElementOf, goTypeOf } from './go-types.ts';

export interface Decoded {
  /** `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`; ends the decoding. */
  typeError?: string;
  /** `unknown field "spec.foo"`, in the order of the document; the fields are not in `value`. */
  unknown: string[];
  /** The object without unknown fields, nulls and what Go leaves out. */
  value: Record<string, unknown>;
}

/** Where a value stands. */
interface Place {
  /** Go struct that the field belongs to, without package. */
  struct: string;
  /** Without indices, as encoding/json shows it. */
  goPath: string;
  /** With indices, as strict errors show it. */
  path: string;
  /** Go's name for the type of the value. */
  goType: string;
}

export function decodeStrict(object: Record<string, unknown>, definition: string): Decoded {
  const unknown: string[] = [];
  try {
    const value = decodeStruct(object, definition, { struct: '', goPath: '', path: '', goType: '' }, unknown);
    return { unknown, value };
  } catch (error) {
    if (!(error instanceof TypeMismatch)) throw error;
    return { typeError: error.message, unknown: [], value: object };
  }
}

/** A JSON value's type as Go's decoder names it. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function mismatch(value: unknown, place: Place): never {
  throw new TypeMismatch(
    `json: cannot unmarshal ${kindOf(value)} into Go struct field ${place.struct}.${place.goPath} of type ${place.goType}`,
  );
}

function decodeStruct(value: unknown, definition: string, place: Place, unknown: string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(value, place);
  const shape = definitions[definition] ?? { properties: {} };
  const { properties } = shape;
  const struct = structName(definition);
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const type = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const path = place.path === '' ? key : `${place.path}.${key}`;
    if (type === undefined) {
      unknown.push(`unknown field ${JSON.stringify(path)}`);
      continue;
    }
    if (inner === null) continue;
    const goPath = goPathOf(place.goPath, definition, key);
    const goType = goTypeOf(definition, key, type);
    const decoded = decodeType(inner, type, { struct, goPath, path, goType }, unknown);
    if (!isOmitted(decoded, definition, key, shape)) result[key] = decoded;
  }
  return result;
}

/** Without indices, and with the struct that embeds the field. */
function goPathOf(path: string, definition: string, key: string): string {
  const embedding = embeddingOf(definition, key);
  const name = embedding === '' ? key : `${embedding}.${key}`;
  return path === '' ? name : `${path}.${name}`;
}

function decodeType(value: unknown, type: string, place: Place, unknown: string[]): unknown {
  if (type.startsWith('[]')) return decodeList(value, type, place, unknown);
  if (type.startsWith('{}')) return decodeMap(value, type, place, unknown);
  if (type.startsWith('#')) return decodeStruct(value, type.slice(1), place, unknown);
  return decodeScalar(value, type, () => mismatch(value, place), place);
}

function decodeList(value: unknown, type: string, place: Place, unknown: string[]): unknown[] {
  if (!Array.isArray(value)) return mismatch(value, place);
  const goType = goElementOf(place.goType, type);
  const element = type.slice(2);
  return value.map((item, i) =>
    item === null
      ? zeroOf(element)
      : decodeType(item, element, { ...place, goType, path: `${place.path}[${i}]` }, unknown),
  );
}

function decodeMap(value: unknown, type: string, place: Place, unknown: string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(value, place);
  const goType = goElementOf(place.goType, type);
  const element = type.slice(2);
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const decoded =
      inner === null
        ? zeroOf(element)
        : decodeType(inner, element, { ...place, goType, path: `${place.path}.${key}` }, unknown);
    // A key named __proto__ is a key like any other.
    if (key !== '__proto__') result[key] = decoded;
    else Object.defineProperty(result, key, { value: decoded, enumerable: true, configurable: true, writable: true });
  }
  return result;
}

/** What Go makes of a null among values: nothing was said. */
function zeroOf(type: string): unknown {
  if (type === 'string' || type === 'byte') return '';
  if (type === 'boolean') return false;
  if (type === 'quantity') return '0';
  if (/^(int32|int64|double|number|int-or-string)$/.test(type)) return 0;
  return type.startsWith('#') ? {} : null;
}

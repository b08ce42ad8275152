/**
 * Strict decoding of a JSON object into a kind (sigs.k8s.io/json, apimachinery/pkg/runtime/serializer/json): type errors in
 * encoding/json's words, unknown fields by path. Only what comes from outside is decoded; controllers' objects are not.
 */
import { parseQuantity } from '../quantity.ts';
import { definitions } from './definitions.ts';

export interface Decoded {
  /** `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`; ends the decoding. */
  typeError?: string;
  /** `unknown field "spec.foo"`, sorted; the fields are in `dropped`'s objects no more. */
  unknown: string[];
  /** The object without unknown fields and nulls. */
  value: Record<string, unknown>;
}

interface Place {
  /** Go struct that the field belongs to, without package. */
  struct: string;
  /** Without indices, as encoding/json shows it. */
  goPath: string;
  /** With indices, as strict errors show it. */
  path: string;
}

class TypeMismatch extends Error {}

export function decodeStrict(object: Record<string, unknown>, definition: string): Decoded {
  const unknown: string[] = [];
  try {
    const value = decodeStruct(object, definition, { struct: '', goPath: '', path: '' }, unknown);
    return { unknown: unknown.toSorted(), value };
  } catch (error) {
    if (!(error instanceof TypeMismatch)) throw error;
    return { typeError: error.message, unknown: [], value: object };
  }
}

function structName(definition: string): string {
  return definition.slice(definition.lastIndexOf('.') + 1);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

function mismatch(value: unknown, place: Place, goType: string): never {
  throw new TypeMismatch(
    `json: cannot unmarshal ${kindOf(value)} into Go struct field ${place.struct}.${place.goPath} of type ${goType}`,
  );
}

function decodeStruct(value: unknown, definition: string, place: Place, unknown: string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return mismatch(value, place, `v1.${structName(definition)}`);
  const { properties = {} } = definitions[definition] ?? {};
  const struct = structName(definition);
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const type = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const path = place.path === '' ? key : `${place.path}.${key}`;
    if (type === undefined) {
      unknown.push(`unknown field "${path}"`);
      continue;
    }
    if (inner === null) continue;
    const goPath = place.goPath === '' ? key : `${place.goPath}.${key}`;
    result[key] = decodeType(inner, type, { struct, goPath, path }, unknown);
  }
  return result;
}

function decodeType(value: unknown, type: string, place: Place, unknown: string[]): unknown {
  if (type.startsWith('[]')) {
    if (!Array.isArray(value)) return mismatch(value, place, goType(type));
    return value.map((item, i) => decodeType(item, type.slice(2), { ...place, path: `${place.path}[${i}]` }, unknown));
  }
  if (type.startsWith('{}')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return mismatch(value, place, goType(type));
    const result: Record<string, unknown> = {};
    // A null among strings is the empty string, as Go reads it.
    for (const [key, inner] of Object.entries(value)) {
      result[key] =
        inner === null
          ? type === '{}string'
            ? ''
            : null
          : decodeType(inner, type.slice(2), { ...place, path: `${place.path}.${key}` }, unknown);
    }
    return result;
  }
  return type.startsWith('#') ? decodeStruct(value, type.slice(1), place, unknown) : decodeScalar(value, type, place);
}

function goType(type: string): string {
  if (type.startsWith('[]')) return `[]${goType(type.slice(2))}`;
  if (type.startsWith('{}')) return `map[string]${goType(type.slice(2))}`;
  if (type.startsWith('#')) return `v1.${structName(type)}`;
  return { boolean: 'bool', byte: '[]uint8', quantity: 'resource.Quantity' }[type] ?? type;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function decodeScalar(value: unknown, type: string, place: Place): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : mismatch(value, place, 'string');
    case 'boolean':
      return typeof value === 'boolean' ? value : mismatch(value, place, 'bool');
    case 'int32':
    case 'int64':
      if (typeof value !== 'number') return mismatch(value, place, type);
      if (!Number.isInteger(value))
        throw new TypeMismatch(
          `json: cannot unmarshal number ${value} into Go struct field ${place.struct}.${place.goPath} of type ${type}`,
        );
      return value;
    case 'int-or-string':
      if (typeof value !== 'number' && typeof value !== 'string')
        throw new TypeMismatch(`json: cannot unmarshal ${kindOf(value)} into Go value of type string`);
      return value;
    case 'quantity':
      if (parseQuantity(String(value)) === undefined)
        throw new TypeMismatch(
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        );
      return typeof value === 'number' ? String(value) : value;
    case 'byte':
      if (typeof value !== 'string') return mismatch(value, place, '[]uint8');
      if (!BASE64.test(value)) throw new TypeMismatch(`illegal base64 data at input byte ${badByte(value)}`);
      return value;
    default:
      return value;
  }
}

function badByte(text: string): number {
  const bad = /[^A-Za-z0-9+/=]/.exec(text);
  return bad ? bad.index : Math.max(0, text.length - (text.length % 4 || 1) + (text.length % 4 === 0 ? 0 : 0));
}

/**
 * Objects that clients send as application/vnd.kubernetes.protobuf (apimachinery/pkg/runtime/serializer/protobuf) into
 * their JSON form. Typed Go clients send nothing else: `kubectl create deployment` is one.
 */
import type { Definition } from '../schema/definitions.ts';
import { definitionFor, definitions } from '../schema/definitions.ts';
import { MESSAGES } from './field-numbers.ts';
import { signed, wireFields } from './wire.ts';

/** `k8s` and a zero, before every message. */
const PREFIX = [0x6b, 0x38, 0x73, 0];
/** Sent in any group's version. */
const DELETE_OPTIONS = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';

const JSON_SCHEMA = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';

interface MessageField {
  name: string;
  pointer: boolean;
}

const utf8 = new TextDecoder();

/** The object with its kind. Throws Error for what is no such message, or of a kind without a schema. */
export function decodeProtobuf(bytes: Uint8Array): Record<string, unknown> {
  if (PREFIX.some((byte, i) => bytes[i] !== byte)) {
    throw new Error(
      `provided data does not appear to be a protobuf message, expected prefix [${PREFIX.map(String).join(' ')}]`,
    );
  }
  let typeMeta: Uint8Array = new Uint8Array();
  let raw: Uint8Array = new Uint8Array();
  for (const { number, value } of wireFields(bytes.subarray(PREFIX.length))) {
    if (number === 1) typeMeta = value as Uint8Array;
    if (number === 2) raw = value as Uint8Array;
  }
  let apiVersion = '';
  let kind = '';
  for (const { number, value } of wireFields(typeMeta)) {
    if (number === 1) apiVersion = utf8.decode(value as Uint8Array);
    if (number === 2) kind = utf8.decode(value as Uint8Array);
  }
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  const definition = kind === 'DeleteOptions' ? DELETE_OPTIONS : definitionFor({ group, version, kind });
  if (definition === undefined) throw new Error(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return { apiVersion, kind, ...decodeMessage(raw, definition) };
}

function decodeMessage(bytes: Uint8Array, definition: string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const area = definition.split('.').slice(-3).join('.');
  fill(result, bytes, area, definitions[definition] ?? { properties: {} });
  return result;
}

const layouts = new Map<string, readonly MessageField[]>();

function layoutOf(message: string): readonly MessageField[] {
  let layout = layouts.get(message);
  if (!layout) {
    const names = (MESSAGES[message] ?? '').split(' ');
    layout = names.map((name) => ({ name: name.replace(/\*$/, ''), pointer: name.endsWith('*') }));
    layouts.set(message, layout);
  }
  return layout;
}

function fill(into: Record<string, unknown>, bytes: Uint8Array, message: string, { properties, required }: Definition) {
  const layout = layoutOf(message);
  for (const { number, value } of wireFields(bytes)) {
    const field = layout[number - 1];
    if (!field || field.name === '-') continue;
    if (field.name.startsWith('...')) {
      const inline = message.slice(0, message.lastIndexOf('.') + 1) + field.name.slice(3);
      fill(into, value as Uint8Array, inline, { properties });
      continue;
    }
    const type = properties[field.name];
    if (type === undefined) continue;
    if (type.startsWith('[]')) {
      const list = (into[field.name] ??= []) as unknown[];
      list.push(decodeValue(value, type.slice(2)));
    } else if (type.startsWith('{}')) {
      const [key, entry] = mapEntry(value as Uint8Array, type.slice(2));
      ((into[field.name] ??= {}) as Record<string, unknown>)[key] = entry;
    } else {
      const decoded = decodeValue(value, type);
      const silent =
        decoded === '' ||
        decoded === undefined ||
        ((decoded === 0 || decoded === false) && !field.pointer && !type.startsWith('schema-or'));
      if (!silent || required?.includes(field.name)) into[field.name] = decoded;
    }
  }
}

function mapEntry(bytes: Uint8Array, type: string): [string, unknown] {
  let key = '';
  let entry: unknown = type === 'string' || type === 'byte' ? '' : undefined;
  for (const { number, value } of wireFields(bytes)) {
    if (number === 1) key = utf8.decode(value as Uint8Array);
    // The one map of lists: ExtraValue, a message of its own.
    if (number === 2) entry = type.startsWith('[]') ? extraValue(value as Uint8Array) : decodeValue(value, type);
  }
  return [key, entry];
}

function extraValue(bytes: Uint8Array): string[] {
  return [...wireFields(bytes)].map(({ value }) => utf8.decode(value as Uint8Array));
}

function decodeValue(value: bigint | Uint8Array, type: string): unknown {
  if (typeof value === 'bigint') return type === 'boolean' ? value !== 0n : signed(value);
  switch (type) {
    case 'double':
      return new DataView(value.buffer, value.byteOffset, value.byteLength).getFloat64(0, true);
    case 'schema-or-array':
    case 'schema-or-bool':
    case 'schema-or-strings':
      return schemaOr(value, type);
    case 'string':
      return utf8.decode(value);
    case 'byte':
      return base64(value);
    case 'quantity':
      return utf8.decode(first(value, 1) as Uint8Array | undefined);
    case 'int-or-string':
      return intOrString(value);
    case 'time':
      return timestamp(value, 0);
    case 'micro-time':
      return timestamp(value, 6);
    case 'fields':
    case 'raw':
    case 'json':
      return JSON.parse(utf8.decode(first(value, 1) as Uint8Array | undefined) || '{}') as unknown;
    default:
      return type.startsWith('#') ? decodeMessage(value, type.slice(1)) : undefined;
  }
}

/** JSONSchemaProps or one of what may stand in its place. */
function schemaOr(bytes: Uint8Array, type: string): unknown {
  const number = type === 'schema-or-bool' ? 2 : 1;
  const schema = first(bytes, number);
  if (schema instanceof Uint8Array) return decodeMessage(schema, JSON_SCHEMA);
  if (type === 'schema-or-bool') return first(bytes, 1) !== 0n;
  const others = [...wireFields(bytes)].filter((field) => field.number === 2).map(({ value }) => value as Uint8Array);
  return others.map((one) => (type === 'schema-or-array' ? decodeMessage(one, JSON_SCHEMA) : utf8.decode(one)));
}

function first(bytes: Uint8Array, wanted: number): bigint | Uint8Array | undefined {
  for (const { number, value } of wireFields(bytes)) if (number === wanted) return value;
  return undefined;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function intOrString(bytes: Uint8Array): number | string {
  const isString = first(bytes, 1) === 1n;
  return isString ? utf8.decode(first(bytes, 3) as Uint8Array | undefined) : signed((first(bytes, 2) as bigint) ?? 0n);
}

/** RFC 3339 with that many digits of a second's fraction; Go's zero time is silence. */
function timestamp(bytes: Uint8Array, digits: 0 | 6): string | undefined {
  const seconds = first(bytes, 1);
  if (seconds === undefined) return undefined;
  const whole = new Date(signed(seconds as bigint) * 1000).toISOString().slice(0, 19);
  if (digits === 0) return `${whole}Z`;
  const nanos = signed((first(bytes, 2) as bigint | undefined) ?? 0n);
  return `${whole}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`;
}

/**
 * Objects and lists of the built-in kinds as application/vnd.kubernetes.protobuf (apimachinery/pkg/runtime/serializer/protobuf):
 * for clients that take nothing else.
 * Simplified: zeros that Go writes though nothing was said are left out; whoever reads the message finds the same.
 */
import { type Definition, definitionFor, definitions } from '../schema/definitions.ts';
import { DISCOVERY } from './discovery.ts';
import { MESSAGES } from './field-numbers.ts';
import { Message } from './message.ts';

type Json = Readonly<Record<string, unknown>>;

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
const JSON_SCHEMA = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';
const PREFIX = new Uint8Array([0x6b, 0x38, 0x73, 0]);
const utf8 = new TextEncoder();

/** With its envelope; undefined for kinds without messages, as custom resources are. */
export function encodeProtobuf(object: Json): Uint8Array | undefined {
  const { apiVersion = '', kind = '' } = object as { apiVersion?: string; kind?: string };
  const raw = contentOf(object, apiVersion, kind);
  return raw && envelope(apiVersion, kind, raw);
}

/** A frame of a watch: its length in four bytes, and the event (meta/v1 WatchEvent). */
export function encodeWatchEvent(type: string, object: Json): Uint8Array | undefined {
  const content = encodeProtobuf(object);
  if (!content) return undefined;
  const event = new Message().text(1, type).message(2, new Message().bytes(1, content));
  const bytes = envelope('v1', 'WatchEvent', event);
  const frame = new Uint8Array(4 + bytes.length);
  new DataView(frame.buffer).setUint32(0, bytes.length);
  frame.set(bytes, 4);
  return frame;
}

function envelope(apiVersion: string, kind: string, raw: Message): Uint8Array {
  const typeMeta = new Message().text(1, apiVersion).text(2, kind);
  const bytes = new Message().message(1, typeMeta).message(2, raw).done();
  const whole = new Uint8Array(PREFIX.length + bytes.length);
  whole.set(PREFIX);
  whole.set(bytes, PREFIX.length);
  return whole;
}

function contentOf(object: Json, apiVersion: string, kind: string): Message | undefined {
  if (kind === 'Status') return messageOf(object, `${META}Status`);
  const discovered = Object.hasOwn(DISCOVERY, kind) ? DISCOVERY[kind] : undefined;
  if (discovered) return discovered(object);
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  const definition = definitionFor({ group, version, kind });
  if (definition !== undefined) return messageOf(object, definition);
  const item = kind.endsWith('List') ? definitionFor({ group, version, kind: kind.slice(0, -4) }) : undefined;
  if (item === undefined || !Array.isArray(object['items'])) return undefined;
  const list = new Message().message(1, messageOf(recordOf(object['metadata']), `${META}ListMeta`));
  for (const one of object['items'] as unknown[]) list.message(2, messageOf(recordOf(one), item));
  return list;
}

function recordOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function messageOf(object: Json, definition: string): Message {
  const message = new Message();
  const area = definition.split('.').slice(-3).join('.');
  fill(message, object, area, definitions[definition] ?? { properties: {} });
  return message;
}

function fill(message: Message, object: Json, area: string, definition: Definition): void {
  const layout = (MESSAGES[area] ?? '').split(' ');
  for (const [i, field] of layout.entries()) {
    const name = field.replace(/\*$/, '');
    if (name.startsWith('...')) {
      const inlined = new Message();
      fill(inlined, object, area.slice(0, area.lastIndexOf('.') + 1) + name.slice(3), definition);
      if (!inlined.empty) message.message(i + 1, inlined);
      continue;
    }
    const type = definition.properties[name];
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (type !== undefined && value !== undefined && value !== null) writeField(message, i + 1, value, type);
  }
}

function writeField(message: Message, number: number, value: unknown, type: string): void {
  if (type.startsWith('[]')) {
    for (const item of value as unknown[]) write(message, number, item, type.slice(2));
  } else if (type.startsWith('{}')) {
    for (const [key, item] of Object.entries(value as Json)) {
      const entry = new Message().bytes(1, utf8.encode(key));
      // The one map of lists: ExtraValue, a message of its own.
      if (type.startsWith('{}[]')) entry.message(2, textList(item as string[]));
      else write(entry, 2, item, type.slice(2));
      message.message(number, entry);
    }
  } else write(message, number, value, type);
}

function textList(values: readonly string[]): Message {
  const list = new Message();
  for (const value of values) list.bytes(1, utf8.encode(value));
  return list;
}

function write(message: Message, number: number, value: unknown, type: string): void {
  if (type.startsWith('#')) return void message.message(number, messageOf(recordOf(value), type.slice(1)));
  if (type === 'double') return void message.double(number, Number(value));
  if (type === 'byte') return void message.bytes(number, bytesOf(value as string));
  if (type === 'string') return void message.bytes(number, utf8.encode(String(value)));
  if (typeof value === 'boolean' && type === 'boolean') return void message.integer(number, Number(value));
  if (type === 'int32' || type === 'int64') return void message.integer(number, Number(value));
  message.message(number, wrapped(value, type));
}

/** Values that are messages of their own. */
function wrapped(value: unknown, type: string): Message {
  switch (type) {
    case 'quantity':
      return new Message().text(1, String(value));
    case 'int-or-string':
      return typeof value === 'number'
        ? new Message().integer(1, 0).integer(2, value)
        : new Message().integer(1, 1).text(3, value);
    case 'time':
    case 'micro-time':
      return timestamp(String(value));
    case 'schema-or-array':
      return Array.isArray(value) ? schemas(value) : new Message().message(1, messageOf(recordOf(value), JSON_SCHEMA));
    case 'schema-or-bool':
      return typeof value === 'boolean'
        ? new Message().integer(1, Number(value))
        : new Message().integer(1, 1).message(2, messageOf(recordOf(value), JSON_SCHEMA));
    case 'schema-or-strings':
      return Array.isArray(value)
        ? (value as string[]).reduce((list, one) => list.text(2, one), new Message())
        : new Message().message(1, messageOf(recordOf(value), JSON_SCHEMA));
    default:
      return new Message().bytes(1, utf8.encode(JSON.stringify(value)));
  }
}

function schemas(values: readonly unknown[]): Message {
  return values.reduce<Message>((list, one) => list.message(2, messageOf(recordOf(one), JSON_SCHEMA)), new Message());
}

function timestamp(text: string): Message {
  const at = Date.parse(text);
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  const message = new Message().integer(1, Math.floor(at / 1000));
  const nanos = Number(fraction.padEnd(9, '0').slice(0, 9));
  return nanos === 0 ? message : message.integer(2, nanos);
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

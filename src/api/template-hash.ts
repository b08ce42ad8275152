/**
 * pod-template-hash (pkg/controller/controller_utils.go ComputeHash, pkg/util/hash DeepHashObject): FNV-32a of the template
 * as go-spew dumps the Go struct, in an alphabet without vowels.
 */
import { GO_FIELDS, GO_PLAIN } from './go-fields.ts';
import { parseQuantity } from './quantity.ts';

type Value = unknown;
type Dump = (value: Value, typed: boolean) => string;

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** rand.SafeEncodeString. */
export function safeEncodeString(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) result += ALPHABET[text.charCodeAt(i) % ALPHABET.length];
  return result;
}

const known = new WeakMap<object, string>();

/** `template` is a defaulted PodTemplateSpec; frozen ones are hashed once. */
export function podTemplateHash(template: object, collisionCount?: number | null): string {
  const remember = collisionCount === undefined || collisionCount === null;
  const before = remember ? known.get(template) : undefined;
  if (before !== undefined) return before;
  const hash = safeEncodeString(String(fnv32a(dumpTemplate(template), collisionCount)));
  if (remember && Object.isFrozen(template)) known.set(template, hash);
  return hash;
}

/** The text that is hashed. */
export function dumpTemplate(template: object): string {
  return dumper('PodTemplateSpec')(template, true);
}

function fnv32a(text: string, collisionCount: number | null | undefined): number {
  let hash = 0x811c9dc5;
  const bytes = new TextEncoder().encode(text);
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  if (collisionCount !== undefined && collisionCount !== null) {
    // Eight bytes, little endian, of which the last four are unused.
    for (let i = 0; i < 8; i++) hash = Math.imul(hash ^ (i < 4 ? (collisionCount >>> (8 * i)) & 255 : 0), 0x01000193);
  }
  return hash >>> 0;
}

const dumpers = new Map<string, Dump>();

/** One function a Go type, made when first met. */
function dumper(type: string): Dump {
  const made = dumpers.get(type);
  if (made) return made;
  const dump = makeDumper(type);
  dumpers.set(type, dump);
  return dump;
}

function makeDumper(type: string): Dump {
  if (type.startsWith('*')) return dumpPointer(type);
  if (type === 'ResourceList') return dumpMap('ResourceName', 'resource.Quantity', type);
  if (type.startsWith('map[')) {
    const [key = '', value = ''] = type.slice(4).split(']');
    return dumpMap(key, value, type);
  }
  if (type.startsWith('[]')) return dumpSlice(type);
  const label = `(${goName(type)})`;
  if (type === 'resource.Quantity') return (value, typed) => (typed ? label : '') + dumpQuantity(value);
  if (type === 'intstr.IntOrString') return (value, typed) => (typed ? label : '') + dumpIntOrString(value);
  if (type === 'Time')
    return (_value, typed) =>
      `${typed ? label : ''}{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}`;
  if (GO_FIELDS[type] !== undefined) return dumpStruct(type, label);
  const zero = type === 'bool' ? 'false' : type.startsWith('int') ? '0' : '';
  return (value, typed) => (typed ? label : '') + String(value ?? zero);
}

/** The type as reflect names it: everything of core and meta is package v1. */
function goName(type: string): string {
  if (type.startsWith('*')) return `*${goName(type.slice(1))}`;
  if (type.startsWith('[]')) return `[]${goName(type.slice(2))}`;
  if (type === 'byte') return 'uint8';
  return type.includes('.') || type.startsWith('map[') || GO_PLAIN.has(type) ? type : `v1.${type}`;
}

function dumpPointer(type: string): Dump {
  const inner = type.slice(1);
  const label = `(${goName(type)})`;
  return (value, typed) => {
    if (value === undefined || value === null) return typed ? `${label}<nil>` : '<nil>';
    return (typed ? label : '<*>') + dumper(inner)(value, false);
  };
}

function dumpSlice(type: string): Dump {
  const element = dumper(type.slice(2));
  const label = `(${goName(type)})`;
  return (value, typed) => {
    const items = value as Value[] | null | undefined;
    const head = typed ? label : '';
    return !items || items.length === 0
      ? `${head}<nil>`
      : `${head}[${items.map((item) => element(item, false)).join(' ')}]`;
  };
}

function dumpMap(_key: string, valueType: string, type: string): Dump {
  const label = `(${goName(type)})`;
  return (value, typed) => {
    const head = typed ? label : '';
    const keys = Object.keys((value as object | null | undefined) ?? {}).toSorted();
    if (keys.length === 0) return `${head}<nil>`;
    const entry = dumper(valueType);
    return `${head}map[${keys.map((key) => `${key}:${entry((value as Record<string, Value>)[key], false)}`).join(' ')}]`;
  };
}

function dumpStruct(type: string, label: string): Dump {
  const fields = (GO_FIELDS[type] ?? '').split(' ').map((text) => {
    const [name = '', rest = ''] = text.split(/:(.*)/);
    const [fieldType = '', json = name.charAt(0).toLowerCase() + name.slice(1)] = rest.split('=');
    return { name, json, fieldType };
  });
  // Types refer to themselves through others, so inner dumpers are looked up when first needed.
  return (value, typed) => {
    const object = (value ?? {}) as Record<string, Value>;
    let text = typed ? `${label}{` : '{';
    for (const [i, { name, json, fieldType }] of fields.entries()) {
      if (i > 0) text += ' ';
      text += `${name}:`;
      text += dumper(fieldType)(json === '' ? inlined(object, fieldType) : object[json], true);
    }
    return `${text}}`;
  };
}

function inlined(object: Record<string, Value>, fieldType: string): Value {
  return fieldType.startsWith('*') ? undefined : object;
}

function dumpIntOrString(value: Value): string {
  const text = typeof value === 'string';
  return `{Type:(intstr.Type)${text ? 1 : 0} IntVal:(int32)${text ? 0 : Number(value ?? 0)} StrVal:(string)${text ? value : ''}}`;
}

const SUFFIX = /^([+-]?[\d.]+)([a-zA-Z]*)(.*)$/;
const POWER: Record<string, number> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** As ParseQuantity leaves a canonical text: the number without its suffix, and the suffix as a scale. */
function dumpQuantity(value: Value): string {
  const text = String(value ?? '');
  const parsed = value === undefined ? undefined : parseQuantity(text);
  let amount = '0';
  let scale = 0;
  if (parsed?.format === 'BinarySI') amount = String(parsed.nano / 1_000_000_000n);
  else if (parsed) {
    const [, number = '0', letters = '', exponent = ''] = SUFFIX.exec(text) ?? [];
    scale = parsed.format === 'DecimalExponent' ? Number(exponent) : (POWER[letters] ?? 0);
    amount = number;
  }
  return `{i:(resource.int64Amount){value:(int64)${amount} scale:(resource.Scale)${scale}} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${text} Format:(resource.Format)${text === '0' ? '' : (parsed?.format ?? '')}}`;
}

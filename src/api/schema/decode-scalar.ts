/** Values that are no structs: what Go's decoder and the UnmarshalJSON of Kubernetes' own types make of them, or say of them. */
import { parseQuantity } from '../quantity.ts';

export class TypeMismatch extends Error {}

const RANGES: Readonly<Record<string, number>> = { int32: 2 ** 31, int64: 2 ** 63 };
const QUANTITY = /^[+-]?[0-9.]+[eEinumkKMGTP]*[-+]?[0-9]*$/;
/** RFC 3339 as Go's time.Parse takes it. */
const RFC3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d+)?(?:Z|[+-](?:[01]\d|2[0-4]):[0-5]\d)$/;

/** Throws TypeMismatch; `mismatch` is the complaint of a value whose JSON type does not fit the field. */
export function decodeScalar(
  value: unknown,
  type: string,
  mismatch: () => never,
  place: { struct: string; goPath: string; goType: string },
): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : mismatch();
    case 'boolean':
      return typeof value === 'boolean' ? value : mismatch();
    case 'double':
    case 'number':
      return typeof value === 'number' ? value : mismatch();
    case 'int32':
    case 'int64':
      if (typeof value !== 'number') return mismatch();
      if (!fits(value, type)) throw misfit(`number ${value}`, place, place.goType);
      return value;
    case 'byte':
      return typeof value === 'string' ? base64(value) : mismatch();
    default:
      return decodeOwn(value, type, place);
  }
}

function fits(value: number, type: string): boolean {
  const end = RANGES[type]!;
  return Number.isInteger(value) && value >= -end && value < end;
}

/** Types with an UnmarshalJSON of their own. */
function decodeOwn(value: unknown, type: string, place: { struct: string; goPath: string }): unknown {
  switch (type) {
    case 'int-or-string':
      if (typeof value === 'string') return value;
      if (typeof value !== 'number') throw misfit(kindOf(value), place, 'int32');
      if (!fits(value, 'int32')) throw misfit(`number ${value}`, place, 'int32');
      return value;
    case 'quantity':
      return quantity(value);
    case 'time':
    case 'micro-time':
      if (typeof value !== 'string') throw misfit(kindOf(value), place, 'string');
      return time(value, type);
    default:
      return value;
  }
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
}

function misfit(what: string, { struct, goPath }: { struct: string; goPath: string }, type: string): TypeMismatch {
  return new TypeMismatch(`json: cannot unmarshal ${what} into Go struct field ${struct}.${goPath} of type ${type}`);
}

function quantity(value: unknown): unknown {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  if (parseQuantity(text) !== undefined) return typeof value === 'number' ? text : value;
  const suffix = QUANTITY.test(text) && !/\..*\./.test(text);
  throw new TypeMismatch(
    suffix
      ? "unable to parse quantity's suffix"
      : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  );
}

function time(text: string, type: string): string {
  const whole = RFC3339.test(text) && (type === 'time' || /[.,]\d{6}(?:Z|[+-]\d\d:\d\d)$/.test(text));
  const at = whole ? Date.parse(text.replace(',', '.')) : NaN;
  if (!Number.isNaN(at)) return type === 'time' ? canonical(at) : text;
  const layout = type === 'time' ? '2006-01-02T15:04:05Z07:00' : '2006-01-02T15:04:05.000000Z07:00';
  throw new TypeMismatch(`parsing time ${JSON.stringify(text)} as "${layout}": cannot parse ${complaint(text, type)}`);
}

/** metav1.Time keeps no fractions and is written in UTC. */
function canonical(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The part of a time that could not be read, and the part of the layout that it was read as. */
function complaint(text: string, type: string): string {
  const parts: [RegExp, string][] = [
    [/^\d{4}/, '2006'],
    [/^-/, '-'],
    [/^\d\d/, '01'],
    [/^-/, '-'],
    [/^\d\d/, '02'],
    [/^T/, 'T'],
    [/^\d\d?/, '15'],
    [/^:/, ':'],
    [/^\d\d/, '04'],
    [/^:/, ':'],
    [type === 'time' ? /^\d\d(?:[.,]\d+)?/ : /^\d\d/, '05'],
    ...(type === 'time' ? [] : [[/^[.,]\d{6}/, '.000000'] as [RegExp, string]]),
    [/^(?:Z|[+-]\d\d:\d\d)$/, 'Z07:00'],
  ];
  let rest = text;
  for (const [pattern, name] of parts) {
    const found = pattern.exec(rest);
    if (!found) return `${JSON.stringify(rest)} as ${JSON.stringify(name)}`;
    rest = rest.slice(found[0].length);
  }
  return `${JSON.stringify(text)} as "2006"`;
}

/** Throws TypeMismatch with the place of the first byte that is wrong; Go reads past line breaks. */
function base64(text: string): string {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\n' || char === '\r') continue;
    if (/[A-Za-z0-9+/]/.test(char)) {
      digits++;
      continue;
    }
    return padding(text, i, digits);
  }
  if (digits % 4 !== 0) throw corrupt(text.replace(/[\r\n]+$/, '').length - (digits % 4));
  return text;
}

function padding(text: string, at: number, digits: number): string {
  const missing = (4 - (digits % 4)) % 4;
  if (text[at] !== '=' || missing === 0 || missing === 3) throw corrupt(at);
  const rest = text.slice(at).replace(/[\r\n]/g, '');
  if (rest.length < missing) throw corrupt(text.length);
  if (rest === '='.repeat(missing)) return text;
  throw corrupt(rest.startsWith('='.repeat(missing)) ? at + missing : at + 1);
}

function corrupt(at: number): TypeMismatch {
  return new TypeMismatch(`illegal base64 data at input byte ${at}`);
}

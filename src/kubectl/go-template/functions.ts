/** The functions of Go templates, and kubectl's own (exists, base64decode). */
import { CommandError } from '../errors.ts';
import { goQuote, goSyntax, goValue } from '../../api/go-format.ts';
import { compare } from '../../api/jsonpath/compare.ts';

export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

type Call = (...values: unknown[]) => unknown;

export const FUNCTIONS: Readonly<Record<string, Call>> = {
  and: (...values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  not: (value) => !isTrue(value),
  len: length,
  index: (value, ...keys) => keys.reduce(at, value),
  exists: (value, ...keys) => keys.reduce(quietAt, value) !== undefined,
  slice: (value, from, to) =>
    (value as string | unknown[]).slice(Number(from ?? 0), to === undefined ? undefined : Number(to)),
  print: (...values) => values.map(goValue).join(''),
  println: (...values) => `${values.map(goValue).join(' ')}\n`,
  printf: (format, ...values) => sprintf(String(format), values),
  base64decode: (value) => new TextDecoder().decode(Uint8Array.from(atob(String(value)), (char) => char.charCodeAt(0))),
  html: (value) => goValue(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
  js: (value) => JSON.stringify(goValue(value)).slice(1, -1),
  urlquery: (value) => encodeURIComponent(goValue(value)),
  eq: (left, ...rights) => rights.some((right) => compare(left, '==', right)),
  ne: (left, right) => compare(left, '!=', right),
  lt: (left, right) => compare(left, '<', right),
  le: (left, right) => compare(left, '<=', right),
  gt: (left, right) => compare(left, '>', right),
  ge: (left, right) => compare(left, '>=', right),
};

function length(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length;
  throw new CommandError('error calling len: len of nil pointer');
}

function at(value: unknown, key: unknown): unknown {
  if (Array.isArray(value)) {
    if (Number(key) >= value.length || Number(key) < 0)
      throw new CommandError(`error calling index: index out of range: ${goValue(key)}`);
    return value[Number(key)];
  }
  if (value === undefined || value === null) throw new CommandError('error calling index: index of untyped nil');
  return (value as Record<string, unknown>)[String(key)];
}

function quietAt(value: unknown, key: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[String(key)] : undefined;
}

/** fmt.Sprintf's common verbs, with its complaint for a verb that does not fit. */
export function sprintf(format: string, values: readonly unknown[]): string {
  let used = 0;
  return format.replace(
    /%([-+ 0#]*)(\d*)(?:\.(\d*))?([a-zA-Z%])/g,
    (_, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      if (used >= values.length) return `%!${verb}(MISSING)`;
      return pad(one(verb, values[used++], precision, Number(width || 0)), flags, Number(width || 0));
    },
  );
}

function one(verb: string, value: unknown, precision: string | undefined, width: number): string {
  if (verb === 'v') return goValue(value);
  if (verb === 's' && typeof value === 'string')
    return precision === undefined ? value : value.slice(0, Number(precision));
  if (verb === 'q' && typeof value === 'string') return goQuote(value);
  if (verb === 'd' && Number.isInteger(value)) return String(value);
  if (verb === 't' && typeof value === 'boolean') return String(value);
  if (verb === 'f' && typeof value === 'number' && !Number.isInteger(value))
    return value.toFixed(precision === undefined ? 6 : Number(precision));
  if (verb === 'x' && Number.isInteger(value)) return (value as number).toString(16);
  return `%!${verb}(${typeName(value)}=${(typeof value === 'object' ? goSyntax(value) : goValue(value)).padStart(width)})`;
}

function typeName(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

function pad(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  return flags.includes('0') && /^-?\d/.test(text) ? text.padStart(width, '0') : text.padStart(width);
}

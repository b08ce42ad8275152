/** Functions on strings and lists (apiserver/pkg/cel/library/{lists,regex,format}.go, cel-go/ext/{strings,sets}.go). */
import { type Environment, Optional } from '@marcbachmann/cel-js';
import { dequal } from 'dequal';
import { Regexp } from '../../../api/re2/regexp.ts';
import { tick } from './budget.ts';

type Comparable = bigint | number | string | boolean | Date;

function compare(a: Comparable, b: Comparable): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Throws Error for values that have no order. */
export function compareValues(a: unknown, b: unknown): number {
  const ordered = (value: unknown): value is Comparable =>
    value instanceof Date || ['bigint', 'number', 'string', 'boolean'].includes(typeof value);
  if (!ordered(a) || !ordered(b)) throw new Error('no such overload');
  return compare(a, b);
}

function regexp(pattern: string): Regexp {
  try {
    return new Regexp(pattern);
  } catch (error) {
    throw new Error(`invalid regular expression: ${(error as Error).message}`, { cause: error });
  }
}

function extreme(list: Comparable[], name: string, sign: number): Comparable {
  if (list.length === 0) throw new Error(`${name} called on empty list`);
  return list.reduce((best, one) => (compare(one, best) * sign > 0 ? one : best));
}

function sum(list: (bigint | number)[]): bigint | number {
  return list.reduce(
    (total, one) => (typeof total === 'bigint' ? total + BigInt(one) : total + Number(one)),
    list[0] === undefined || typeof list[0] === 'bigint' ? 0n : 0,
  );
}

function replaced(text: string, from: string, to: string, limit: bigint): string {
  if (limit < 0n) return text.replaceAll(from, () => to);
  let next = text;
  for (let i = 0n, at = 0; i < limit; i++) {
    const found = next.indexOf(from, at);
    if (found < 0) break;
    next = next.slice(0, found) + to + next.slice(found + from.length);
    at = found + to.length;
  }
  return next;
}

/** `'%s is %d'.format(['x', 1])`. */
function format(pattern: string, args: unknown[]): string {
  let at = 0;
  return pattern.replace(
    /%(%|(?:\.(\d+))?([sdfebxXo]))/g,
    (_all, what: string, digits: string | undefined, verb: string) => {
      if (what === '%') return '%';
      if (at >= args.length) throw new Error(`index ${at} out of range`);
      return formatted(args[at++], verb, digits === undefined ? 6 : Number(digits));
    },
  );
}

function formatted(value: unknown, verb: string, digits: number): string {
  switch (verb) {
    case 's':
      return shown(value);
    case 'f':
      return Number(value).toFixed(digits);
    case 'e':
      return Number(value)
        .toExponential(digits)
        .replace(/e([+-])(\d)$/, 'e$10$2');
    case 'x':
    case 'X': {
      const text =
        typeof value === 'bigint'
          ? value.toString(16)
          : Array.from(new TextEncoder().encode(shown(value)), (byte) => byte.toString(16).padStart(2, '0')).join('');
      return verb === 'X' ? text.toUpperCase() : text;
    }
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : (value as bigint).toString(2);
    case 'o':
      return (value as bigint).toString(8);
    default:
      return String(value);
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (typeof value !== 'object' || value === null) return String(value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return String(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}: ${shown(inner)}`)
    .join(', ')}}`;
}

/** What `sets.…` is called on. */
class Sets {
  readonly space = 'Sets';
}
/** What `strings.…` is called on. */
class Strings {
  readonly space = 'Strings';
}

export function registerListFunctions(env: Environment): void {
  const add = (signature: string, handler: (...args: never[]) => unknown): unknown =>
    env.registerFunction(signature, handler);
  const has = (list: unknown[], one: unknown): boolean => list.some((other) => dequal(other, one));
  add('list.isSorted(): bool', (list: Comparable[]) =>
    list.every((one, i) => i === 0 || compare(list[i - 1]!, one) <= 0),
  );
  add('list.sum(): dyn', sum);
  add('list.min(): dyn', (list: Comparable[]) => extreme(list, 'min', -1));
  add('list.max(): dyn', (list: Comparable[]) => extreme(list, 'max', 1));
  add('list.indexOf(dyn): int', (list: unknown[], one: unknown) =>
    BigInt(list.findIndex((other) => dequal(other, one))),
  );
  add('list.lastIndexOf(dyn): int', (list: unknown[], one: unknown) =>
    BigInt(list.findLastIndex((other) => dequal(other, one))),
  );
  add('string.linearMatches(string): bool', (text: string, pattern: string) => regexp(pattern).test(text));
  add('string.find(string): string', (text: string, pattern: string) => regexp(pattern).find(text)?.text ?? '');
  add('string.findAll(string): list<string>', (text: string, pattern: string) =>
    regexp(pattern)
      .findAll(text)
      .map((match) => match.text),
  );
  add('string.findAll(string, int): list<string>', (text: string, pattern: string, limit: bigint) =>
    regexp(pattern)
      .findAll(text, limit < 0n ? Infinity : Number(limit))
      .map((match) => match.text),
  );
  add('string.charAt(int): string', (text: string, at: bigint) => {
    const chars = [...text];
    if (at < 0n || at > chars.length) throw new Error(`index out of range: ${at}`);
    return chars[Number(at)] ?? '';
  });
  add('string.replace(string, string): string', (text: string, from: string, to: string) =>
    replaced(text, from, to, -1n),
  );
  add('string.replace(string, string, int): string', replaced);
  add('string.reverse(): string', (text: string) => [...text].toReversed().join(''));
  add('string.format(list): string', format);
  registerLists(env, add);
  env.registerType('Sets', Sets).registerConstant('sets', 'Sets', new Sets());
  add('Sets.contains(list, list): bool', (_: Sets, a: unknown[], b: unknown[]) => b.every((one) => has(a, one)));
  add('Sets.intersects(list, list): bool', (_: Sets, a: unknown[], b: unknown[]) => b.some((one) => has(a, one)));
  add(
    'Sets.equivalent(list, list): bool',
    (_: Sets, a: unknown[], b: unknown[]) => a.every((one) => has(b, one)) && b.every((one) => has(a, one)),
  );
  env.registerType('Strings', Strings).registerConstant('strings', 'Strings', new Strings());
  add('Strings.quote(string): string', (_: Strings, text: string) => JSON.stringify(text));
}

/** What `lists.…` is called on. */
class Lists {
  readonly space = 'Lists';
}

/** cel-go/ext/lists.go, version 3. */
function registerLists(env: Environment, add: (signature: string, handler: (...args: never[]) => unknown) => unknown) {
  env.registerType('Lists', Lists).registerConstant('lists', 'Lists', new Lists());
  add('Lists.range(int): list<int>', (_: Lists, count: bigint) =>
    Array.from({ length: Math.max(Number(count), 0) }, (_item, i) => {
      tick();
      return BigInt(i);
    }),
  );
  add('list.slice(int, int): list', (list: unknown[], start: bigint, end: bigint) => {
    if (start < 0n || end < 0n) throw new Error(`cannot slice(${start}, ${end}), negative indexes not supported`);
    if (start > end)
      throw new Error(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
    if (end > BigInt(list.length)) throw new Error(`cannot slice(${start}, ${end}), list is length ${list.length}`);
    return list.slice(Number(start), Number(end));
  });
  add('list.flatten(): list', (list: unknown[]) => list.flat());
  add('list.flatten(int): list', (list: unknown[], depth: bigint) => {
    if (depth < 0n) throw new Error('level must be non-negative');
    return list.flat(Number(depth));
  });
  add('list.sort(): list', (list: unknown[]) => list.toSorted(compareValues));
  add('list.distinct(): list', (list: unknown[]) =>
    list.filter((one, i) => list.findIndex((other) => dequal(one, other)) === i),
  );
  add('list.reverse(): list', (list: unknown[]) => list.toReversed());
  add('list.first(): optional', (list: unknown[]) => (list.length === 0 ? Optional.none() : Optional.of(list[0])));
  add('list.last(): optional', (list: unknown[]) => (list.length === 0 ? Optional.none() : Optional.of(list.at(-1))));
}

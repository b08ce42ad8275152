/** `--sort-by` (kubectl/pkg/cmd/get/sorter.go): by a JSONPath, quantities and numbers by value, other text by its bytes. */
import { CommandError } from '../errors.ts';
import { JSONPath } from '../../api/jsonpath/jsonpath.ts';
import { relaxedPath } from './custom-columns.ts';

/** A new array; `object` gives what the path looks at. Throws when no object has the field. */
export function sortBy<T>(items: readonly T[], path: string, object: (item: T) => unknown): T[] {
  const expression = relaxedPath(path);
  const parsed = new JSONPath(expression, { allowMissingKeys: true });
  const keyed = items.map((item) => ({ item, key: parsed.find(object(item))[0]?.[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new CommandError(`couldn't find any field with path ${JSON.stringify(expression)} in the list of objects`);
  }
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ item }) => item);
}

function compareKeys(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const [x, y] = [String(a), String(b)];
  const [p, q] = [quantity(x), quantity(y)];
  return p !== undefined && q !== undefined ? p - q : x < y ? -1 : Number(x > y);
}

const SUFFIX: Record<string, number> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

function quantity(text: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]i?|Ki)?$/.exec(text);
  return match ? Number(match[1]) * (SUFFIX[match[2] ?? ''] ?? Number.NaN) : undefined;
}

/** For tests: values of the schema's types, right ones and nearly right ones, from a seed. */
import { definitionOf, definitions } from '../../../api/schema/definitions.ts';
import type { Random } from '../../../time/random.ts';

/** Words that fields often take, so that requests get past the first check. */
const WORDS = [
  'a',
  'web',
  'nginx',
  'default',
  'app',
  'x-1',
  'Always',
  'Never',
  'TCP',
  'ClusterIP',
  'Retain',
  'Equal',
  'Exists',
  'NoSchedule',
  'ReadWriteOnce',
  'Filesystem',
  'apps',
  'v1',
  'Pod',
  'get',
  '*',
  '100m',
  '1Gi',
  '50%',
  '10.0.0.1',
  '10.0.0.0/24',
  '*/5 * * * *',
  '2026-01-01T00:00:00Z',
  'example.com',
  '/tmp',
  'http',
  'kubernetes.io/hostname',
  'true',
  '',
];
/** What nobody should send. */
const NASTY: readonly unknown[] = [
  null,
  true,
  false,
  -1,
  0,
  1.5,
  1e21,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '../..',
  '__proto__',
  'constructor',
  'a'.repeat(300),
  '\u0000',
  '\ud800',
  '한글',
  '{}',
  '[]',
  '${x}',
  [],
  {},
  [null],
  [[]],
  { a: null },
  { ['__proto__']: { polluted: true } },
  { constructor: 1 },
];
const FIELDS = ['unknown', '__proto__', 'constructor', 'hasOwnProperty', '', 'a.b', 'toString', '\u0000'];

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.int(from.length)]!;
}

/** One in `n`. */
export const chance = (random: Random, n: number): boolean => random.int(n) === 0;

/** A value of the type (`[]#io.k8s.api.core.v1.Container`), `wild` times in a thousand something else. */
export function valueOf(random: Random, type: string, wild: number, depth = 0): unknown {
  if (random.int(1000) < wild) return pick(random, NASTY);
  if (type.startsWith('[]'))
    return Array.from({ length: random.int(3) }, () => valueOf(random, type.slice(2), wild, depth + 1));
  if (type.startsWith('{}')) return mapOf(random, type.slice(2), wild, depth);
  const definition = definitionOf(type);
  if (definition !== undefined) return objectOf(random, definition, wild, depth + 1);
  return scalarOf(random, type);
}

function mapOf(random: Random, type: string, wild: number, depth: number): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (let i = random.int(3); i > 0; i--) own(made, pick(random, WORDS), valueOf(random, type, wild, depth + 1));
  return made;
}

function scalarOf(random: Random, type: string): unknown {
  switch (type.split(':')[0]) {
    case 'boolean':
      return chance(random, 2);
    case 'int32':
    case 'int64':
    case 'number':
    case 'double':
      return pick(random, [0, 1, 2, 3, 80, 8080, 30_000, -1, 65_536]);
    case 'int-or-string':
      return pick<unknown>(random, [1, 80, '25%', 'http', '100%']);
    case 'any':
      return pick<unknown>(random, [{ a: 1 }, 'x', 3]);
    default:
      return pick(random, WORDS);
  }
}

/** An object of the definition with what it requires and some of the rest. */
export function objectOf(random: Random, definition: string, wild: number, depth = 0): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  const { properties = {}, required = [] } = definitions[definition] ?? {};
  for (const [field, type] of Object.entries(properties)) {
    if (!required.includes(field) && !chance(random, 3 + depth * 2)) continue;
    if (depth < 7) own(made, field, valueOf(random, type, wild, depth));
  }
  if (random.int(1000) < wild) own(made, pick(random, FIELDS), pick(random, NASTY));
  return made;
}

/** As JSON.parse does it: `__proto__` too is a field of the object's own. */
function own(object: Record<string, unknown>, field: string, value: unknown): void {
  Object.defineProperty(object, field, { value, enumerable: true, writable: true, configurable: true });
}

/** Partial manifests against live objects: does it match, and if not, which field differs first and how. */
export interface Difference {
  /** `spec.template.spec.containers[0].image` */
  path: string;
  want: string;
  /** Undefined when the field is not there at all. */
  got: string | undefined;
}

/** Undefined when `value` has all that `pattern` asks for. The first difference otherwise, in the pattern's order. */
export function firstDifference(pattern: unknown, value: unknown, path = ''): Difference | undefined {
  if (Array.isArray(pattern)) return arrayDifference(pattern, value, path);
  if (typeof pattern === 'object' && pattern !== null) return objectDifference(pattern, value, path);
  return matchesScalar(pattern, value)
    ? undefined
    : { path, want: show(pattern), got: value === undefined ? undefined : show(value) };
}

function objectDifference(pattern: object, value: unknown, path: string): Difference | undefined {
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  for (const [key, wanted] of Object.entries(pattern)) {
    const step = /^[\w-]+$/.test(key) ? (path ? `.${key}` : key) : `['${key}']`;
    const own = Object.hasOwn(fields, key) ? fields[key] : undefined;
    const difference = firstDifference(wanted, own, path + step);
    if (difference) return difference;
  }
  return undefined;
}

/** Each wanted element must be matched by some element; the nearest miss is what is told. */
function arrayDifference(pattern: readonly unknown[], value: unknown, path: string): Difference | undefined {
  const elements = Array.isArray(value) ? (value as unknown[]) : [];
  for (const wanted of pattern) {
    const differences = elements.map((element, index) => firstDifference(wanted, element, `${path}[${index}]`));
    if (differences.includes(undefined)) continue;
    return differences[0] ?? { path, want: show(wanted), got: undefined };
  }
  return undefined;
}

function matchesScalar(pattern: unknown, value: unknown): boolean {
  if (pattern === null) return value === undefined || value === null;
  if (typeof pattern !== 'string') return pattern === value;
  if (pattern === '*') return value !== undefined && value !== null && value !== '';
  const [, operator, operand] = /^(>=|<=|!=)(.*)$/.exec(pattern) ?? [];
  // An absent number is 0: `status.readyReplicas` is left out of objects at zero.
  if (operator === '>=') return Number(value ?? 0) >= Number(operand);
  if (operator === '<=') return Number(value ?? 0) <= Number(operand);
  if (operator === '!=') return String(value ?? '') !== operand;
  if (pattern.length > 2 && pattern.startsWith('/') && pattern.endsWith('/')) {
    return typeof value === 'string' && new RegExp(pattern.slice(1, -1)).test(value);
  }
  return pattern === value;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

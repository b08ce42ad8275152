/** Partial manifests against live objects: does it match, and if not, which field differs first and how. */
export interface Difference {
  /** `spec.template.spec.containers[name=web].image` */
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
  for (const [key, wanted] of Object.entries(pattern)) {
    const step = /^[\w-]+$/.test(key) ? (path ? `.${key}` : key) : `['${key}']`;
    const difference = firstDifference(wanted, fieldOf(value, key), path + step);
    if (difference) return difference;
  }
  return undefined;
}

/** Each wanted element must be matched by some element; the nearest miss is what is told. */
function arrayDifference(pattern: readonly unknown[], value: unknown, path: string): Difference | undefined {
  const elements = Array.isArray(value) ? (value as unknown[]) : [];
  for (const wanted of pattern) {
    if (elements.some((element) => !firstDifference(wanted, element))) continue;
    return nearestElement(wanted, elements, path);
  }
  return undefined;
}

/** What tells the elements of Kubernetes' lists apart. */
const KEYS = new Set(['name', 'type', 'key', 'containerPort', 'port']);

/** Elements are known by the pattern's first field: `type: Ready` among conditions, `name: web` among containers. */
function nearestElement(wanted: unknown, elements: readonly unknown[], path: string): Difference {
  const none: Difference = { path, want: show(wanted), got: undefined };
  if (elements.length === 0) return none;
  const [key, id] = typeof wanted === 'object' && wanted !== null ? (Object.entries(wanted)[0] ?? []) : [];
  const known = key === undefined ? [] : elements.filter((element) => !firstDifference(id, fieldOf(element, key)));
  const [one] = known;
  if (one !== undefined) {
    const label = KEYS.has(key ?? '') ? `${key}=${show(fieldOf(one, key ?? ''))}` : `${elements.indexOf(one)}`;
    return firstDifference(wanted, one, `${path}[${label}]`) ?? none;
  }
  if (key === undefined || !KEYS.has(key) || elements.length === 1)
    return firstDifference(wanted, elements[0], `${path}[0]`) ?? none;
  const got = elements.map((element) => show(fieldOf(element, key))).join(', ');
  return { path: `${path}[].${key}`, want: show(id), got };
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
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
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

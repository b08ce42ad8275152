/** CEL's types, named as cel-go names them in its messages (cel-go/common/types/types.go). */

export type Type =
  | { kind: 'plain'; name: string }
  | { kind: 'list'; of: Type }
  | { kind: 'map'; key: Type; value: Type }
  | { kind: 'optional'; of: Type }
  | { kind: 'type' }
  /** A type parameter of a declaration: `A`. */
  | { kind: 'param'; name: string }
  /** Fields are asked for one by one: schemas refer to themselves. */
  | { kind: 'object'; name: string; field(name: string): Type | undefined };

const plain = (name: string): Type => ({ kind: 'plain', name });

export const DYN = plain('dyn');
export const BOOL = plain('bool');
export const INT = plain('int');
export const UINT = plain('uint');
export const DOUBLE = plain('double');
export const STRING = plain('string');
export const BYTES = plain('bytes');
export const NULL = plain('null');
export const DURATION = plain('google.protobuf.Duration');
export const TIMESTAMP = plain('google.protobuf.Timestamp');

export const listOf = (of: Type): Type => ({ kind: 'list', of });
export const mapOf = (value: Type, key: Type = STRING): Type => ({ kind: 'map', key, value });
export const optionalOf = (of: Type): Type => ({ kind: 'optional', of });

export function objectType(name: string, fields: Readonly<Record<string, Type>>): Type {
  return { kind: 'object', name, field: (field) => (Object.hasOwn(fields, field) ? fields[field] : undefined) };
}

const SHORT: Readonly<Record<string, Type>> = {
  duration: DURATION,
  timestamp: TIMESTAMP,
  null: NULL,
  type: { kind: 'type' },
};

/** `list<map<string, A>>` of a declaration; one capital letter is a parameter. */
export function parseType(text: string): Type {
  const [, outer, inner = ''] = /^(list|map|optional)<(.*)>$/.exec(text.trim()) ?? [];
  if (outer === 'list') return listOf(parseType(inner));
  if (outer === 'optional') return optionalOf(parseType(inner));
  if (outer === 'map') {
    const comma = inner.indexOf(',');
    return { kind: 'map', key: parseType(inner.slice(0, comma)), value: parseType(inner.slice(comma + 1)) };
  }
  const name = text.trim();
  if (/^[A-Z]$/.test(name)) return { kind: 'param', name };
  return Object.hasOwn(SHORT, name) ? SHORT[name]! : plain(name);
}

export function formatType(type: Type): string {
  switch (type.kind) {
    case 'list':
      return `list(${formatType(type.of)})`;
    case 'map':
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case 'optional':
      return `optional_type(${formatType(type.of)})`;
    case 'type':
      return 'type';
    default:
      return type.name;
  }
}

export function isDyn(type: Type): boolean {
  return type.kind === 'plain' && type.name === 'dyn';
}

export type Bindings = Map<string, Type>;

/** Whether a value of type `given` may stand where `wanted` is declared; parameters are bound on the way. */
export function isAssignable(wanted: Type, given: Type, bound: Bindings): boolean {
  if (wanted.kind === 'param') {
    const known = bound.get(wanted.name);
    if (!known || isDyn(known)) {
      bound.set(wanted.name, given);
      return true;
    }
    return isAssignable(known, given, bound);
  }
  if (isDyn(wanted) || isDyn(given) || given.kind === 'param') return true;
  if (wanted.kind === 'list' && given.kind === 'list') return isAssignable(wanted.of, given.of, bound);
  if (wanted.kind === 'optional' && given.kind === 'optional') return isAssignable(wanted.of, given.of, bound);
  if (wanted.kind === 'map' && given.kind === 'map')
    return isAssignable(wanted.key, given.key, bound) && isAssignable(wanted.value, given.value, bound);
  if (wanted.kind === 'object' && given.kind === 'object') return wanted.name === given.name;
  // What may be null: messages and the like.
  if (isNull(wanted)) return nullable(given);
  if (isNull(given)) return nullable(wanted);
  return wanted.kind === given.kind && formatType(wanted) === formatType(given);
}

function isNull(type: Type): boolean {
  return type.kind === 'plain' && type.name === 'null';
}

function nullable(type: Type): boolean {
  if (type.kind === 'object') return true;
  return type.kind === 'plain' && ['null', DURATION, TIMESTAMP].some((one) => one === type || one === type.name);
}

/** The declared result with its parameters put in; an unbound one is dyn. */
export function substitute(type: Type, bound: Bindings): Type {
  switch (type.kind) {
    case 'param':
      return bound.get(type.name) ?? DYN;
    case 'list':
      return listOf(substitute(type.of, bound));
    case 'optional':
      return optionalOf(substitute(type.of, bound));
    case 'map':
      return { kind: 'map', key: substitute(type.key, bound), value: substitute(type.value, bound) };
    default:
      return type;
  }
}

/** The type of two alternatives: the same, or dyn. */
export function join(a: Type, b: Type): Type {
  if (formatType(a) === formatType(b)) return a;
  if (isAssignable(a, b, new Map())) return isDyn(b) ? b : a;
  return isAssignable(b, a, new Map()) ? b : DYN;
}

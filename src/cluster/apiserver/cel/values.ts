/** JSON as CEL sees it, by its type: whole numbers are int, times are timestamps (apiserver/pkg/cel/common/values.go). */
import { Optional } from '@marcbachmann/cel-js';
import { parseDuration } from '../../../api/duration.ts';
import { isRecord } from '../apiextensions/types.ts';
import { escapeName } from './names.ts';
import { DOUBLE, DURATION, DYN, TIMESTAMP, type Type } from './types.ts';
import { environment } from './environment.ts';

export function toCel(value: unknown, type: Type = DYN): unknown {
  if (typeof value === 'number') return type === DOUBLE || !Number.isInteger(value) ? value : BigInt(value);
  if (typeof value === 'string') return textToCel(value, type);
  if (Array.isArray(value)) return value.map((item) => toCel(item, type.kind === 'list' ? type.of : DYN));
  if (!isRecord(value)) return value ?? null;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    const name = type.kind === 'object' ? escapeName(key) : key;
    const of = type.kind === 'map' ? type.value : type.kind === 'object' ? (type.field(name) ?? DYN) : DYN;
    return [name, toCel(inner, of)];
  });
  // The library tells a map by its constructor, which must not be the data's.
  const shadowed = entries.some(([key]) => key === 'constructor' || key === '__proto__');
  return shadowed ? new Map(entries) : Object.fromEntries(entries);
}

function textToCel(value: string, type: Type): unknown {
  if (type === TIMESTAMP) return new Date(value);
  if (type !== DURATION) return value;
  return environment().evaluate('duration(text)', { text: `${parseDuration(value)}ms` });
}

/** As oldSelf of a rule with optionalOldSelf. */
export function optionalValue(value: unknown): Optional {
  return value === undefined ? Optional.none() : Optional.of(value);
}

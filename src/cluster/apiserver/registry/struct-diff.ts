/**
 * How refused updates show what they would have changed: the Go structs as indented JSON, compared line by line
 * (apimachinery/pkg/util/diff Diff). The names are those of the internal types' Go fields.
 */
import { structuredPatch } from 'diff';
import { canonicalQuantity } from '../../../api/quantity.ts';

/** As in api/go-fields.ts: type → `Field:type Other:*type=json …`. */
export type GoStructs = Readonly<Record<string, string>>;

interface Field {
  name: string;
  type: string;
  /** Empty when the struct is inlined. */
  json: string;
}

const CONTEXT = 3;
const parsed = new WeakMap<GoStructs, Map<string, Field[]>>();

/** Empty when both read alike; otherwise hunks, each line ended. */
export function structDiff(before: unknown, after: unknown, type: string, structs: GoStructs): string {
  const text = (value: unknown): string => `${JSON.stringify(shape(value, type, structs), null, ' ')}\n`;
  const { hunks } = structuredPatch('', '', text(before), text(after), '', '', { context: CONTEXT });
  return hunks
    .map(
      ({ oldStart, oldLines, newStart, newLines, lines }) =>
        `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@\n${lines.map((line) => `${line}\n`).join('')}`,
    )
    .join('');
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${start},${count}`;
}

/** The value as encoding/json writes the Go type: every field, absent ones as Go's zero. */
export function shape(value: unknown, type: string, structs: GoStructs): unknown {
  if (type.startsWith('*')) {
    return value === undefined || value === null ? null : shape(value, type.slice(1), structs);
  }
  if (type.startsWith('[]')) {
    return Array.isArray(value) ? value.map((item) => shape(item, type.slice(2), structs)) : null;
  }
  if (type === 'ResourceList') return mapShape(value, 'resource.Quantity', structs);
  if (type.startsWith('map[')) return mapShape(value, type.slice(type.indexOf(']') + 1), structs);
  if (type === 'resource.Quantity') return canonicalQuantity((value as string | undefined) ?? '0');
  if (structs[type] !== undefined) return structShape(value, type, structs);
  if (value !== undefined && value !== null) return value;
  return zero(type);
}

function zero(type: string): unknown {
  if (type === 'bool') return false;
  if (type === 'Time') return null;
  return type.startsWith('int') || type.startsWith('uint') ? 0 : '';
}

function mapShape(value: unknown, type: string, structs: GoStructs): unknown {
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, shape(inner, type, structs)]));
}

function structShape(value: unknown, type: string, structs: GoStructs): Record<string, unknown> {
  const from = (value ?? {}) as Record<string, unknown>;
  const to: Record<string, unknown> = {};
  for (const { name, type: inner, json } of fieldsOf(type, structs)) {
    // An embedded struct's fields stand among the others; those of an embedded pointer too, when there is one.
    if (json === '') Object.assign(to, shape(value, inner, structs));
    else to[name] = shape(from[json], inner, structs);
  }
  return to;
}

function fieldsOf(type: string, structs: GoStructs): Field[] {
  let known = parsed.get(structs);
  if (!known) parsed.set(structs, (known = new Map()));
  let fields = known.get(type);
  if (!fields) {
    fields = (structs[type] ?? '').split(' ').filter(Boolean).map(fieldOf);
    known.set(type, fields);
  }
  return fields;
}

function fieldOf(text: string): Field {
  const [, name = '', type = '', json] = /^(\w+):([^=]+)(?:=(.*))?$/.exec(text) ?? [];
  return { name, type, json: json ?? name[0]!.toLowerCase() + name.slice(1) };
}

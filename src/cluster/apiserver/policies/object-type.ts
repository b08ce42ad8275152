/** The CEL type of a kind's objects, from its definition or its own schema (apiserver/pkg/cel/openapi). */
import { definitionFor, definitions } from '../../../api/schema/definitions.ts';
import { celType } from '../apiextensions/schema/cel-type.ts';
import type { Schema } from '../apiextensions/types.ts';
import { escapeName } from '../cel/names.ts';
import { BOOL, BYTES, DOUBLE, DYN, INT, STRING, TIMESTAMP, type Type, listOf, mapOf } from '../cel/types.ts';
import type { Strategy } from '../registry/strategy.ts';

const SCALARS: Readonly<Record<string, Type>> = {
  string: STRING,
  boolean: BOOL,
  int32: INT,
  int64: INT,
  double: DOUBLE,
  number: DOUBLE,
  byte: BYTES,
  time: TIMESTAMP,
  'micro-time': TIMESTAMP,
  quantity: DYN,
  'int-or-string': DYN,
};

/** Undefined for a kind whose schema nobody knows. */
export function objectTypeOf({ info, schema }: Strategy): Type | undefined {
  if (schema) return celType(schema.openApi() as Schema, 'object', true);
  const name = definitionFor(info);
  return name === undefined ? undefined : definitionType(name);
}

/** Definitions refer to themselves, so fields are looked up when they are asked for. */
function definitionType(name: string): Type {
  const properties = definitions[name]?.properties ?? {};
  const escaped = new Map(Object.keys(properties).map((field) => [escapeName(field), field]));
  return {
    kind: 'object',
    name,
    field(field) {
      // Names that need no escape on an object without a type are let pass here too.
      const type = properties[escaped.get(field) ?? field];
      return type === undefined ? undefined : typeOf(type);
    },
  };
}

function typeOf(type: string): Type {
  if (type.startsWith('[]')) return listOf(typeOf(type.slice(2)));
  if (type.startsWith('{}')) return mapOf(typeOf(type.slice(2)));
  if (type.startsWith('#')) return definitionType(type.slice(1));
  return SCALARS[type] ?? DYN;
}

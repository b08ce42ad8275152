/** The CEL type of a structural schema (apiserver/pkg/cel/common/schemas.go). */
import { escapeName } from '../../cel/names.ts';
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  STRING,
  TIMESTAMP,
  type Type,
  listOf,
  mapOf,
  objectType,
} from '../../cel/types.ts';
import { type Schema, itemsOf, valuesOf } from '../types.ts';

const FORMATS: Readonly<Record<string, Type>> = {
  byte: BYTES,
  duration: DURATION,
  date: TIMESTAMP,
  'date-time': TIMESTAMP,
};
const SCALARS: Readonly<Record<string, Type>> = { boolean: BOOL, integer: INT, number: DOUBLE };
const METADATA: Schema = { type: 'object', properties: { name: { type: 'string' }, generateName: { type: 'string' } } };

/** Undefined for what rules cannot see. `resource` has apiVersion, kind and metadata of its own. */
export function celType(schema: Schema, path = 'self', resource = false): Type | undefined {
  if (schema['x-kubernetes-int-or-string']) return DYN;
  if (schema.type === 'string') return FORMATS[schema.format ?? ''] ?? STRING;
  if (schema.type === 'array') {
    const items = itemsOf(schema);
    const type = items && celType(items, `${path}.@idx`, items['x-kubernetes-embedded-resource']);
    return type && listOf(type);
  }
  if (schema.type !== 'object') return schema.type === undefined ? undefined : SCALARS[schema.type];
  const values = valuesOf(schema);
  if (values) {
    const type = celType(values, `${path}.@elem`, values['x-kubernetes-embedded-resource']);
    return type && mapOf(type);
  }
  return objectType(path, fieldsOf(schema, path, resource));
}

function fieldsOf(schema: Schema, path: string, resource: boolean): Record<string, Type> {
  const given = schema.properties ?? {};
  const text: Schema = { type: 'string' };
  const properties = resource ? { ...given, apiVersion: text, kind: text, metadata: METADATA } : given;
  const fields: Record<string, Type> = {};
  for (const [name, inner] of Object.entries(properties)) {
    const type = celType(inner, `${path}.${name}`, inner['x-kubernetes-embedded-resource']);
    if (type) fields[escapeName(name)] = type;
  }
  return fields;
}

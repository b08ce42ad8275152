/** The schemas within a schema, restrictions included, with the paths that errors show. */
import { type Schema, itemsOf, valuesOf } from '../types.ts';

export function children(schema: Schema, path: string): [path: string, schema: Schema][] {
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  const many = (field: 'allOf' | 'anyOf' | 'oneOf'): [string, Schema][] =>
    (schema[field] ?? []).map((one, i) => [`${path}.${field}[${i}]`, one]);
  return [
    ...(values ? [[`${path}.additionalProperties`, values] as [string, Schema]] : []),
    ...Object.entries(schema.properties ?? {}).map(([key, one]): [string, Schema] => [
      `${path}.properties[${key}]`,
      one,
    ]),
    ...many('allOf'),
    ...many('oneOf'),
    ...many('anyOf'),
    ...(schema.not ? [[`${path}.not`, schema.not] as [string, Schema]] : []),
    ...(items ? [[`${path}.items`, items] as [string, Schema]] : []),
  ];
}

/** Structural schemas (apiextensions-apiserver/pkg/apiserver/schema/validation.go). */
import { type FieldError, forbiddenField, invalid, required } from '../../../../api/field-errors.ts';
import { type Schema, itemsOf, valuesOf } from '../types.ts';

type Level = 'root' | 'item' | 'field';

const NO_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

export function structuralErrors(root: Schema, path: string): FieldError[] {
  return [...nodeErrors(root, 'root', path), ...completeness(root, path)];
}

function nodeErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  const errors: FieldError[] = [];
  if (schema.type === 'array' && !items) errors.push(required(`${path}.items`, 'must be specified'));
  if (items) errors.push(...nodeErrors(items, 'item', `${path}.items`));
  for (const [key, inner] of Object.entries(schema.properties ?? {}))
    errors.push(...nodeErrors(inner, 'field', `${path}.properties[${key}]`));
  if (schema.additionalProperties !== undefined && level === 'root')
    errors.push(forbiddenField(`${path}.additionalProperties`, 'must not be used at the root'));
  if (values) errors.push(...nodeErrors(values, 'field', `${path}.additionalProperties`));
  return [
    ...errors,
    ...intOrStringErrors(schema, path),
    ...logicErrors(schema, path),
    ...typeErrors(schema, level, path),
    ...metadataErrors(schema, level, path),
  ];
}

function intOrStringErrors(schema: Schema, path: string): FieldError[] {
  if (!schema['x-kubernetes-int-or-string']) return [];
  const fields = ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const;
  return fields
    .filter((field) => schema[field])
    .map((field) => invalid(`${path}.${field}`, true, 'must be false if x-kubernetes-int-or-string is true'));
}

function typeErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const { type = '' } = schema;
  const embedded = schema['x-kubernetes-embedded-resource'];
  const errors: FieldError[] = [];
  const object = 'must be object if x-kubernetes-embedded-resource is true';
  if (embedded && type !== 'object')
    errors.push(type === '' ? required(`${path}.type`, object) : invalid(`${path}.type`, type, object));
  else if (type === '' && !schema['x-kubernetes-int-or-string'] && !schema['x-kubernetes-preserve-unknown-fields'])
    errors.push(required(`${path}.type`, NO_TYPE[level]));
  if (embedded && schema.additionalProperties !== undefined)
    errors.push(
      forbiddenField(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set'),
    );
  if (level === 'root' && type !== '' && type !== 'object')
    errors.push(invalid(`${path}.type`, type, 'must be object at the root'));
  return errors;
}

function metadataErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const { properties = {} } = schema;
  const embedded = schema['x-kubernetes-embedded-resource'];
  const errors: FieldError[] = [];
  const types = { kind: 'string', apiVersion: 'string', metadata: 'object' } as const;
  for (const [key, type] of level === 'root' || embedded ? Object.entries(types) : []) {
    const found = properties[key];
    if (found && found.type !== type)
      errors.push(invalid(`${path}.properties[${key}].type`, found.type ?? '', `must be ${type}`));
  }
  if (level === 'root' && properties['metadata'] && !isPlainMetadata(properties['metadata'])) {
    const text = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
    errors.push(forbiddenField(`${path}.properties[metadata]`, text));
  }
  const empty = Object.keys(properties).length === 0;
  if (embedded && !schema['x-kubernetes-preserve-unknown-fields'] && empty) {
    const text =
      'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    errors.push(required(`${path}.properties`, text));
  }
  return errors;
}

function isPlainMetadata({ properties = {}, ...rest }: Schema): boolean {
  const others = Object.keys(rest).filter((key) => !['type', 'default', 'description'].includes(key));
  return others.length === 0 && Object.keys(properties).every((key) => key === 'name' || key === 'generateName');
}

/** Below anyOf, allOf, oneOf and not stand restrictions only: no types, defaults or texts. */
function logicErrors(schema: Schema, path: string): FieldError[] {
  const free = intOrStringPattern(schema);
  const errors: FieldError[] = [];
  for (const field of ['allOf', 'anyOf', 'oneOf'] as const) {
    for (const [i, inner] of (schema[field] ?? []).entries()) {
      if (free === 'anyOf' && field === 'anyOf') continue;
      if (free === 'allOf' && field === 'allOf' && i === 0) continue;
      errors.push(...restrictionErrors(inner, `${path}.${field}[${i}]`));
    }
  }
  return schema.not ? [...errors, ...restrictionErrors(schema.not, `${path}.not`)] : errors;
}

/** The two ways to write an int-or-string, which may name their types. */
function intOrStringPattern(schema: Schema): 'anyOf' | 'allOf' | undefined {
  if (!schema['x-kubernetes-int-or-string']) return undefined;
  const both = (list: Schema[] | undefined): boolean =>
    list?.length === 2 && list[0]?.type === 'integer' && list[1]?.type === 'string';
  if (both(schema.anyOf)) return 'anyOf';
  return both(schema.allOf?.[0]?.anyOf) ? 'allOf' : undefined;
}

function restrictionErrors(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const forbid = (field: keyof Schema, text: string): void => {
    if (schema[field] !== undefined && schema[field] !== false && schema[field] !== '')
      errors.push(forbiddenField(`${path}.${field}`, `must be ${text} to be structural`));
  };
  const items = itemsOf(schema);
  if (items) errors.push(...restrictionErrors(items, `${path}.items`));
  for (const [key, inner] of Object.entries(schema.properties ?? {}))
    errors.push(...restrictionErrors(inner, `${path}.properties[${key}]`));
  forbid('additionalProperties', 'undefined');
  forbid('type', 'empty');
  forbid('title', 'empty');
  forbid('description', 'empty');
  forbid('default', 'undefined');
  forbid('nullable', 'false');
  forbid('x-kubernetes-preserve-unknown-fields', 'false');
  forbid('x-kubernetes-embedded-resource', 'false');
  forbid('x-kubernetes-int-or-string', 'false');
  forbid('x-kubernetes-list-map-keys', 'empty');
  forbid('x-kubernetes-list-type', 'undefined');
  forbid('x-kubernetes-map-type', 'undefined');
  return [...errors, ...logicErrors(schema, path)];
}

/** Whatever a restriction of the root speaks of must be specified outside of it. Upstream looks at no others. */
function completeness(schema: Schema, path: string): FieldError[] {
  const restrictions = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((field) =>
    (schema[field] ?? []).map((one, i): [string, Schema] => [`${path}.${field}[${i}]`, one]),
  );
  if (schema.not) restrictions.push([`${path}.not`, schema.not]);
  return restrictions.flatMap(([at, one]) => specified(one, at, schema, path));
}

function specified(inner: Schema, at: string, outer: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, one] of Object.entries(inner.properties ?? {})) {
    const known = outer.properties?.[key];
    const where = `${path}.properties[${key}]`;
    if (known) errors.push(...specified(one, `${at}.properties[${key}]`, known, where));
    else errors.push(required(where, `because it is defined in ${at}.properties[${key}]`));
  }
  const items = itemsOf(inner);
  const known = itemsOf(outer);
  if (items && !known) errors.push(required(`${path}.items`, `because it is defined in ${at}.items`));
  else if (items && known) errors.push(...specified(items, `${at}.items`, known, `${path}.items`));
  for (const field of ['allOf', 'anyOf', 'oneOf'] as const)
    for (const [i, one] of (inner[field] ?? []).entries())
      errors.push(...specified(one, `${at}.${field}[${i}]`, outer, path));
  return inner.not ? [...errors, ...specified(inner.not, `${at}.not`, outer, path)] : errors;
}

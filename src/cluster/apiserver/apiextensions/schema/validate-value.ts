/**
 * A value against its schema (kube-openapi/pkg/validation/validate, and how apiextensions-apiserver turns what it
 * says into field errors: pkg/apiserver/validation/validation.go).
 */
import { dequal } from 'dequal';
import { type FieldError, invalid, notSupported, required, tooLong } from '../../../../api/field-errors.ts';
import { type Schema, isRecord, itemsOf } from '../types.ts';
import { formatError } from './formats.ts';
import { patternOf } from './patterns.ts';

/**
 * `path` is '' for the root: `spec.replicas in body should be …`. What equals `old` was there before and is let pass
 * (validation ratcheting).
 */
export function validateValue(value: unknown, schema: Schema, path = '', old?: unknown): FieldError[] {
  if (old !== undefined && dequal(value, old)) return [];
  if (value === null) return nullErrors(schema, path);
  const errors = [...typeErrors(value, schema, path), ...composedErrors(value, schema, path)];
  if (typeof value === 'string') errors.push(...stringErrors(value, schema, path));
  else if (typeof value === 'number') errors.push(...numberErrors(value, schema, path));
  else if (Array.isArray(value)) errors.push(...arrayErrors(value, schema, path, old));
  errors.push(...enumErrors(value, schema, path));
  if (isRecord(value)) errors.push(...objectErrors(value, schema, path, isRecord(old) ? old : {}));
  return errors;
}

/** The field an error is told of: the path without the dot it may begin with; the whole object has none. */
export function fieldAt(path: string): string {
  return path.replace(/^\./, '') || '<nil>';
}

function failed(path: string, value: unknown, text: string): FieldError {
  return invalid(fieldAt(path), value, `${path} in body ${text}`);
}

function typeError(path: string, type: string, found: string): FieldError {
  const text = `${path} in body must be of type ${type}: ${JSON.stringify(found)}`;
  return { ...invalid(fieldAt(path), found, text), reason: 'FieldValueTypeInvalid' };
}

function typesOf(schema: Schema): string[] {
  const types = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : schema.type ? [schema.type] : [];
  return schema.nullable && types.length > 0 ? [...types, 'null'] : types;
}

function nullErrors(schema: Schema, path: string): FieldError[] {
  const types = typesOf(schema);
  const wrong = types.length > 0 && !schema.nullable ? [typeError(path, types.join(','), 'null')] : [];
  return [...wrong, ...enumErrors(null, schema, path)];
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const GO_FORMATS: Readonly<Record<string, string>> = { integer: 'int64', number: 'double' };

function typeErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  const types = typesOf(schema);
  if (types.length === 0) return [];
  const kind = kindOf(value);
  if (types.includes(kind) || (kind === 'integer' && types.includes('number'))) return [];
  const scalar = kind !== 'string' && kind !== 'array';
  if (scalar && schema.format) return [typeError(path, schema.format, GO_FORMATS[kind] ?? '')];
  const numeric = types.includes('number') || types.includes('integer');
  if (!numeric && schema.format && !scalar) return [];
  return [typeError(path, types.join(','), kind)];
}

function stringErrors(value: string, schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const length = [...value].length;
  if (schema.maxLength !== undefined && length > schema.maxLength)
    errors.push(tooLong(fieldAt(path), schema.maxLength));
  if (schema.minLength !== undefined && length < schema.minLength)
    errors.push(failed(path, value, `should be at least ${schema.minLength} chars long`));
  if (schema.pattern && !patternOf(schema.pattern)?.test(value))
    errors.push(failed(path, value, `should match '${schema.pattern}'`));
  const format = schema.format && schema.type === 'string' ? formatError(schema.format, value) : false;
  if (format) errors.push(typeError(path, schema.format ?? '', value));
  return errors;
}

function numberErrors(value: number, schema: Schema, path: string): FieldError[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const errors: FieldError[] = [];
  if (multipleOf && !Number.isInteger(value / multipleOf))
    errors.push(failed(path, value, `should be a multiple of ${multipleOf}`));
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum))
    errors.push(failed(path, value, `should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`));
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum))
    errors.push(failed(path, value, `should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`));
  return errors;
}

function tooMany(path: string, actual: number, max: number): FieldError {
  const message = `Too many: ${actual}: must have at most ${max} item${max === 1 ? '' : 's'}`;
  return { reason: 'FieldValueTooMany', field: fieldAt(path), message };
}

function arrayErrors(value: readonly unknown[], schema: Schema, path: string, old: unknown): FieldError[] {
  const { minItems, maxItems } = schema;
  const items = itemsOf(schema);
  const before = correlated(schema, old);
  const errors = items ? value.flatMap((item, i) => validateValue(item, items, `${path}[${i}]`, before(item))) : [];
  if (minItems !== undefined && value.length < minItems)
    errors.push(failed(path, value.length, `should have at least ${minItems} items`));
  if (maxItems !== undefined && value.length > maxItems) errors.push(tooMany(path, value.length, maxItems));
  return errors;
}

/** Items of a map-list are known again by their keys; those of other lists are not. */
export function correlated(schema: Schema, old: unknown): (item: unknown) => unknown {
  const keys = schema['x-kubernetes-list-type'] === 'map' ? schema['x-kubernetes-list-map-keys'] : undefined;
  if (!keys || !Array.isArray(old)) return () => undefined;
  const keyOf = (item: unknown): string => JSON.stringify(isRecord(item) ? keys.map((key) => item[key] ?? null) : null);
  const known = new Map(old.map((item: unknown) => [keyOf(item), item]));
  return (item) => known.get(keyOf(item));
}

function enumErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  if (!schema.enum || schema.enum.some((one) => dequal(one, value))) return [];
  const allowed = schema.enum.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  return [notSupported(fieldAt(path), value, allowed)];
}

function objectErrors(
  value: Record<string, unknown>,
  schema: Schema,
  path: string,
  old: Record<string, unknown>,
): FieldError[] {
  const { properties = {}, additionalProperties, minProperties, maxProperties } = schema;
  const keys = Object.keys(value);
  const errors: FieldError[] = [];
  if (minProperties !== undefined && keys.length < minProperties)
    errors.push(failed(path, keys.length, `should have at least ${minProperties} properties`));
  if (maxProperties !== undefined && keys.length > maxProperties)
    errors.push(tooMany(path, keys.length, maxProperties));
  for (const key of keys) {
    const inner = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (inner) errors.push(...validateValue(value[key], inner, path === '' ? key : `${path}.${key}`, old[key]));
    else if (isRecord(additionalProperties))
      errors.push(...validateValue(value[key], additionalProperties as Schema, `${path}.${key}`, old[key]));
    else if (additionalProperties === false) errors.push(failed(`${path}.${key}`, '', `is a forbidden property`));
  }
  for (const key of schema.required ?? [])
    if (!Object.hasOwn(value, key)) errors.push(required(fieldAt(`${path}.${key}`)));
  return errors;
}

/** allOf, anyOf, oneOf, not; of alternatives that all fail, the one with the fewest errors is told of. */
function composedErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (text: string): number => errors.push(invalid('<nil>', '', `${JSON.stringify(path)} must ${text}`));
  if (schema.anyOf?.length) {
    const { valid, best } = alternatives(value, schema.anyOf, path);
    if (valid === 0) {
      refuse('validate at least one schema (anyOf)');
      errors.push(...best);
    }
  }
  if (schema.oneOf?.length) {
    const { valid, best } = alternatives(value, schema.oneOf, path);
    const found = valid === 0 ? 'none valid' : `${valid} valid alternatives`;
    if (valid !== 1) refuse(`validate one and only one schema (oneOf). Found ${found}`);
    if (valid === 0) errors.push(...best);
  }
  if (schema.allOf?.length) {
    const all = schema.allOf.map((one) => validateValue(value, one, path));
    const valid = all.filter((one) => one.length === 0).length;
    errors.push(...all.flat());
    if (valid < all.length) refuse(`validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`);
  }
  if (schema.not && validateValue(value, schema.not, path).length === 0) refuse('not validate the schema (not)');
  return errors;
}

function alternatives(value: unknown, schemas: readonly Schema[], path: string): { valid: number; best: FieldError[] } {
  const tried = schemas.map((one) => validateValue(value, one, path));
  const valid = tried.filter((one) => one.length === 0).length;
  const best = tried.reduce((least, one) => (one.length < least.length ? one : least));
  return { valid, best };
}

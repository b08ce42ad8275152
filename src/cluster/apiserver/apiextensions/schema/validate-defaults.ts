/** Defaults must be values of their own schema (apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go). */
import { type FieldError, forbiddenField, invalid } from '../../../../api/field-errors.ts';
import type { Schema } from '../types.ts';
import { withDefaults } from './default-values.ts';
import { prune } from './prune.ts';
import { children } from './children.ts';
import { validateValue } from './validate-value.ts';

export function defaultErrors(root: Schema, path: string): FieldError[] {
  const own = root.default === undefined ? [] : [forbiddenField(`${path}.default`, 'must not be set')];
  return [...own, ...innerErrors(root, path)];
}

function innerErrors(schema: Schema, path: string): FieldError[] {
  return children(schema, path).flatMap(([at, inner]) => [
    ...(inner.default === undefined ? [] : errorsOf(inner, `${at}.default`)),
    ...innerErrors(inner, at),
  ]);
}

function errorsOf(schema: Schema, path: string): FieldError[] {
  const unknown: string[] = [];
  prune({ value: schema.default }, { properties: { value: schema } }, '', unknown);
  if (unknown.length > 0) return [invalid(path, schema.default, 'must not have unknown fields')];
  const full = withDefaults(schema.default, schema);
  return validateValue(full, schema).map((error) => ({
    ...error,
    field: error.field === '<nil>' ? path : `${path}.${error.field}`,
  }));
}

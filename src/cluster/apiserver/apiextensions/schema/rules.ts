/** x-kubernetes-validations of a schema (apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go). */
import type { FieldError } from '../../../../api/field-errors.ts';
import { type Schema, itemsOf, valuesOf } from '../types.ts';

export function hasRules(schema: Schema): boolean {
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  return (
    (schema['x-kubernetes-validations']?.length ?? 0) > 0 ||
    (items !== undefined && hasRules(items)) ||
    (values !== undefined && hasRules(values)) ||
    Object.values(schema.properties ?? {}).some(hasRules)
  );
}

export function ruleErrors(_value: unknown, _old: unknown, _schema: Schema): FieldError[] {
  return [];
}

/** What a schema of a definition may not hold (apis/apiextensions/validation/validation.go, ValidateCustomResourceDefinitionOpenAPISchema). */
import { type FieldError, forbiddenField, invalid, notSupported } from '../../../../api/field-errors.ts';
import type { Schema } from '../types.ts';
import { children } from './children.ts';
import { defaultErrors } from './validate-defaults.ts';
import { listErrors } from './validate-lists.ts';
import { rulesErrors } from './validate-rules.ts';
import { patternError } from './patterns.ts';
import { structuralErrors } from './structural.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const UNSUPPORTED = ['definitions', 'dependencies', 'patternProperties', 'id', '$ref', 'additionalItems'] as const;

/** `path` leads to the root of the schema. */
export function schemaErrors(root: Schema, path: string): FieldError[] {
  const own = nodeErrors(root, path);
  const structural = structuralErrors(root, path);
  const shape = [...own, ...structural];
  return shape.length > 0 ? shape : [...defaultErrors(root, path), ...rulesErrors(root, path)];
}

function nodeErrors(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [...extensionErrors(schema, path), ...listErrors(schema, path)];
  for (const field of UNSUPPORTED)
    if (schema[field] !== undefined) errors.push(forbiddenField(`${path}.${field}`, `${field} is not supported`));
  if (schema.uniqueItems)
    errors.push(
      forbiddenField(
        `${path}.uniqueItems`,
        'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
      ),
    );
  const more = schema.additionalProperties;
  if (more !== undefined && more !== true && schema.properties && Object.keys(schema.properties).length > 0)
    errors.push(
      forbiddenField(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'),
    );
  if (schema.type === 'null')
    errors.push(forbiddenField(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
  else if (schema.type && !TYPES.includes(schema.type)) errors.push(notSupported(`${path}.type`, schema.type, TYPES));
  if (Array.isArray(schema.items))
    errors.push(forbiddenField(`${path}.items`, 'items must be a schema object and not an array'));
  const pattern = schema.pattern === undefined ? undefined : patternError(schema.pattern);
  if (pattern !== undefined)
    errors.push(
      invalid(`${path}.pattern`, schema.pattern, `must be a valid regular expression, but isn't: ${pattern}`),
    );
  return [...errors, ...children(schema, path).flatMap(([at, inner]) => nodeErrors(inner, at))];
}

function extensionErrors(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType !== undefined) {
    const at = `${path}.x-kubernetes-map-type`;
    if (schema.type !== 'object')
      errors.push(invalid(`${path}.type`, schema.type ?? '', 'must be object if x-kubernetes-map-type is specified'));
    if (mapType !== 'atomic' && mapType !== 'granular') errors.push(notSupported(at, mapType, ['atomic', 'granular']));
  }
  return errors;
}

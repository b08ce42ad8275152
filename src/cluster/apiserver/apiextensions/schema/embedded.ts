/** Objects within objects (apiextensions-apiserver/pkg/apiserver/schema/objectmeta/validation.go). */
import { type FieldError, invalid, required } from '../../../../api/field-errors.ts';
import { isDNS1123Subdomain } from '../../../../api/names.ts';
import { type Schema, isRecord, itemsOf, valuesOf } from '../types.ts';

/** Of every embedded resource below the root: it must name its type, and its metadata must be one. */
export function embeddedErrors(value: unknown, schema: Schema, path = ''): FieldError[] {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return items ? value.flatMap((item, i) => embeddedErrors(item, items, `${path}[${i}]`)) : [];
  }
  if (!isRecord(value)) return [];
  const own = schema['x-kubernetes-embedded-resource'] ? resourceErrors(value, path) : [];
  const inner = Object.entries(value).flatMap(([key, one]) => {
    const properties = schema.properties;
    const known = properties && Object.hasOwn(properties, key) ? properties[key] : valuesOf(schema);
    return known ? embeddedErrors(one, known, path === '' ? key : `${path}.${key}`) : [];
  });
  return [...own, ...inner];
}

function resourceErrors(value: Record<string, unknown>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['apiVersion', 'kind']) {
    const given = value[field];
    if (given === undefined) errors.push(required(`${path}.${field}`, 'must not be empty'));
    else if (typeof given !== 'string') errors.push(invalid(`${path}.${field}`, given, 'must be a string'));
    else if (given === '') errors.push(invalid(`${path}.${field}`, given, 'must not be empty'));
  }
  const name = isRecord(value['metadata']) ? value['metadata']['name'] : undefined;
  if (typeof name === 'string')
    errors.push(...isDNS1123Subdomain(name).map((text) => invalid(`${path}.metadata.name`, name, text)));
  return errors;
}

/** x-kubernetes-list-type and its keys (apis/apiextensions/validation/validation.go). */
import { type FieldError, duplicate, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { type Schema, itemsOf } from '../types.ts';

const TYPES = ['atomic', 'set', 'map'];
const SCALARS = new Set(['string', 'integer', 'number', 'boolean']);

export function listErrors(schema: Schema, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const errors: FieldError[] = [];
  if (type !== undefined && schema.type !== 'array') {
    const text = 'must be array if x-kubernetes-list-type is specified';
    errors.push(schema.type ? invalid(`${path}.type`, schema.type, text) : required(`${path}.type`, text));
  }
  if (type !== undefined && !TYPES.includes(type))
    errors.push(notSupported(`${path}.x-kubernetes-list-type`, type, TYPES));
  if (keys.length > 0 && type !== 'map') {
    const text = 'must be map if x-kubernetes-list-map-keys is non-empty';
    const at = `${path}.x-kubernetes-list-type`;
    errors.push(type === undefined ? required(at, text) : invalid(at, type, text));
  }
  if (type === 'map') errors.push(...mapErrors(schema, keys, path));
  if (type === 'set') errors.push(...setErrors(schema, path));
  return errors;
}

function mapErrors(schema: Schema, keys: readonly string[], path: string): FieldError[] {
  const at = `${path}.x-kubernetes-list-map-keys`;
  if (keys.length === 0) return [required(at, 'must not be empty if x-kubernetes-list-type is map')];
  const items = itemsOf(schema);
  if (!items) return [];
  const errors: FieldError[] = [];
  if (items.type !== 'object')
    errors.push(
      invalid(`${path}.items.type`, items.type ?? '', "must be object if parent array's x-kubernetes-list-type is map"),
    );
  const seen = new Set<string>();
  for (const [i, key] of keys.entries()) {
    if (seen.has(key)) errors.push(duplicate(`${at}[${i}]`, key));
    seen.add(key);
    errors.push(...keyErrors(items, key, path, at));
  }
  return errors;
}

function keyErrors(items: Schema, key: string, path: string, at: string): FieldError[] {
  const property = items.properties?.[key];
  if (!property) return [invalid(at, key, 'entries must all be names of item properties')];
  const where = `${path}.items.properties[${key}]`;
  const errors: FieldError[] = [];
  if (!SCALARS.has(property.type ?? ''))
    errors.push(
      invalid(
        `${where}.type`,
        property.type ?? '',
        "must be a scalar type if parent array's x-kubernetes-list-type is map",
      ),
    );
  if (property.nullable)
    errors.push(
      invalid(`${where}.nullable`, true, "must not be nullable if parent array's x-kubernetes-list-type is map"),
    );
  if (property.default === undefined && !items.required?.includes(key)) {
    const text = 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
    errors.push(required(`${where}.default`, text));
  }
  return errors;
}

function setErrors(schema: Schema, path: string): FieldError[] {
  const items = itemsOf(schema);
  if (!items) return [];
  if (items.nullable)
    return [
      invalid(`${path}.items.nullable`, true, "must not be nullable if parent array's x-kubernetes-list-type is set"),
    ];
  const atomic = items['x-kubernetes-map-type'] === 'atomic';
  if (items.type === 'object' && !atomic) {
    const text = 'must be atomic as item of a list with x-kubernetes-list-type=set';
    return [invalid(`${path}.items.x-kubernetes-map-type`, items['x-kubernetes-map-type'] ?? null, text)];
  }
  if (items.type === 'array' && (items['x-kubernetes-list-type'] ?? 'atomic') !== 'atomic') {
    const text = 'must be atomic as item of a list with x-kubernetes-list-type=set';
    return [invalid(`${path}.items.x-kubernetes-list-type`, items['x-kubernetes-list-type'], text)];
  }
  return [];
}

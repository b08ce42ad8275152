/** Fields that field selectors may name (apis/apiextensions/validation/validation.go, ValidateCustomResourceSelectableFields). */
import { type FieldError, duplicate, forbiddenField, invalid, required } from '../../../../api/field-errors.ts';
import { stepsOf } from '../scale.ts';
import type { CrdSpec, Schema } from '../types.ts';
import { placesOf } from './places.ts';

const LIMIT = 8;

export function selectableErrors(spec: CrdSpec): FieldError[] {
  return placesOf(spec, 'selectableFields').flatMap(({ path, value = [] }, i) => {
    const schema = spec.versions[i]?.schema?.openAPIV3Schema;
    const errors = value.length > LIMIT ? [tooMany(path, value.length)] : [];
    const seen = new Set<string>();
    for (const [at, { jsonPath }] of value.entries()) {
      errors.push(...fieldErrors(jsonPath, `${path}[${at}].jsonPath`, schema));
      if (seen.has(jsonPath)) errors.push(duplicate(`${path}[${at}].jsonPath`, jsonPath));
      seen.add(jsonPath);
    }
    return errors;
  });
}

function tooMany(field: string, count: number): FieldError {
  return { reason: 'FieldValueTooMany', field, message: `Too many: ${count}: must have at most ${LIMIT} items` };
}

function fieldErrors(jsonPath: string, path: string, schema: Schema | undefined): FieldError[] {
  if (!jsonPath) return [required(path)];
  if (!jsonPath.startsWith('.') || jsonPath.includes('['))
    return [invalid(path, jsonPath, 'is an invalid path: must be a simple json path starting with .')];
  let place = schema;
  for (const step of stepsOf(jsonPath)) place = place?.properties?.[step];
  if (!place) return [invalid(path, jsonPath, 'is an invalid path: does not refer to a valid field')];
  if (jsonPath.startsWith('.metadata.')) return [invalid(path, jsonPath, 'must not point to fields in metadata')];
  if (!['string', 'boolean', 'integer'].includes(place.type ?? ''))
    return [
      invalid(
        path,
        jsonPath,
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
      ),
    ];
  return place.nullable ? [forbiddenField(path, 'must not point to a nullable field')] : [];
}

/** Downward API volumes (pkg/apis/core/validation/validation.go validateDownwardAPIVolumeSource). */
import type { DownwardAPIVolumeFile, DownwardAPIVolumeSource } from 'kubernetes-types/core/v1';
import { type FieldError, invalid, required } from '../../../../../api/field-errors.ts';
import { validateFieldRef, validateResourceFieldRef } from './env.ts';
import { localNonReservedPath, validateMode } from './paths.ts';

const FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

/** Upstream names neither `items` nor an index. */
export function validateDownwardAPI(
  { defaultMode, items }: DownwardAPIVolumeSource,
  at: string,
  errors: FieldError[],
): void {
  validateMode(defaultMode, `${at}.defaultMode`, errors);
  for (const file of items ?? []) validateDownwardFile(file, at, errors);
}

export function validateDownwardFile(file: DownwardAPIVolumeFile, at: string, errors: FieldError[]): void {
  const { path, fieldRef, resourceFieldRef, mode } = file;
  if (!path) errors.push(required(`${at}.path`));
  localNonReservedPath(path ?? '', `${at}.path`, errors);
  if (fieldRef) {
    validateFieldRef(fieldRef, FIELDS, `${at}.fieldRef`, errors);
    if (resourceFieldRef)
      errors.push(invalid(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
  } else if (resourceFieldRef)
    validateResourceFieldRef(resourceFieldRef, `${at}.resourceFieldRef`, { volume: true }, errors);
  else errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'));
  validateMode(mode, `${at}.mode`, errors);
}

/** What a path in a file system may look like (pkg/apis/core/validation/validation.go validatePathNoBacksteps and its like). */
import { type FieldError, invalid } from '../../../../../api/field-errors.ts';

export const FILE_MODE = 'must be a number between 0 and 0777 (octal), both inclusive';

export function noBacksteps(path: string, at: string, errors: FieldError[]): void {
  if (path.split('/').includes('..')) errors.push(invalid(at, path, "must not contain '..'"));
}

/** Relative, and never upwards. */
export function localDescendingPath(path: string, at: string, errors: FieldError[]): void {
  if (path.startsWith('/')) errors.push(invalid(at, path, 'must be a relative path'));
  noBacksteps(path, at, errors);
}

export function localNonReservedPath(path: string, at: string, errors: FieldError[]): void {
  localDescendingPath(path, at, errors);
  if (path.startsWith('..') && !path.startsWith('../')) errors.push(invalid(at, path, "must not start with '..'"));
}

export function validateMode(mode: number | undefined, at: string, errors: FieldError[]): void {
  if (mode !== undefined && (mode > 0o777 || mode < 0)) errors.push(invalid(at, mode, FILE_MODE));
}

/** Labels as fields (apimachinery/pkg/apis/meta/v1/validation/validation.go). */
import { type FieldError, invalids } from '../../../../../api/field-errors.ts';
import { isLabelValue, isQualifiedName } from '../../../../../api/names.ts';

export function validateLabels(
  labels: Readonly<Record<string, string>> | undefined,
  path: string,
  errors: FieldError[],
): void {
  for (const key in labels) {
    validateLabelName(key, path, errors);
    errors.push(...invalids(path, labels[key], isLabelValue(labels[key]!)));
  }
}

export function validateLabelName(name: string, path: string, errors: FieldError[]): void {
  errors.push(...invalids(path, name, isQualifiedName(name)));
}

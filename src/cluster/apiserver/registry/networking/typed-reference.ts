/** References by group, kind and name (pkg/apis/networking/validation/validation.go validateIngressTypedLocalObjectReference). */
import { type FieldError, invalids, required } from '../../../../api/field-errors.ts';
import { isDNS1123Subdomain, isPathSegmentName } from '../../../../api/names.ts';

export function validateTypedReference(
  { apiGroup, kind, name }: { apiGroup?: string; kind?: string; name?: string },
  at: string,
  errors: FieldError[],
): void {
  if (apiGroup !== undefined) errors.push(...invalids(`${at}.apiGroup`, apiGroup, isDNS1123Subdomain(apiGroup)));
  if (!kind) errors.push(required(`${at}.kind`));
  else errors.push(...invalids(`${at}.kind`, kind, isPathSegmentName(kind)));
  if (!name) errors.push(required(`${at}.name`));
  else errors.push(...invalids(`${at}.name`, name, isPathSegmentName(name)));
}

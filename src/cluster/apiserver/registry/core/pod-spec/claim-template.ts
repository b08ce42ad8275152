/** Generic ephemeral volumes (pkg/apis/core/validation/validation.go validateEphemeralVolumeSource). */
import type { EphemeralVolumeSource } from 'kubernetes-types/core/v1';
import { type FieldError, forbiddenField, required } from '../../../../../api/field-errors.ts';
import { type ClaimSpec, validateClaimSpec } from '../claim-spec.ts';
import { validateLabels } from './labels.ts';

export function validateClaimTemplate(source: EphemeralVolumeSource, at: string, errors: FieldError[]): void {
  const template = source.volumeClaimTemplate;
  const path = `${at}.volumeClaimTemplate`;
  if (!template) return void errors.push(required(path));
  validateLabels(template.metadata?.labels, `${path}.metadata.labels`, errors);
  for (const field of Object.keys(template.metadata ?? {}))
    if (field !== 'labels' && field !== 'annotations')
      errors.push(forbiddenField(`${path}.metadata.${field}`, 'cannot be set'));
  errors.push(...validateClaimSpec((template.spec ?? {}) as ClaimSpec, `${path}.spec`));
}

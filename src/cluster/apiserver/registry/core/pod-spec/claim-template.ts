/** Generic ephemeral volumes (pkg/apis/core/validation/validation.go validateEphemeralVolumeSource). */
import type { EphemeralVolumeSource, PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';
import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../../../../api/field-errors.ts';
import { parseQuantity } from '../../../../../api/quantity.ts';
import { validateLabelSelector } from '../../label-selector.ts';
import { validateLabels } from './labels.ts';

const MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

export function validateClaimTemplate(source: EphemeralVolumeSource, at: string, errors: FieldError[]): void {
  const template = source.volumeClaimTemplate;
  const path = `${at}.volumeClaimTemplate`;
  if (!template) return void errors.push(required(path));
  validateLabels(template.metadata?.labels, `${path}.metadata.labels`, errors);
  for (const field of Object.keys(template.metadata ?? {}))
    if (field !== 'labels' && field !== 'annotations')
      errors.push(forbiddenField(`${path}.metadata.${field}`, 'cannot be set'));
  validateClaimSpec(template.spec ?? {}, `${path}.spec`, errors);
}

function validateClaimSpec(spec: PersistentVolumeClaimSpec, at: string, errors: FieldError[]): void {
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.push(required(`${at}.accessModes`, 'at least 1 access mode is required'));
  validateLabelSelector(spec.selector as never, `${at}.selector`, errors);
  for (const mode of modes) if (!MODES.includes(mode)) errors.push(notSupported(`${at}.accessModes`, mode, MODES));
  if (modes.includes('ReadWriteOncePod') && modes.length > 1)
    errors.push(forbiddenField(`${at}.accessModes`, 'may not use ReadWriteOncePod with other access modes'));
  const size = spec.resources?.requests?.['storage'];
  if (size === undefined) return void errors.push(required(`${at}.resources[storage]`));
  const amount = parseQuantity(size);
  if (amount && amount.nano <= 0n) errors.push(invalid(`${at}.resources[storage]`, size, 'must be greater than zero'));
}

/** Validation that PersistentVolumeClaims and their templates share (pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimSpec). */
import {
  type FieldError,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
  struct,
} from '../../../../api/field-errors.ts';
import type { LabelSelector } from '../../../../api/labels.ts';
import { isDNS1123Subdomain } from '../../../../api/names.ts';
import { canonicalQuantity, parseQuantity } from '../../../../api/quantity.ts';
import { canonicalResources } from './pod-spec/canonical-resources.ts';
import { validateLabelSelector } from '../label-selector.ts';

interface DataSource {
  /** Go writes it when there is none too. */
  apiGroup?: string | null;
  kind?: string;
  name?: string;
  namespace?: string;
}

export interface ClaimSpec {
  accessModes?: string[];
  selector?: LabelSelector;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  volumeName?: string;
  storageClassName?: string;
  volumeMode?: string;
  dataSource?: DataSource;
  dataSourceRef?: DataSource;
  volumeAttributesClassName?: string;
}

const MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];

export function validateAccessModes(modes: readonly string[], path: string, errors: FieldError[]): void {
  for (const mode of modes) if (!MODES.includes(mode)) errors.push(notSupported(path, mode, MODES));
  if (modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod' && MODES.includes(mode)))
    errors.push(forbiddenField(path, 'may not use ReadWriteOncePod with other access modes'));
}

export function validateVolumeMode(mode: string | undefined, path: string, errors: FieldError[]): void {
  if (mode !== undefined && !VOLUME_MODES.includes(mode)) errors.push(notSupported(path, mode, VOLUME_MODES));
}

export function validateClassName(name: string | undefined, path: string, errors: FieldError[]): void {
  if (name) for (const message of isDNS1123Subdomain(name)) errors.push(invalid(path, name, message));
}

/** ValidatePositiveQuantityValue. */
export function validatePositive(quantity: string, path: string, errors: FieldError[]): void {
  const amount = parseQuantity(quantity)?.nano ?? 0n;
  if (amount <= 0n) errors.push(invalid(path, canonicalQuantity(quantity), 'must be greater than zero'));
}

export function validateClaimSpec(spec: ClaimSpec, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.push(required(`${path}.accessModes`, 'at least 1 access mode is required'));
  validateLabelSelector(spec.selector, `${path}.selector`, errors);
  validateAccessModes(modes, `${path}.accessModes`, errors);
  const storage = spec.resources?.requests?.['storage'];
  if (storage === undefined) errors.push(required(`${path}.resources[storage]`));
  else validatePositive(storage, `${path}.resources[storage]`, errors);
  validateClassName(spec.storageClassName, `${path}.storageClassName`, errors);
  validateVolumeMode(spec.volumeMode, `${path}.volumeMode`, errors);
  if (spec.dataSource) validateSource(spec.dataSource, `${path}.dataSource`, errors);
  if (spec.dataSourceRef) validateSource(spec.dataSourceRef, `${path}.dataSourceRef`, errors);
  if (spec.dataSource && spec.dataSourceRef && !sameSource(spec.dataSource, spec.dataSourceRef))
    errors.push(invalid(path, struct({}), 'must match dataSourceRef'));
  if (spec.volumeAttributesClassName !== undefined) {
    if (spec.volumeAttributesClassName === '')
      errors.push(required(`${path}.volumeAttributesClassName`, 'an empty string is disallowed'));
    validateClassName(spec.volumeAttributesClassName, `${path}.volumeAttributesClassName`, errors);
  }
  return errors;
}

function validateSource({ apiGroup, kind, name }: DataSource, path: string, errors: FieldError[]): void {
  if (!name) errors.push(required(`${path}.name`));
  if (!kind) errors.push(required(`${path}.kind`));
  if (!apiGroup && kind !== 'PersistentVolumeClaim')
    errors.push(invalid(path, kind ?? '', "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
  if (apiGroup) errors.push(...invalids(`${path}.apiGroup`, apiGroup, isDNS1123Subdomain(apiGroup)));
}

function sameSource(one: DataSource, other: DataSource): boolean {
  return (
    one.kind === other.kind && one.name === other.name && (one.apiGroup ?? undefined) === (other.apiGroup ?? undefined)
  );
}

/** Fields a claim's spec has when the client said nothing of them (pkg/apis/core/v1/defaults.go). */
export function defaultClaimSpec(spec: ClaimSpec): void {
  if (Object.isFrozen(spec)) return;
  if (!spec.volumeMode) spec.volumeMode = 'Filesystem';
  if (spec.resources) canonicalResources(spec);
}

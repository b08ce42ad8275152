/** Seccomp and AppArmor profiles (pkg/apis/core/validation/validation.go validateSeccompProfileField, ValidateAppArmorProfileField). */
import {
  type FieldError,
  invalid,
  invalidJson,
  notSupported,
  required,
  tooLong,
} from '../../../../../api/field-errors.ts';
import { localDescendingPath } from './paths.ts';
import { internalJson } from './internal-structs.ts';

export interface Profile {
  type?: string;
  localhostProfile?: string;
}

const TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const PATH_MAX = 4095;

export function validateSeccomp(profile: Profile, at: string, errors: FieldError[]): void {
  const { type, localhostProfile } = profile;
  const field = `${at}.localhostProfile`;
  if (!type) errors.push(required(`${at}.type`, 'type is required when seccompProfile is set'));
  else if (!TYPES.includes(type)) errors.push(notSupported(`${at}.type`, type, TYPES));
  if (type !== 'Localhost') {
    if (localhostProfile !== undefined)
      errors.push(
        invalidJson(field, internalJson('SeccompProfile', profile), 'can only be set when seccomp type is Localhost'),
      );
  } else if (localhostProfile === undefined) errors.push(required(field, 'must be set when seccomp type is Localhost'));
  else localDescendingPath(localhostProfile, field, errors);
}

export function validateAppArmor({ type, localhostProfile }: Profile, at: string, errors: FieldError[]): void {
  const field = `${at}.localhostProfile`;
  if (!type) errors.push(required(`${at}.type`, 'type is required when appArmorProfile is set'));
  else if (!TYPES.includes(type)) errors.push(notSupported(`${at}.type`, type, TYPES));
  else if (type !== 'Localhost') {
    if (localhostProfile !== undefined)
      errors.push(invalid(field, localhostProfile, 'can only be set when AppArmor type is Localhost'));
  } else if (!localhostProfile) errors.push(required(field, 'must be set when AppArmor type is Localhost'));
  else {
    if (localhostProfile.trim() === '' || localhostProfile.trim() !== localhostProfile)
      errors.push(invalid(field, localhostProfile, 'must not be padded with whitespace'));
    if (localhostProfile.length > PATH_MAX) errors.push(tooLong(field, PATH_MAX));
  }
}

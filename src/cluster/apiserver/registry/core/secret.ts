/** Secrets (pkg/registry/core/secret/strategy.go, validation.go ValidateSecret). */
import { dequal } from 'dequal';
import { type FieldError, forbiddenField, invalid, required, tooLong } from '../../../../api/field-errors.ts';
import { isConfigMapKey } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { parseJson } from '../../http/document.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Secret {
  type?: string;
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  immutable?: boolean;
}

const MAX_SIZE = 1024 * 1024;

/** Keys that a type demands. Basic authentication wants one of two. */
const DEMANDED: Record<string, readonly string[]> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

function base64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Upstream does not show what is secret, and says what Go's decoder says. */
function jsonErrors(field: string, value: string): FieldError[] {
  try {
    parseJson(atob(value));
    return [];
  } catch (error) {
    return [invalid(field, '<secret contents redacted>', (error as Error).message)];
  }
}

/** Simplified: of what tls.X509KeyPair would say only that there is nothing to read. */
function pemFault(encoded: string, what: string): string | undefined {
  return /-----BEGIN [^-]+-----/.test(atob(encoded)) ? undefined : `tls: failed to find any PEM data in ${what} input`;
}

function validate(object: KubeObject): FieldError[] {
  const { type = 'Opaque', data = {} } = object as Secret;
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    for (const message of isConfigMapKey(key)) errors.push(invalid(`data[${key}]`, key, message));
    size += Math.floor((value.length * 3) / 4);
  }
  if (size > MAX_SIZE) errors.push(tooLong('data', MAX_SIZE));
  for (const key of DEMANDED[type] ?? []) if (!(key in data)) errors.push(required(`data[${key}]`));
  for (const key of ['.dockercfg', '.dockerconfigjson']) {
    if (DEMANDED[type]?.includes(key) && key in data) errors.push(...jsonErrors(`data[${key}]`, data[key] ?? ''));
  }
  if (type === 'kubernetes.io/basic-auth' && !('username' in data) && !('password' in data)) {
    errors.push(required('data[username]'), required('data[password]'));
  }
  if (
    type === 'kubernetes.io/service-account-token' &&
    !object.metadata?.annotations?.['kubernetes.io/service-account.name']
  ) {
    errors.push(required('metadata.annotations[kubernetes.io/service-account.name]'));
  }
  return errors;
}

export const secretStrategy: Strategy = {
  info: info('v1', 'Secret', 'secrets'),
  applyDefaults(object) {
    const secret = object as Secret;
    if (!secret.type) secret.type = 'Opaque';
    if (!secret.stringData) return;
    secret.data = { ...secret.data };
    for (const [key, value] of Object.entries(secret.stringData)) secret.data[key] = base64(value);
    delete secret.stringData;
  },
  warnings(object, _, warn) {
    const { type, data = {} } = object as Secret;
    if (type !== 'kubernetes.io/tls') return;
    const fault = pemFault(data['tls.crt'] ?? '', 'certificate') ?? pemFault(data['tls.key'] ?? '', 'key');
    if (fault) warn(fault);
  },
  validate,
  validateUpdate(object, old) {
    const errors: FieldError[] = [];
    const [a, b] = [object as Secret, old as Secret];
    if (a.type !== b.type) errors.push(invalid('type', a.type, 'field is immutable'));
    if (b.immutable) {
      const text = 'field is immutable when `immutable` is set';
      if (!a.immutable) errors.push(forbiddenField('immutable', text));
      if (!dequal(a.data ?? {}, b.data ?? {})) errors.push(forbiddenField('data', text));
    }
    return [...errors, ...validate(object)];
  },
  columns: columns('Name', 'Type', 'Data', 'Age'),
  cells: (object, now) => [
    nameOf(object),
    (object as Secret).type ?? '',
    Object.keys((object as Secret).data ?? {}).length,
    ageOf(object, now),
  ],
  selectableFields: (object) => ({ type: (object as Secret).type ?? '' }),
};

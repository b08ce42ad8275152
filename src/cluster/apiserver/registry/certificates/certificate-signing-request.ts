/** CertificateSigningRequests (pkg/registry/certificates/certificates/strategy.go, pkg/apis/certificates/validation). */
import { dequal } from 'dequal';
import { humanDuration } from '../../../../api/duration.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { timestamp } from '../../core.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

export interface SigningRequest {
  request?: string;
  signerName?: string;
  expirationSeconds?: number;
  usages?: string[];
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: Record<string, readonly string[]>;
}

export interface SigningCondition {
  type: string;
  status?: string;
  reason?: string;
  message?: string;
  lastUpdateTime?: string;
  lastTransitionTime?: string;
}

export interface SigningStatus {
  conditions?: SigningCondition[];
  certificate?: string;
}

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const SIGNER = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+\/[a-z0-9]([-a-z0-9./]*[a-z0-9])?$/;
const LEAST = 600;

function specOf(object: KubeObject): SigningRequest {
  return (object['spec'] ?? {}) as SigningRequest;
}

function statusOf(object: KubeObject): SigningStatus {
  return (object['status'] ?? {}) as SigningStatus;
}

/** True when the request is a PEM block of the right kind. */
function isPem(request: string): boolean {
  try {
    return atob(request).includes('-----BEGIN CERTIFICATE REQUEST-----');
  } catch {
    return false;
  }
}

function validate(object: KubeObject): FieldError[] {
  const { request = '', usages = [], signerName = '', expirationSeconds } = specOf(object);
  const errors: FieldError[] = [];
  if (!isPem(request)) errors.push(invalid('spec.request', request, 'PEM block type must be CERTIFICATE REQUEST'));
  if (usages.length === 0) errors.push(required('spec.usages'));
  usages.forEach((usage, i) => {
    if (!USAGES.includes(usage)) errors.push(notSupported(`spec.usages[${i}]`, usage, USAGES));
    else if (usages.indexOf(usage) < i) {
      errors.push({
        reason: 'FieldValueDuplicate',
        field: `spec.usages[${i}]`,
        message: `Duplicate value: "${usage}"`,
      });
    }
  });
  if (signerName === '') errors.push(required('spec.signerName'));
  else if (!SIGNER.test(signerName)) {
    const why = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    errors.push(invalid('spec.signerName', signerName, why));
  }
  if (expirationSeconds !== undefined && expirationSeconds < LEAST) {
    const why = 'may not specify a duration less than 600 seconds (10 minutes)';
    errors.push(invalid('spec.expirationSeconds', expirationSeconds, why));
  }
  return errors;
}

/** Once approved or denied a request stays so, and never both. */
export function validateConditions(object: KubeObject, old: KubeObject): FieldError[] {
  const [next, before] = [statusOf(object).conditions ?? [], statusOf(old).conditions ?? []];
  const has = (all: readonly SigningCondition[], type: string): boolean => all.some((one) => one.type === type);
  const errors: FieldError[] = [];
  for (const type of ['Approved', 'Denied', 'Failed']) {
    if (has(before, type) && !has(next, type)) {
      errors.push(
        forbiddenField('status.conditions', `updates may not remove a condition of type ${JSON.stringify(type)}`),
      );
    }
  }
  const denied = next.findIndex(({ type }) => type === 'Denied');
  if (denied >= 0 && has(next, 'Approved')) {
    const why = 'Approved and Denied conditions are mutually exclusive';
    errors.push(invalid(`status.conditions[${denied}].type`, 'Denied', why));
  }
  return errors;
}

/** The times of conditions are the server's to fill in. */
export function datedConditions(next: SigningStatus, old: SigningStatus, now: number): SigningCondition[] {
  return (next.conditions ?? []).map((condition) => {
    const before = old.conditions?.find(({ type }) => type === condition.type);
    const { lastUpdateTime, lastTransitionTime, ...rest } = condition;
    return {
      ...rest,
      status: condition.status ?? 'True',
      lastUpdateTime: lastUpdateTime ?? timestamp(now),
      lastTransitionTime: lastTransitionTime ?? before?.lastTransitionTime ?? timestamp(now),
    };
  });
}

function condition(object: KubeObject): string {
  const { conditions = [], certificate } = statusOf(object);
  const has = (type: string): boolean => conditions.some((one) => one.type === type);
  const verdict = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return `${verdict}${has('Failed') ? ',Failed' : ''}${certificate ? ',Issued' : ''}`;
}

export const certificateSigningRequestStrategy: Strategy = {
  info: info('certificates.k8s.io/v1', 'CertificateSigningRequest', 'certificatesigningrequests', {
    namespaced: false,
    shortNames: ['csr'],
    subresources: ['approval', 'status'],
  }),
  prepareForCreate(object) {
    object['status'] = {};
  },
  prepareForUpdate(object, old) {
    object['spec'] = old['spec'];
    object['status'] = old['status'];
  },
  prepareForStatusUpdate(object, old, context) {
    const [next, before] = [statusOf(object), statusOf(old)];
    const verdicts = (before.conditions ?? []).filter(({ type }) => type === 'Approved' || type === 'Denied');
    const others = datedConditions(next, before, context.now()).filter(
      ({ type }) => type !== 'Approved' && type !== 'Denied',
    );
    const conditions = [...verdicts, ...others];
    object['spec'] = old['spec'];
    object['status'] = { ...next, ...(conditions.length > 0 ? { conditions } : {}) };
  },
  validate,
  validateUpdate: (object, old) =>
    dequal(object['spec'], old['spec']) ? [] : [forbiddenField('spec', 'is immutable')],
  validateStatusUpdate: validateConditions,
  columns: columns('Name', 'Age', 'SignerName', 'Requestor', 'RequestedDuration', 'Condition'),
  cells(object, now) {
    const { signerName = '<none>', username = '', expirationSeconds } = specOf(object);
    const asked = expirationSeconds === undefined ? '<none>' : humanDuration(expirationSeconds * 1000);
    return [nameOf(object), ageOf(object, now), signerName, username, asked, condition(object)];
  },
  selectableFields: (object) => ({ 'spec.signerName': specOf(object).signerName ?? '' }),
};

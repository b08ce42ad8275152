/** serviceaccounts/token (pkg/registry/core/serviceaccount/storage/token.go): a token that is bound and that ends. */
import { type FieldError, invalid } from '../../../api/field-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { badRequest, conflict, invalidObject, notFound } from '../../../api/status-errors.ts';
import { type Claims, ISSUER, signToken, subjectOf } from '../authentication/service-account-tokens.ts';
import { newUid, timestamp } from '../core.ts';
import type { Request } from '../verbs/request.ts';
import type { Subresource } from './subresource.ts';

interface BoundObject {
  apiVersion?: string;
  kind?: string;
  name?: string;
  uid?: string;
}

interface Spec {
  audiences?: string[];
  expirationSeconds?: number;
  boundObjectRef?: BoundObject | null;
}

const HOUR = 3600;
const LEAST = 600;
/** What the Pod's own volume asks for; clients that do not renew such a token are warned before they are refused. */
const PROJECTED = 3607;
const YEAR = 365 * 24 * HOUR;
const ACCOUNTS = { group: '', resource: 'serviceaccounts' };

export const token: Subresource = {
  name: 'token',
  of: 'serviceaccounts',
  create(request, body) {
    const { core, namespace = '', name } = request;
    const account = core.store.get('serviceaccounts', namespace, name);
    if (!account) throw notFound(ACCOUNTS, name);
    const given = body.metadata ?? {};
    if (given.name && given.name !== name) {
      throw badRequest(`name on the URL (${name}) does not match name in the TokenRequest (${given.name})`);
    }
    const spec = (body['spec'] ?? {}) as Spec;
    const seconds = spec.expirationSeconds || HOUR;
    const errors = validate(seconds);
    if (errors.length > 0) throw invalidObject({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', errors);
    const audiences = spec.audiences?.length ? spec.audiences : [ISSUER];
    const now = Math.floor(core.clock.now() / 1000);
    const extended = seconds === PROJECTED && audiences.includes(ISSUER);
    const claims: Claims = {
      aud: audiences,
      exp: now + (extended ? YEAR : seconds),
      iat: now,
      iss: ISSUER,
      jti: newUid(core.uids),
      'kubernetes.io': {
        namespace,
        ...bound(request, spec.boundObjectRef ?? undefined),
        serviceaccount: { name, uid: account.metadata?.uid ?? '' },
        ...(extended ? { warnafter: now + seconds } : {}),
      },
      nbf: now,
      sub: subjectOf(namespace, name),
    };
    return {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, creationTimestamp: timestamp(core.clock.now()) },
      spec: { audiences, expirationSeconds: seconds, boundObjectRef: spec.boundObjectRef ?? null },
      status: { token: signToken(core, claims), expirationTimestamp: timestamp((now + seconds) * 1000) },
    };
  },
};

function validate(seconds: number): FieldError[] {
  const field = 'spec.expirationSeconds';
  if (seconds < LEAST) return [invalid(field, seconds, 'may not specify a duration less than 10 minutes')];
  if (seconds > 2 ** 32) return [invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds')];
  return [];
}

const KINDS: Readonly<Record<string, { table: string; claim: 'pod' | 'secret' | 'node' }>> = {
  Pod: { table: 'pods', claim: 'pod' },
  Secret: { table: 'secrets', claim: 'secret' },
  Node: { table: 'nodes', claim: 'node' },
};

/** Throws NotFound, Conflict, BadRequest. */
function bound({ core, namespace, name }: Request, reference: BoundObject | undefined): object {
  if (!reference) return {};
  const { kind = '', name: to = '', uid = '' } = reference;
  const known = KINDS[kind];
  if (!known) {
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(name)} to object of kind ${JSON.stringify(kind)}`,
    );
  }
  const object: KubeObject | undefined = core.store.get(known.table, kind === 'Node' ? undefined : namespace, to);
  if (!object) throw notFound({ group: '', resource: known.table }, to);
  const real = object.metadata?.uid ?? '';
  if (uid !== '' && uid !== real) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', resource: known.table }, to, why);
  }
  const claims: Record<string, object> = { [known.claim]: { name: to, uid: real } };
  if (kind !== 'Pod') return claims;
  const { serviceAccountName, nodeName } = (object['spec'] ?? {}) as { serviceAccountName?: string; nodeName?: string };
  if (serviceAccountName !== name) {
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(name)} to pod running with different serviceaccount name.`,
    );
  }
  const node = nodeName ? core.store.get('nodes', undefined, nodeName) : undefined;
  return node ? { node: { name: nodeName, uid: node.metadata?.uid }, ...claims } : claims;
}

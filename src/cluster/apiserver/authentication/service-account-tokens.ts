/**
 * Service account tokens (pkg/serviceaccount/{jwt,claims,legacy}.go): JSON Web Tokens with upstream's claims.
 * Simplified: they are signed with HS256 by a key that is made of the cluster's own uid, not with RS256; nobody outside
 * can check them, and no keys are published.
 */
import type { KubeObject } from '../../../api/object.ts';
import type { Core } from '../core.ts';
import type { Caller } from '../verbs-contract.ts';
import { hmacSha256 } from './sha256.ts';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const LEGACY_ISSUER = 'kubernetes/serviceaccount';
const HEADER = { alg: 'HS256', kid: 'tidepool' };

interface Reference {
  name: string;
  uid: string;
}

/** Times are seconds since the epoch. */
export interface Claims {
  aud?: string[];
  exp?: number;
  iat?: number;
  iss: string;
  jti?: string;
  'kubernetes.io'?: {
    namespace: string;
    node?: Reference;
    pod?: Reference;
    secret?: Reference;
    serviceaccount: Reference;
    warnafter?: number;
  };
  'kubernetes.io/serviceaccount/namespace'?: string;
  'kubernetes.io/serviceaccount/secret.name'?: string;
  'kubernetes.io/serviceaccount/service-account.name'?: string;
  'kubernetes.io/serviceaccount/service-account.uid'?: string;
  nbf?: number;
  sub: string;
}

export function subjectOf(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

export function signToken(core: Core, claims: Claims): string {
  const content = `${encode(HEADER)}.${encode(claims)}`;
  return `${content}.${signature(core, content)}`;
}

/** What a Secret of type kubernetes.io/service-account-token holds: it never expires. */
export function legacyToken(core: Core, account: KubeObject, secret: string): string {
  const { name = '', namespace = '', uid = '' } = account.metadata ?? {};
  return signToken(core, {
    iss: LEGACY_ISSUER,
    'kubernetes.io/serviceaccount/namespace': namespace,
    'kubernetes.io/serviceaccount/secret.name': secret,
    'kubernetes.io/serviceaccount/service-account.name': name,
    'kubernetes.io/serviceaccount/service-account.uid': uid,
    sub: subjectOf(namespace, name),
  });
}

/** Whom a token stands for; undefined when it is not, or no longer, good for one of `audiences`. */
export function tokenUser(
  core: Core,
  token: string,
  audiences: readonly string[],
): { user: Omit<Caller, 'userAgent'>; audiences: string[] } | undefined {
  const claims = verified(core, token);
  if (!claims) return undefined;
  const bound = claims['kubernetes.io'];
  const good = bound ? boundIsGood(core, claims) : legacyIsGood(core, claims);
  if (!good) return undefined;
  const shared = bound ? audiences.filter((audience) => claims.aud?.includes(audience)) : [...audiences];
  if (shared.length === 0) return undefined;
  const namespace = bound?.namespace ?? claims['kubernetes.io/serviceaccount/namespace'] ?? '';
  const uid = bound?.serviceaccount.uid ?? claims['kubernetes.io/serviceaccount/service-account.uid'] ?? '';
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  const extra = extraOf(claims);
  return { user: { user: claims.sub, groups, uid, ...(extra ? { extra } : {}) }, audiences: shared };
}

function extraOf({ jti, 'kubernetes.io': bound }: Claims): Caller['extra'] {
  if (!bound) return undefined;
  const at = 'authentication.kubernetes.io/';
  return {
    ...(jti ? { [`${at}credential-id`]: [`JTI=${jti}`] } : {}),
    ...(bound.node ? { [`${at}node-name`]: [bound.node.name], [`${at}node-uid`]: [bound.node.uid] } : {}),
    ...(bound.pod ? { [`${at}pod-name`]: [bound.pod.name], [`${at}pod-uid`]: [bound.pod.uid] } : {}),
  };
}

function boundIsGood({ store, clock }: Core, claims: Claims): boolean {
  const now = clock.now() / 1000;
  if ((claims.exp ?? 0) <= now || (claims.nbf ?? 0) > now + 1) return false;
  const { namespace, serviceaccount, pod, secret, node } = claims['kubernetes.io']!;
  const lives = (table: string, reference: Reference | undefined, where: string | undefined): boolean =>
    reference === undefined || store.get(table, where, reference.name)?.metadata?.uid === reference.uid;
  return (
    lives('serviceaccounts', serviceaccount, namespace) &&
    lives('pods', pod, namespace) &&
    lives('secrets', secret, namespace) &&
    (pod !== undefined || lives('nodes', node, undefined))
  );
}

/** A legacy token lives as long as the Secret that holds it. */
function legacyIsGood({ store }: Core, claims: Claims): boolean {
  const namespace = claims['kubernetes.io/serviceaccount/namespace'] ?? '';
  const account = store.get(
    'serviceaccounts',
    namespace,
    claims['kubernetes.io/serviceaccount/service-account.name'] ?? '',
  );
  const uid = claims['kubernetes.io/serviceaccount/service-account.uid'];
  if (claims.iss !== LEGACY_ISSUER || account?.metadata?.uid !== uid) return false;
  return store.get('secrets', namespace, claims['kubernetes.io/serviceaccount/secret.name'] ?? '') !== undefined;
}

function verified(core: Core, token: string): Claims | undefined {
  const [header = '', payload = '', given, ...more] = token.split('.');
  if (given === undefined || more.length > 0 || signature(core, `${header}.${payload}`) !== given) return undefined;
  const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
  const text = new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  return JSON.parse(text) as Claims;
}

function signature({ store }: Core, content: string): string {
  const key = store.get('namespaces', undefined, 'kube-system')?.metadata?.uid ?? '';
  const bytes = new TextEncoder();
  return base64url(hmacSha256(bytes.encode(key), bytes.encode(content)));
}

function encode(value: object): string {
  return base64url(new TextEncoder().encode(JSON.stringify(value)));
}

function base64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

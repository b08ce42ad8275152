/**
 * Who sends a request (apiserver/pkg/authentication, pkg/endpoints/filters/impersonation.go).
 * Simplified: there is no TLS, so a request that brings no credential comes from the cluster's administrator, as through
 * `kubectl proxy`; whoever stands between, as the laptop's kubectl, names another by the headers of a front proxy.
 */
import { StatusError } from '../../../api/status.ts';
import { type Attributes, type Authorizer, denied } from '../authorization/authorizer.ts';
import type { Core } from '../core.ts';
import { ADMIN } from '../identity.ts';
import type { Caller } from '../verbs-contract.ts';
import { ISSUER, tokenUser } from './service-account-tokens.ts';

const ANONYMOUS = 'system:anonymous';
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';

/** Throws Unauthorized, Forbidden. */
export function authenticate(core: Core, request: Request, authorizer: Authorizer): Caller {
  const { headers } = request;
  const userAgent = headers.get('user-agent') ?? headers.get('x-user-agent') ?? ADMIN.userAgent;
  const caller = { ...credentials(core, headers), userAgent };
  return impersonated(caller, request, authorizer);
}

function credentials(core: Core, headers: Headers): Omit<Caller, 'userAgent'> {
  const authorization = headers.get('authorization');
  if (authorization) {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(authorization.trim()) ?? [];
    const found = token === undefined ? undefined : tokenUser(core, token, [ISSUER]);
    if (!found) throw unauthorized();
    return found.user;
  }
  const user = headers.get('x-remote-user');
  if (!user) return ADMIN;
  return { user, groups: withAuthenticated(user, list(headers.get('x-remote-group'))) };
}

function list(header: string | null): string[] {
  return (header ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

function withAuthenticated(user: string, groups: readonly string[]): string[] {
  if (groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED)) return [...groups];
  return [...groups, user === ANONYMOUS ? UNAUTHENTICATED : AUTHENTICATED];
}

export function unauthorized(): StatusError {
  const message = 'Unauthorized';
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: message,
  } as const;
  return new StatusError({ ...status, code: 401 });
}

const EXTRA = 'impersonate-extra-';

/** The caller whom the request's Impersonate headers name, if the real one may. */
function impersonated(real: Caller, { headers }: Request, authorizer: Authorizer): Caller {
  const user = headers.get('impersonate-user') ?? '';
  const groups = list(headers.get('impersonate-group'));
  const uid = headers.get('impersonate-uid') ?? '';
  const extra: Record<string, string[]> = {};
  headers.forEach((value, header) => {
    if (header.startsWith(EXTRA)) extra[decodeURIComponent(header.slice(EXTRA.length))] = list(value);
  });
  if (user === '') {
    const asked = [...groups.map((group) => `Group ${group}`), ...(uid === '' ? [] : [`UID ${uid}`])];
    if (asked.length === 0 && Object.keys(extra).length === 0) return real;
    throw internal(`requested [${asked.join(' ')}] without impersonating a user`);
  }
  const check = (resource: string, name: string, more: Partial<Attributes> = {}): void => {
    const asked = {
      user: real,
      verb: 'impersonate',
      group: '',
      resource,
      subresource: '',
      namespace: '',
      name,
      ...more,
    };
    const { allowed, reason } = authorizer.authorize(asked);
    if (!allowed) throw denied(asked, reason);
  };
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  if (account) check('serviceaccounts', account[2]!, { namespace: account[1]! });
  else check('users', user);
  for (const group of groups) check('groups', group);
  const own = { group: 'authentication.k8s.io' };
  for (const [key, values] of Object.entries(extra)) {
    for (const value of values) check('userextras', value, { ...own, subresource: key });
  }
  if (uid !== '') check('uids', uid, own);
  const implied =
    account && groups.length === 0 ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`] : groups;
  return {
    user,
    groups: withAuthenticated(user, implied),
    userAgent: real.userAgent,
    impersonator: real.user,
    ...(uid === '' ? {} : { uid }),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  };
}

function internal(message: string): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `Internal Server Error: ${message}`,
    reason: 'InternalError',
    code: 500,
  });
}

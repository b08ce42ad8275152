/**
 * Authentication (apiserver/pkg/authentication): who sends a request.
 * Simplified: nobody checks a credential. Without a word about himself a caller is the cluster's administrator.
 */
import type { Caller } from './verbs-contract.ts';

export const ADMIN: Caller = {
  user: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
  userAgent: 'unknown',
};

export function callerOf(headers: Headers): Caller {
  const userAgent = headers.get('user-agent') ?? headers.get('x-user-agent') ?? ADMIN.userAgent;
  const impersonated = headers.get('impersonate-user');
  if (!impersonated) return { ...ADMIN, userAgent };
  const groups = (headers.get('impersonate-group') ?? '')
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '');
  return { user: impersonated, groups: [...groups, 'system:authenticated'], userAgent };
}

/**
 * Tokens of service accounts for the Pods of the node (kubelet/token/token_manager.go). Asked for when a volume is first
 * looked at: most Pods never look.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { Session } from '../runtime/verbs.ts';

const SERVICE_ACCOUNTS = { group: '', version: 'v1', resource: 'serviceaccounts' };

interface TokenRequest {
  status?: { token?: string };
}

/** '' when the API server gives none: the account or the Pod is gone. */
export function requestToken(
  session: Session,
  pod: Pod,
  { audience, expirationSeconds = 3600 }: { audience?: string; expirationSeconds?: number },
): string {
  const { namespace, name = '', uid = '' } = pod.metadata ?? {};
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {
      ...(audience && { audiences: [audience] }),
      expirationSeconds,
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
    },
  };
  try {
    const account = pod.spec?.serviceAccountName ?? 'default';
    const options = { subresource: 'token', name: account };
    const answer = session.create<object>(SERVICE_ACCOUNTS, namespace, request, options) as TokenRequest;
    return answer.status?.token ?? '';
  } catch (error) {
    if (!isStatusError(error)) throw error;
    return '';
  }
}

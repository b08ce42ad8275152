/**
 * Secrets of type kubernetes.io/service-account-token get their token (pkg/controller/serviceaccount/tokens_controller.go).
 * Simplified: the API server, which alone has the key, fills them in as they are made, not a controller a moment later.
 */
import { legacyToken } from '../authentication/service-account-tokens.ts';
import type { AdmissionPlugin } from './plugin.ts';

const TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT = 'kubernetes.io/service-account.name';
const UID = 'kubernetes.io/service-account.uid';

export const tokenSecret: AdmissionPlugin = {
  name: 'ServiceAccountTokens',
  admit({ strategy, operation, object, namespace = '' }, core) {
    if (operation === 'DELETE' || strategy.info.resource !== 'secrets' || strategy.info.group !== '' || !object) return;
    if (object['type'] !== TYPE) return;
    const account = core.store.get('serviceaccounts', namespace, object.metadata?.annotations?.[ACCOUNT] ?? '');
    const uid = account?.metadata?.uid;
    const known = object.metadata?.annotations?.[UID];
    if (!account || uid === undefined || (known !== undefined && known !== uid)) return;
    const data = { ...(object['data'] as Record<string, string> | undefined) };
    const root = core.store.get('configmaps', namespace, 'kube-root-ca.crt')?.['data'] as Record<string, string>;
    if (root?.['ca.crt']) data['ca.crt'] ??= btoa(root['ca.crt']);
    data['namespace'] ??= btoa(namespace);
    data['token'] ??= btoa(legacyToken(core, account, object.metadata?.name ?? ''));
    object['data'] = data;
    object.metadata = { ...object.metadata, annotations: { ...object.metadata?.annotations, [UID]: uid } };
  },
};

/** NamespaceLifecycle (apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go). */
import { forbidden, notFound } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import type { AdmissionPlugin } from './plugin.ts';

const NAMESPACES = { group: '', resource: 'namespaces' };
const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  admit({ operation, strategy, namespace, name, subresource }, core) {
    const { info } = strategy;
    if (info.group === '' && info.resource === 'namespaces') {
      if (operation === 'DELETE' && IMMORTAL.has(name)) {
        throw forbidden(NAMESPACES, name, 'this namespace may not be deleted');
      }
      return;
    }
    if (!info.namespaced || operation !== 'CREATE') return;
    // Access reviews and evictions do not depend on the namespace being there.
    if (subresource !== undefined) return;
    const owner = core.store.get('namespaces', undefined, namespace ?? '');
    if (!owner) throw notFound(NAMESPACES, namespace ?? '');
    if (!owner.metadata?.deletionTimestamp) return;
    const error = forbidden(
      info,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
    );
    throw new StatusError({
      ...error.status,
      details: {
        ...error.status.details,
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${namespace} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      },
    });
  },
};

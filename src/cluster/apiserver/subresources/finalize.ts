/** namespaces/finalize: the only way to change a Namespace's own finalizers (pkg/registry/core/namespace/storage). */
import { notFound } from '../../../api/status-errors.ts';
import { thaw } from '../../store/frozen.ts';
import { checkVersion, write } from '../verbs/update.ts';
import type { Subresource } from './subresource.ts';

export const finalize: Subresource = {
  name: 'finalize',
  of: 'namespaces',
  update(request, body) {
    const old = request.core.store.get('namespaces', undefined, request.name);
    if (!old) throw notFound(request.strategy.info, request.name);
    checkVersion(request, body, old);
    const finalizers = (body['spec'] as { finalizers?: string[] } | undefined)?.finalizers;
    const { finalizers: _, ...spec } = old['spec'] as { finalizers?: string[] };
    const draft = { ...old, spec: finalizers?.length ? { ...spec, finalizers: thaw(finalizers) } : spec };
    return write(request, draft, old);
  },
};

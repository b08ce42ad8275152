/** The verbs as components in the same process get them: each call is authorised first, as a request over HTTP is. */
import type { Resource } from '../../../client/client.ts';
import type { Audit } from '../audit.ts';
import type { Caller, Verbs } from '../verbs-contract.ts';
import { type Authorizer, denied } from './authorizer.ts';
import { selectedName } from './request-info.ts';

export function authorizedVerbs(verbs: Verbs, authorizer: Authorizer, audit: Audit): Verbs {
  /** Throws Forbidden. */
  function check(
    caller: Caller,
    verb: string,
    resource: Resource,
    namespace: string | undefined,
    name: string,
    subresource = '',
  ): void {
    // A Namespace is taken to be in itself.
    const scope = namespace ?? (resource.resource === 'namespaces' && resource.group === '' ? name : '');
    if (authorizer.allows(caller, verb, resource, subresource, scope, name)) return;
    const { group } = resource;
    const asked = { user: caller, verb, group, resource: resource.resource, subresource, namespace: scope, name };
    const error = denied(asked, authorizer.authorize(asked).reason);
    if (audit.heard) audit.fail({ caller, verb, resource, namespace, name, subresource }, error);
    throw error;
  }

  return {
    // Everybody may ask what there is.
    served: () => verbs.served(),
    onServed: (listener) => verbs.onServed(listener),
    get(caller, resource, namespace, name, subresource) {
      check(caller, 'get', resource, namespace, name, subresource);
      return verbs.get(caller, resource, namespace, name, subresource);
    },
    list(caller, resource, options) {
      check(caller, 'list', resource, options?.namespace, selectedName(options?.fieldSelector ?? ''));
      return verbs.list(caller, resource, options);
    },
    watch(caller, resource, options, deliver) {
      check(caller, 'watch', resource, options.namespace, selectedName(options.fieldSelector ?? ''));
      return verbs.watch(caller, resource, options, deliver);
    },
    create(caller, resource, namespace, object, options) {
      check(caller, 'create', resource, namespace, options?.name ?? '', options?.subresource);
      return verbs.create(caller, resource, namespace, object, options);
    },
    update(caller, resource, namespace, name, object, options) {
      check(caller, 'update', resource, namespace, name, options?.subresource);
      return verbs.update(caller, resource, namespace, name, object, options);
    },
    patch(caller, resource, namespace, name, type, patch, options) {
      check(caller, 'patch', resource, namespace, name, options?.subresource);
      return verbs.patch(caller, resource, namespace, name, type, patch, options);
    },
    delete(caller, resource, namespace, name, options) {
      check(caller, 'delete', resource, namespace, name);
      return verbs.delete(caller, resource, namespace, name, options);
    },
    deleteCollection(caller, resource, options) {
      check(caller, 'deletecollection', resource, options.namespace, selectedName(options.fieldSelector ?? ''));
      return verbs.deleteCollection(caller, resource, options);
    },
  };
}

/** The service-account controller (pkg/controller/serviceaccount/serviceaccounts_controller.go): `default` in every namespace. */
import type { Namespace, ServiceAccount } from 'kubernetes-types/core/v1';
import { defineController } from '../runtime/define-controller.ts';
import { NAMESPACES, SERVICE_ACCOUNTS } from '../runtime/resources.ts';

export const serviceAccountController = defineController({
  name: 'service-account-controller',
  start({ queue, session, watch }) {
    const accounts = watch<ServiceAccount>(SERVICE_ACCOUNTS, {
      delete: (account) => queue.add(account.metadata?.namespace ?? ''),
    });
    const namespaces = watch<Namespace>(NAMESPACES, {
      add: (namespace) => queue.add(namespace.metadata?.name ?? ''),
      update: (namespace) => queue.add(namespace.metadata?.name ?? ''),
    });
    return (name) => {
      const namespace = namespaces.getByKey(name);
      if (!namespace || namespace.metadata?.deletionTimestamp || accounts.get(name, 'default')) return;
      session.create(SERVICE_ACCOUNTS, name, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace: name },
      });
    };
  },
});

/** The API server's verbs with the caller filled in: what a component holds as its client (client-go's clientset). */
import type { KubeList, KubeObject, WatchEvent } from '../../api/object.ts';
import type { DeleteOptions, PatchType, Resource } from '../../client/client.ts';
import type { Caller, ChangeOptions, ReadOptions, Verbs } from '../apiserver/verbs-contract.ts';

export type {
  Caller,
  ChangeOptions,
  DeleteOptions,
  KubeList,
  KubeObject,
  PatchType,
  ReadOptions,
  Resource,
  Verbs,
  WatchEvent,
};

/** As Verbs, minus the caller. Every method throws StatusError; what comes back is frozen. */
export interface Session {
  readonly caller: Caller;
  get<T = KubeObject>(resource: Resource, namespace: string | undefined, name: string, subresource?: string): T;
  list<T = KubeObject>(resource: Resource, options?: ReadOptions): KubeList<T>;
  create<T = KubeObject>(
    resource: Resource,
    namespace: string | undefined,
    object: T,
    options?: ChangeOptions & { name?: string },
  ): T;
  update<T = KubeObject>(resource: Resource, object: T, subresource?: string): T;
  patch<T = KubeObject>(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    type: PatchType,
    patch: unknown,
    options?: ChangeOptions,
  ): T;
  delete<T = KubeObject>(resource: Resource, namespace: string | undefined, name: string, options?: DeleteOptions): T;
}

export function openSession(verbs: Verbs, caller: Caller): Session {
  return {
    caller,
    get: (resource, namespace, name, subresource) => verbs.get(caller, resource, namespace, name, subresource),
    list: (resource, options) => verbs.list(caller, resource, options),
    create: (resource, namespace, object, options) => verbs.create(caller, resource, namespace, object, options),
    update(resource, object, subresource) {
      const meta = (object as KubeObject).metadata;
      return verbs.update(
        caller,
        resource,
        meta?.namespace,
        meta?.name ?? '',
        object,
        subresource ? { subresource } : undefined,
      );
    },
    patch: (resource, namespace, name, type, patch, options) =>
      verbs.patch(caller, resource, namespace, name, type, patch, options),
    delete: (resource, namespace, name, options) => verbs.delete(caller, resource, namespace, name, options),
  };
}

/** A built-in controller's identity; each has its own service account, all share one user agent. */
export function controllerCaller(serviceAccount: string): Caller {
  return {
    user: `system:serviceaccount:kube-system:${serviceAccount}`,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
    userAgent: 'kube-controller-manager',
  };
}

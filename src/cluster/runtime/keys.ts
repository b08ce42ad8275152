/** Keys of objects in caches and queues: `namespace/name`, or `name` for cluster-scoped kinds (client-go/tools/cache). */
import type { OwnerReference } from '../../api/object.ts';

/** The part of any object that the runtime looks at. */
export interface Meta {
  metadata?: {
    name?: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    ownerReferences?: OwnerReference[];
  };
}

export function keyOf(object: Meta): string {
  return keyFor(object.metadata?.namespace, object.metadata?.name ?? '');
}

export function keyFor(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

export function splitKey(key: string): { namespace: string | undefined; name: string } {
  const slash = key.indexOf('/');
  return slash < 0
    ? { namespace: undefined, name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The reference that manages the object, if any (metav1.GetControllerOf). */
export function controllerOf(object: Meta): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((reference) => reference.controller === true);
}

/**
 * The store as a kind sees it: objects that the table holds in another version or as another group's kind are converted on
 * the way in and out (apimachinery/pkg/runtime/serializer/versioning). Others pass untouched.
 */
import type { KubeObject } from '../../../api/object.ts';
import { deepFreeze } from '../../store/frozen.ts';
import { type Core, tableOf } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';

const shown = new WeakMap<Strategy, WeakMap<KubeObject, KubeObject>>();

/** A stored object as the kind shows it: the same again for the same. */
export function decoded(strategy: Strategy, object: KubeObject): KubeObject {
  if (!strategy.stored) return object;
  let known = shown.get(strategy);
  if (!known) shown.set(strategy, (known = new WeakMap()));
  let result = known.get(object);
  if (!result) known.set(object, (result = deepFreeze(strategy.stored.decode(object))));
  return result;
}

export function storedObject(
  core: Core,
  strategy: Strategy,
  namespace: string | undefined,
  name: string,
): KubeObject | undefined {
  const object = core.store.get(tableOf(strategy), namespace, name);
  return object && decoded(strategy, object);
}

export function storeNew(core: Core, strategy: Strategy, object: KubeObject): KubeObject {
  const { stored } = strategy;
  const made = core.store.create(tableOf(strategy), stored ? stored.encode(object) : object);
  return decoded(strategy, made);
}

export function storeChanged(core: Core, strategy: Strategy, object: KubeObject): KubeObject {
  const { stored } = strategy;
  const made = core.store.update(tableOf(strategy), stored ? stored.encode(object) : object);
  return decoded(strategy, made);
}

export function storeRemoved(core: Core, strategy: Strategy, namespace: string | undefined, name: string): KubeObject {
  return decoded(strategy, core.store.delete(tableOf(strategy), namespace, name));
}

/** One informer a resource, shared by all that live in one process (client-go/informers/factory.go). */
import { type Informer, startInformer } from './informer.ts';
import type { Meta } from './keys.ts';
import type { Caller, ReadOptions, Resource, Verbs } from './verbs.ts';

export interface InformerFactory {
  /** Started by the first who asks. Objects come as `T`: the caller vouches for the kind. */
  for<T extends Meta>(resource: Resource, selection?: ReadOptions): Informer<T>;
  /** Of a resource that is served no more. */
  drop(resource: Resource): void;
  stop(): void;
}

export function createInformerFactory(verbs: Verbs, caller: Caller): InformerFactory {
  const informers = new Map<string, Informer<Meta>>();
  return {
    for<T extends Meta>(resource: Resource, selection: ReadOptions = {}): Informer<T> {
      const id = `${resource.group}/${resource.resource}?${JSON.stringify(selection)}`;
      let informer = informers.get(id);
      if (!informer) {
        informer = startInformer<Meta>(verbs, caller, resource, selection);
        informers.set(id, informer);
      }
      return informer as unknown as Informer<T>;
    },
    drop({ group, resource }) {
      const prefix = `${group}/${resource}?`;
      for (const [id, informer] of informers) {
        if (!id.startsWith(prefix)) continue;
        informer.stop();
        informers.delete(id);
      }
    },
    stop() {
      for (const informer of informers.values()) informer.stop();
      informers.clear();
    },
  };
}

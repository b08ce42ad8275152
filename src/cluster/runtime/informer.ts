/**
 * A shared informer (client-go/tools/cache/shared_informer.go): a list, a watch from there on, a cache of what was
 * seen, and handlers that hear of each change after the cache knows it. The cache lags behind the store by one
 * delivery of the watch; an expired revision makes it list again and tell the differences.
 */
import { isStatusError } from '../../api/status.ts';
import { type Meta, keyFor, keyOf } from './keys.ts';
import type { Caller, ReadOptions, Resource, Verbs, WatchEvent } from './verbs.ts';

export interface Handlers<T> {
  add?(object: T): void;
  update?(object: T, old: T): void;
  delete?(object: T): void;
  /** After all handlers of one delivery ran. */
  settled?(): void;
}

export interface Lister<T> {
  get(namespace: string | undefined, name: string): T | undefined;
  getByKey(key: string): T | undefined;
  values(): IterableIterator<T>;
  readonly size: number;
  /** Objects to which the index gave `value`; no copy, do not keep it. */
  byIndex(index: Index<T>, value: string): ReadonlySet<T>;
}

/** Values under which an object is found; the function itself is the index's identity. */
export type Index<T> = (object: T) => readonly string[];

export interface Informer<T> extends Lister<T> {
  /** Tells `handlers` of everything there is, then of each change. Returns how to unsubscribe. */
  subscribe(handlers: Handlers<T>): () => void;
  stop(): void;
}

const NOTHING: ReadonlySet<never> = new Set();

class SharedInformer<T extends Meta> implements Informer<T> {
  private readonly cache = new Map<string, T>();
  // Arrays, for they are walked at every event.
  private readonly indexes: { of: Index<T>; table: Map<string, Set<T>> }[] = [];
  private subscribers: readonly Handlers<T>[] = [];
  private watch: { stop(): void } | undefined;
  private stopped = false;

  constructor(
    private readonly verbs: Verbs,
    private readonly caller: Caller,
    private readonly resource: Resource,
    private readonly selection: ReadOptions,
  ) {
    this.relist();
  }

  get size(): number {
    return this.cache.size;
  }
  get(namespace: string | undefined, name: string): T | undefined {
    return this.cache.get(keyFor(namespace, name));
  }
  getByKey(key: string): T | undefined {
    return this.cache.get(key);
  }
  values(): IterableIterator<T> {
    return this.cache.values();
  }

  byIndex(index: Index<T>, value: string): ReadonlySet<T> {
    let found = this.indexes.find(({ of }) => of === index);
    if (!found) {
      found = { of: index, table: new Map() };
      this.indexes.push(found);
      for (const object of this.cache.values()) insert(found.table, index(object), object);
    }
    return found.table.get(value) ?? NOTHING;
  }

  subscribe(handlers: Handlers<T>): () => void {
    for (const object of this.cache.values()) handlers.add?.(object);
    handlers.settled?.();
    this.subscribers = [...this.subscribers, handlers];
    return () => {
      this.subscribers = this.subscribers.filter((one) => one !== handlers);
    };
  }

  stop(): void {
    this.stopped = true;
    this.watch?.stop();
    this.subscribers = [];
  }

  private relist(): void {
    this.watch?.stop();
    const list = this.verbs.list<T>(this.caller, this.resource, this.selection);
    const seen = new Set<string>();
    for (const object of list.items) {
      seen.add(keyOf(object));
      this.put(object);
    }
    for (const [key, object] of this.cache) if (!seen.has(key)) this.drop(object);
    this.settle();
    this.follow(list.metadata.resourceVersion);
  }

  private follow(resourceVersion: string | undefined): void {
    try {
      this.watch = this.verbs.watch<T>(this.caller, this.resource, { ...this.selection, resourceVersion }, (events) =>
        this.receive(events),
      );
    } catch (error) {
      if (!isStatusError(error, 'Expired')) throw error;
      this.relist();
    }
  }

  private receive(events: readonly WatchEvent<T>[]): void {
    if (this.stopped) return;
    for (const event of events) {
      if (event.type === 'ERROR') return this.relist();
      if (event.type === 'DELETED') this.drop(event.object);
      else if (event.type !== 'BOOKMARK') this.put(event.object);
    }
    this.settle();
  }

  private settle(): void {
    for (const subscriber of this.subscribers) subscriber.settled?.();
  }

  private put(object: T): void {
    const key = keyOf(object);
    const old = this.cache.get(key);
    if (
      old?.metadata?.resourceVersion !== undefined &&
      old.metadata.resourceVersion === object.metadata?.resourceVersion
    )
      return;
    this.cache.set(key, object);
    for (const { of, table } of this.indexes) {
      if (old) remove(table, of(old), old);
      insert(table, of(object), object);
    }
    // A name that was deleted and made again between two lists is another object.
    if (old && old.metadata?.uid !== object.metadata?.uid) {
      for (const subscriber of this.subscribers) subscriber.delete?.(old);
      for (const subscriber of this.subscribers) subscriber.add?.(object);
    } else if (old) {
      for (const subscriber of this.subscribers) subscriber.update?.(object, old);
    } else for (const subscriber of this.subscribers) subscriber.add?.(object);
  }

  private drop(object: T): void {
    const key = keyOf(object);
    const old = this.cache.get(key);
    if (!old) return;
    this.cache.delete(key);
    for (const { of, table } of this.indexes) remove(table, of(old), old);
    for (const subscriber of this.subscribers) subscriber.delete?.(object);
  }
}

function insert<T>(table: Map<string, Set<T>>, values: readonly string[], object: T): void {
  for (const value of values) {
    const bucket = table.get(value);
    if (bucket) bucket.add(object);
    else table.set(value, new Set([object]));
  }
}

function remove<T>(table: Map<string, Set<T>>, values: readonly string[], object: T): void {
  for (const value of values) {
    const bucket = table.get(value);
    bucket?.delete(object);
    if (bucket?.size === 0) table.delete(value);
  }
}

/** Lists at once and watches from there; the first state is in the cache when this returns. */
export function startInformer<T extends Meta>(
  verbs: Verbs,
  caller: Caller,
  resource: Resource,
  selection: ReadOptions = {},
): Informer<T> {
  return new SharedInformer<T>(verbs, caller, resource, selection);
}

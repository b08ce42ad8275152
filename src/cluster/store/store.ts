/** The store over plain maps (etcd server/storage/mvcc, apiserver/pkg/storage/etcd3/store.go). See contract.ts. */
import type { KubeObject } from '../../api/object.ts';
import type { Clock } from '../../time/clock.ts';
import {
  type Store,
  StoreError,
  type StoreEvent,
  type StoreQuery,
  type StoreSnapshot,
  type WatchQuery,
} from './contract.ts';
import { deepFreeze, reuse } from './frozen.ts';
import { History } from './history.ts';
import { Table, addressOf } from './table.ts';
import { Watchers } from './watchers.ts';

export interface StoreOptions {
  clock: Clock;
  snapshot?: StoreSnapshot | undefined;
  /** Revisions kept for watchers that come back and for the timeline. */
  historyLimit?: number | undefined;
}

export function createStore(options: StoreOptions): Store {
  return new MemoryStore(options.clock, options.snapshot, options.historyLimit ?? 20_000);
}

class MemoryStore implements Store {
  revision = 0;
  private readonly tables = new Map<string, Table>();
  private readonly log: History;
  private readonly watchers: Watchers;
  private readonly written = new Map<string, number>();
  private readonly touched = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    snapshot: StoreSnapshot | undefined,
    historyLimit: number,
  ) {
    this.watchers = new Watchers(clock);
    this.log = new History(snapshot ? (snapshot.history ? snapshot.compacted : snapshot.revision) : 0, historyLimit);
    if (!snapshot) return;
    this.revision = snapshot.revision;
    for (const [table, object] of snapshot.objects) this.table(table).add(deepFreeze(object));
    if (snapshot.history) this.log.load(deepFreeze(snapshot.history));
  }

  get compacted(): number {
    return this.log.compacted;
  }

  get(table: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.tables.get(table)?.get(namespace ?? '', name);
  }

  list(table: string, query?: StoreQuery): KubeObject[] {
    const found: KubeObject[] = [];
    for (const { namespace, object } of this.tables.get(table)?.candidates(query)?.sorted() ?? []) {
      if (!query?.namespace || namespace === query.namespace) found.push(object);
    }
    return found;
  }

  each(table: string, query: StoreQuery | undefined, visit: (object: KubeObject) => void): void {
    for (const { namespace, object } of this.tables.get(table)?.candidates(query)?.entries ?? []) {
      if (!query?.namespace || namespace === query.namespace) visit(object);
    }
  }

  count(table: string, namespace?: string): number {
    return this.tables.get(table)?.candidates({ namespace })?.entries.size ?? 0;
  }

  listAt(table: string, revision: number, namespace?: string): KubeObject[] {
    if (revision > this.revision) throw new StoreError('Future', `Too large resource version: ${revision}`);
    const state = new Map<string, KubeObject>();
    this.each(table, { namespace }, (object) => state.set(keyOf(object), object));
    for (const event of this.log.after(revision).reverse()) {
      if (event.table !== table || (namespace && event.object.metadata?.namespace !== namespace)) continue;
      if (event.previous) state.set(keyOf(event.object), event.previous);
      else state.delete(keyOf(event.object));
    }
    return [...state].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  create(table: string, object: KubeObject): KubeObject {
    const rows = this.table(table);
    if (rows.get(...addressOf(object))) throw new StoreError('Exists', `${table} ${keyOf(object)} already exists`);
    const stored = stamp(object, this.revision + 1);
    rows.add(stored);
    this.record(table, 'ADDED', stored, undefined);
    return stored;
  }

  update(table: string, object: KubeObject, expected?: string): KubeObject {
    const rows = this.table(table);
    const old = this.current(table, addressOf(object), expected);
    const version = old.metadata?.resourceVersion;
    const shared = reuse(object.metadata?.resourceVersion === version ? object : restamp(object, version), old);
    if (shared === old) return old;
    const stored = stamp(shared, this.revision + 1);
    rows.replace(stored);
    this.record(table, 'MODIFIED', stored, old);
    return stored;
  }

  delete(table: string, namespace: string | undefined, name: string, expected?: string): KubeObject {
    const old = this.current(table, [namespace ?? '', name], expected);
    const last = stamp(old, this.revision + 1);
    this.table(table).remove(namespace ?? '', name);
    this.record(table, 'DELETED', last, old);
    return last;
  }

  watch(table: string, query: WatchQuery, deliver: (events: readonly StoreEvent[]) => void): { stop(): void } {
    const first: StoreEvent[] =
      query.after === undefined
        ? this.list(table, query).map((object) => existing(table, object))
        : this.log.after(query.after).filter((event) => event.table === table);
    return this.watchers.add(table, query, first, deliver);
  }

  compact(revision: number): void {
    this.log.compact(revision);
  }

  history(after: number): readonly StoreEvent[] {
    return this.log.after(after);
  }

  revisionOf(table: string): number {
    return this.touched.get(table) ?? 0;
  }

  lastWrite(except: readonly string[] = []): number {
    let last = 0;
    for (const [table, at] of this.written) if (at > last && !except.includes(table)) last = at;
    return last;
  }

  snapshot(options?: { history?: boolean }): StoreSnapshot {
    const objects: StoreSnapshot['objects'] = [];
    for (const name of [...this.tables.keys()].sort()) {
      for (const object of this.list(name)) objects.push([name, object]);
    }
    const taken: StoreSnapshot = { revision: this.revision, compacted: this.compacted, objects };
    if (options?.history) taken.history = [...this.history(this.compacted)];
    return taken;
  }

  stop(): void {
    this.watchers.stop();
  }

  private table(name: string): Table {
    let table = this.tables.get(name);
    if (!table) this.tables.set(name, (table = new Table()));
    return table;
  }

  private current(table: string, [namespace, name]: [string, string], expected: string | undefined): KubeObject {
    const old = this.get(table, namespace, name);
    if (!old) throw new StoreError('Missing', `${table} ${namespace}/${name} not found`);
    if (expected !== undefined && old.metadata?.resourceVersion !== expected) {
      throw new StoreError('Conflict', `${table} ${namespace}/${name} has been modified`);
    }
    return old;
  }

  private record(table: string, type: StoreEvent['type'], object: KubeObject, previous: KubeObject | undefined): void {
    this.revision++;
    this.written.set(table, this.clock.now());
    this.touched.set(table, this.revision);
    const event: StoreEvent = { revision: this.revision, table, type, object, previous };
    this.log.add(event);
    this.watchers.publish(event);
  }
}

function keyOf(object: KubeObject): string {
  return addressOf(object).join('/');
}

function existing(table: string, object: KubeObject): StoreEvent {
  return { revision: Number(object.metadata?.resourceVersion), table, type: 'ADDED', object, previous: undefined };
}

/** Changes `object` where it is not frozen: by now it belongs to the store. */
function stamp(object: KubeObject, revision: number): KubeObject {
  const resourceVersion = String(revision);
  if (Object.isFrozen(object)) return deepFreeze(restamp(object, resourceVersion));
  const { metadata } = object;
  if (!metadata || Object.isFrozen(metadata)) object.metadata = { ...metadata, resourceVersion };
  else metadata.resourceVersion = resourceVersion;
  return deepFreeze(object);
}

/** Keeps the field's place, so that objects print in the order they were built in. */
function restamp(object: KubeObject, resourceVersion: string | undefined): KubeObject {
  if (resourceVersion === undefined) return object;
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

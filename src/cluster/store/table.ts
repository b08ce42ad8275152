/** The objects of one resource with their indexes: by namespace, owner, node and label pair. */
import type { KubeObject } from '../../api/object.ts';
import type { IndexQuery, StoreQuery } from './contract.ts';

export interface Entry {
  key: string;
  namespace: string;
  object: KubeObject;
}

/** A set of entries that remembers its order by key until somebody comes or goes. */
class Bucket {
  readonly entries = new Map<string, Entry>();
  private order: Entry[] | undefined;

  add(entry: Entry): void {
    this.entries.set(entry.key, entry);
    this.order = undefined;
  }

  remove(entry: Entry): void {
    this.entries.delete(entry.key);
    this.order = undefined;
  }

  sorted(): readonly Entry[] {
    this.order ??= [...this.entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    return this.order;
  }
}

export class Table {
  readonly all = new Bucket();
  private readonly indexes = new Map<string, Bucket>();

  get(key: string): KubeObject | undefined {
    return this.all.entries.get(key)?.object;
  }

  add(key: string, object: KubeObject): void {
    const namespace = object.metadata?.namespace ?? '';
    const entry: Entry = { key, namespace, object };
    this.all.add(entry);
    for (const term of indexTerms(object)) this.bucketFor(term).add(entry);
  }

  replace(key: string, object: KubeObject): void {
    const entry = this.all.entries.get(key);
    if (!entry) return;
    const old = entry.object;
    entry.object = object;
    if (!indexedAlike(old, object)) this.reindex(entry, old);
  }

  remove(key: string): void {
    const entry = this.all.entries.get(key);
    if (!entry) return;
    this.all.remove(entry);
    for (const term of indexTerms(entry.object)) this.leave(term, entry);
  }

  /** The smallest set of entries that holds all that `query` asks for; `matches` must still be asked. */
  candidates(query: StoreQuery | undefined): Bucket | undefined {
    if (query?.by) return this.indexes.get(queryTerm(query.by));
    if (query?.namespace) return this.indexes.get(`ns ${query.namespace}`);
    return this.all;
  }

  private reindex(entry: Entry, old: KubeObject): void {
    const before = new Set(indexTerms(old));
    for (const term of indexTerms(entry.object)) {
      if (!before.delete(term)) this.bucketFor(term).add(entry);
    }
    for (const term of before) this.leave(term, entry);
  }

  private bucketFor(term: string): Bucket {
    let bucket = this.indexes.get(term);
    if (!bucket) this.indexes.set(term, (bucket = new Bucket()));
    return bucket;
  }

  private leave(term: string, entry: Entry): void {
    const bucket = this.indexes.get(term);
    bucket?.remove(entry);
    if (bucket?.entries.size === 0) this.indexes.delete(term);
  }
}

export function queryTerm(by: IndexQuery): string {
  if (by.index === 'owner') return `owner ${by.uid}`;
  if (by.index === 'node') return `node ${by.node}`;
  return `label ${by.key}=${by.value}`;
}

/** Every index bucket an object belongs to. */
export function indexTerms(object: KubeObject): string[] {
  const terms: string[] = [];
  const metadata = object.metadata;
  if (metadata?.namespace) terms.push(`ns ${metadata.namespace}`);
  for (const owner of metadata?.ownerReferences ?? []) terms.push(`owner ${owner.uid}`);
  const node = nodeName(object);
  if (node !== undefined) terms.push(`node ${node}`);
  for (const key in metadata?.labels) terms.push(`label ${key}=${metadata.labels[key]}`);
  return terms;
}

function indexedAlike(a: KubeObject, b: KubeObject): boolean {
  return (
    a.metadata?.labels === b.metadata?.labels &&
    a.metadata?.ownerReferences === b.metadata?.ownerReferences &&
    nodeName(a) === nodeName(b)
  );
}

/** `spec.nodeName`, '' for a Pod that has none yet; undefined for what is no Pod. */
export function nodeName(object: KubeObject): string | undefined {
  if (object.kind !== 'Pod') return undefined;
  const name = (object['spec'] as { nodeName?: unknown } | undefined)?.nodeName;
  return typeof name === 'string' ? name : '';
}

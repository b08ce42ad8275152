/** The objects of one resource with their indexes: by namespace, owner, node and label pair. */
import type { KubeObject } from '../../api/object.ts';
import type { IndexQuery, StoreQuery } from './contract.ts';

export interface Entry {
  /** `namespace/name`: what lists are ordered by. */
  key: string;
  namespace: string;
  object: KubeObject;
}

/** A set of entries that remembers its order by key until somebody comes or goes. */
class Bucket {
  readonly entries = new Set<Entry>();
  private order: Entry[] | undefined;

  add(entry: Entry): void {
    this.entries.add(entry);
    this.order = undefined;
  }

  remove(entry: Entry): void {
    this.entries.delete(entry);
    this.order = undefined;
  }

  sorted(): readonly Entry[] {
    this.order ??= [...this.entries].sort((a, b) => (a.key < b.key ? -1 : 1));
    return this.order;
  }
}

export class Table {
  readonly all = new Bucket();
  /** By namespace, then name: joining the two for each look-up would cost more than the look-up. */
  private readonly rows = new Map<string, Map<string, Entry>>();
  /** By family (a label's key, or one of those below), then value. */
  private readonly indexes = new Map<string, Map<string, Bucket>>();

  get(namespace: string, name: string): KubeObject | undefined {
    return this.rows.get(namespace)?.get(name)?.object;
  }

  add(object: KubeObject): void {
    const [namespace, name] = addressOf(object);
    const entry: Entry = { key: `${namespace}/${name}`, namespace, object };
    let rows = this.rows.get(namespace);
    if (!rows) this.rows.set(namespace, (rows = new Map()));
    rows.set(name, entry);
    this.all.add(entry);
    this.enter(NAMESPACE, namespace, entry);
    for (const term of [...ownerTerms(object), ...nodeTerms(object), ...labelTerms(object)]) this.enter(...term, entry);
  }

  replace(object: KubeObject): void {
    const [namespace, name] = addressOf(object);
    const entry = this.rows.get(namespace)?.get(name);
    if (!entry) return;
    const old = entry.object;
    entry.object = object;
    if (nodeName(old) !== nodeName(object)) this.move(entry, nodeTerms(old), nodeTerms(object));
    if (old.metadata?.labels !== object.metadata?.labels) this.move(entry, labelTerms(old), labelTerms(object));
    if (old.metadata?.ownerReferences !== object.metadata?.ownerReferences) {
      this.move(entry, ownerTerms(old), ownerTerms(object));
    }
  }

  remove(namespace: string, name: string): void {
    const rows = this.rows.get(namespace);
    const entry = rows?.get(name);
    if (!rows || !entry) return;
    rows.delete(name);
    if (rows.size === 0) this.rows.delete(namespace);
    this.all.remove(entry);
    this.leave(NAMESPACE, namespace, entry);
    const { object } = entry;
    for (const term of [...ownerTerms(object), ...nodeTerms(object), ...labelTerms(object)]) this.leave(...term, entry);
  }

  /** The smallest set of entries that holds all that `query` asks for; the namespace must still be asked. */
  candidates(query: StoreQuery | undefined): Bucket | undefined {
    if (query?.by) return this.bucket(...termOf(query.by));
    if (query?.namespace) return this.bucket(NAMESPACE, query.namespace);
    return this.all;
  }

  private bucket(family: string, value: string): Bucket | undefined {
    return this.indexes.get(family)?.get(value);
  }

  private move(entry: Entry, from: readonly Term[], to: readonly Term[]): void {
    for (const [family, value] of from) {
      if (!to.some((term) => term[0] === family && term[1] === value)) this.leave(family, value, entry);
    }
    for (const [family, value] of to) this.enter(family, value, entry);
  }

  private enter(family: string, value: string, entry: Entry): void {
    let values = this.indexes.get(family);
    if (!values) this.indexes.set(family, (values = new Map()));
    let bucket = values.get(value);
    if (!bucket) values.set(value, (bucket = new Bucket()));
    if (!bucket.entries.has(entry)) bucket.add(entry);
  }

  private leave(family: string, value: string, entry: Entry): void {
    const values = this.indexes.get(family);
    const bucket = values?.get(value);
    if (!values || !bucket) return;
    bucket.remove(entry);
    if (bucket.entries.size === 0) values.delete(value);
  }
}

/** What an index finds an object by. */
export type Term = readonly [family: string, value: string];

// No label's key holds a blank.
const NAMESPACE = ' namespace';
const OWNER = ' owner';
const NODE = ' node';

export function namespaceTerm(namespace: string): Term {
  return [NAMESPACE, namespace];
}

export function termOf(by: IndexQuery): Term {
  if (by.index === 'owner') return [OWNER, by.uid];
  if (by.index === 'node') return [NODE, by.node];
  return [by.key, by.value];
}

function ownerTerms({ metadata }: KubeObject): Term[] {
  return (metadata?.ownerReferences ?? []).map(({ uid }) => [OWNER, uid]);
}

function nodeTerms(object: KubeObject): Term[] {
  const node = nodeName(object);
  return node === undefined ? [] : [[NODE, node]];
}

function labelTerms({ metadata }: KubeObject): Term[] {
  const terms: Term[] = [];
  for (const key in metadata?.labels) terms.push([key, metadata.labels[key] ?? '']);
  return terms;
}

/** Every index an object is found by. */
export function termsOf(object: KubeObject): Term[] {
  const namespace = object.metadata?.namespace;
  const terms = [...ownerTerms(object), ...nodeTerms(object), ...labelTerms(object)];
  if (namespace) terms.push(namespaceTerm(namespace));
  return terms;
}

export function addressOf({ metadata }: KubeObject): [namespace: string, name: string] {
  return [metadata?.namespace ?? '', metadata?.name ?? ''];
}

/** `spec.nodeName`, '' for a Pod that has none yet; undefined for what is no Pod. */
function nodeName(object: KubeObject): string | undefined {
  if (object.kind !== 'Pod') return undefined;
  const name = (object['spec'] as { nodeName?: unknown } | undefined)?.nodeName;
  return typeof name === 'string' ? name : '';
}

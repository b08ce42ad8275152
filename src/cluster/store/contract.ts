/**
 * The store: etcd in miniature (etcd's mvcc and apiserver/pkg/storage). The one truth of a cluster.
 *
 * - Every write makes one revision; revisions are global and contiguous. The resourceVersion is written into the object.
 * - Objects handed out are deeply frozen and shared between revisions; a write that changes nothing makes no revision.
 * - History is kept up to a bound; reading before it says Compacted.
 * - Watchers get batches in order of revision, on the clock, never within the call that wrote.
 *
 * Tables are named by groupResource (`deployments.apps`), objects within by namespace ('' when cluster-scoped) and name.
 */
import type { KubeObject } from '../../api/object.ts';

export interface StoreEvent {
  revision: number;
  table: string;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** As written; of a deletion, the last state with the resourceVersion of the deletion. */
  object: KubeObject;
  /** What it was before; undefined for ADDED. */
  previous: KubeObject | undefined;
}

/** Narrows a list or watch by an index, so that nobody pays for objects he does not look at. */
export type IndexQuery =
  | { index: 'owner'; uid: string }
  | { index: 'node'; node: string }
  | { index: 'label'; key: string; value: string };

export interface StoreQuery {
  namespace?: string | undefined;
  by?: IndexQuery | undefined;
}

export interface WatchQuery extends StoreQuery {
  /** Events after this revision. Undefined: begin with what there is, as ADDED. */
  after?: number | undefined;
}

export interface StoreSnapshot {
  revision: number;
  compacted: number;
  objects: [table: string, object: KubeObject][];
  history?: StoreEvent[];
}

/** Why the store refused; the verbs turn it into a Status. */
export class StoreError extends Error {
  constructor(
    readonly reason: 'Exists' | 'Missing' | 'Conflict' | 'Compacted' | 'Future',
    message: string,
  ) {
    super(message);
    this.name = 'StoreError';
  }
}

export interface Store {
  /** Of the last write. */
  readonly revision: number;
  /** History is known after this revision. */
  readonly compacted: number;
  get(table: string, namespace: string | undefined, name: string): KubeObject | undefined;
  /** In order of key (namespace/name). The array is the caller's, the objects are frozen. */
  list(table: string, query?: StoreQuery): KubeObject[];
  /** As `list` without order, and without an array. */
  each(table: string, query: StoreQuery | undefined, visit: (object: KubeObject) => void): void;
  count(table: string, namespace?: string): number;
  /** The state at a revision that is still in history. Throws Compacted or Future. */
  listAt(table: string, revision: number, namespace?: string): KubeObject[];
  /** Takes ownership of `object` (freezes it). Throws Exists. */
  create(table: string, object: KubeObject): KubeObject;
  /** Takes ownership of `object`. `expected` is the resourceVersion that must be current. Throws Missing, Conflict. */
  update(table: string, object: KubeObject, expected?: string): KubeObject;
  /** Returns the last state, with the resourceVersion of the deletion. Throws Missing, Conflict. */
  delete(table: string, namespace: string | undefined, name: string, expected?: string): KubeObject;
  /** Throws Compacted. */
  watch(table: string, query: WatchQuery, deliver: (events: readonly StoreEvent[]) => void): { stop(): void };
  /** Forgets history up to and including `revision`. */
  compact(revision: number): void;
  /** Events after `revision`, of all tables, oldest first. Throws Compacted. */
  history(after: number): readonly StoreEvent[];
  /** Of the last write to a table in this life of the store; 0 before the first. */
  revisionOf(table: string): number;
  /** ms since the epoch of the last write to any table but those named. */
  lastWrite(except?: readonly string[]): number;
  snapshot(options?: { history?: boolean }): StoreSnapshot;
  /** Delivers nothing more, cancels what is under way. */
  stop(): void;
}

/** A copy of what the cluster holds, kept by informers; the page reads nothing else. Objects are frozen and shared. */
import { create } from 'zustand';
import type { KubeObject, WatchEvent } from '../../api/object.ts';
import type { ObjectRef } from '../panels/contract.ts';
import { collectionOf } from './kinds.ts';

export type Sync = 'loading' | 'live' | 'lost';
export type Collection = ReadonlyMap<string, KubeObject>;

export interface LiveState {
  objects: Readonly<Record<string, Collection>>;
  sync: Readonly<Record<string, Sync>>;
}

const none: Collection = new Map();

export const useLive = create<LiveState>(() => ({ objects: {}, sync: {} }));

export const keyOf = (namespace: string | undefined, name: string): string =>
  namespace ? `${namespace}/${name}` : name;

export const objectKey = (object: KubeObject): string => keyOf(object.metadata?.namespace, object.metadata?.name ?? '');

export const collection = (state: LiveState, kind: string): Collection => state.objects[kind] ?? none;

export function findObject(state: LiveState, ref: ObjectRef | null): KubeObject | undefined {
  if (!ref) return undefined;
  const held = collection(state, collectionOf(ref));
  // Whoever only read an owner reference does not know that the owner belongs to the whole cluster.
  return held.get(keyOf(ref.namespace, ref.name)) ?? held.get(ref.name);
}

/** Lists carry no kind on their items; the page wants it on each. */
const named = (kind: string, apiVersion: string, object: KubeObject): KubeObject =>
  object.kind ? object : { apiVersion, kind, ...object };

export function replaceAll(
  old: Collection,
  kind: string,
  apiVersion: string,
  items: readonly KubeObject[],
): Collection {
  const next = new Map<string, KubeObject>();
  for (const item of items) {
    const key = objectKey(item);
    const known = old.get(key);
    const same =
      known?.metadata?.uid === item.metadata?.uid &&
      known?.metadata?.resourceVersion === item.metadata?.resourceVersion;
    next.set(key, known && same ? known : named(kind, apiVersion, item));
  }
  return next;
}

export function applyEvents(
  old: Collection,
  kind: string,
  apiVersion: string,
  events: readonly WatchEvent[],
): Collection {
  const next = new Map(old);
  for (const { type, object } of events) {
    const key = objectKey(object);
    if (type === 'DELETED') next.delete(key);
    else if (type === 'ADDED' || type === 'MODIFIED') next.set(key, named(kind, apiVersion, object));
  }
  return next;
}

export const isLost = (state: LiveState): boolean => Object.values(state.sync).includes('lost');

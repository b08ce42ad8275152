/** Feeds the live store: one informer a kind, changes gathered so that a storm costs one update a frame. */
import { groupVersion } from '../../api/resource.ts';
import { isStatusError } from '../../api/status.ts';
import type { Client } from '../../client/client.ts';
import { startInformer, type InformerEvents } from '../../client/informer.ts';
import type { Clock } from '../../time/clock.ts';
import { collectionOf, followedKinds, type FollowedKind } from './kinds.ts';
import { applyEvents, collection, replaceAll, useLive, type Collection, type Sync } from './live-store.ts';

type Pending = Map<string, Collection>;

interface FollowOptions {
  client: Client;
  clock: Clock;
}

/** Starts following every kind; returns the way to stop. */
export function follow(options: FollowOptions): () => void {
  const pending: Pending = new Map();
  const stops = followedKinds.map((kind) => startInformer({ ...options, resource: kind, events: feed(kind, pending) }));
  return () => {
    for (const stop of stops) stop();
  };
}

/** Follows one more kind, in one namespace or in all; returns the way to stop. */
export function followKind(options: FollowOptions, kind: FollowedKind, scope: { namespace?: string }): () => void {
  const pending: Pending = new Map();
  const stop = startInformer({ ...options, ...scope, resource: kind, events: feed(kind, pending) });
  return () => {
    stop();
    // What waits for the next frame must not come after the end.
    pending.clear();
  };
}

function feed(kind: FollowedKind, pending: Pending): InformerEvents {
  const apiVersion = groupVersion(kind);
  const key = collectionOf(kind);
  const held = (): Collection => pending.get(key) ?? collection(useLive.getState(), key);
  const put = (next: Collection): void => {
    if (pending.size === 0) requestFrame(() => flush(pending));
    pending.set(key, next);
  };
  return {
    replaced: (objects) => put(replaceAll(held(), kind.kind, apiVersion, objects)),
    changed: (changes) => put(applyEvents(held(), kind.kind, apiVersion, changes)),
    state: (state, error) => setSync(key, isAbsent(error) ? 'live' : state),
  };
}

/** Not served here, or not for us to see: that is known, and no reason to doubt the rest. */
const isAbsent = (error: unknown): boolean => isStatusError(error, 'NotFound') || isStatusError(error, 'Forbidden');

function flush(pending: Pending): void {
  const fresh = Object.fromEntries(pending);
  pending.clear();
  useLive.setState((state) => ({ objects: { ...state.objects, ...fresh } }));
}

function setSync(key: string, sync: Sync): void {
  if (useLive.getState().sync[key] !== sync) useLive.setState((state) => ({ sync: { ...state.sync, [key]: sync } }));
}

// A hidden page gets no frames, yet must not fall behind without bound.
const requestFrame = (run: () => void): void => {
  if (document.hidden) setTimeout(run, 100);
  else requestAnimationFrame(run);
};

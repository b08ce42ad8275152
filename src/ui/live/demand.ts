/** Follows a kind that the graph does not draw for as long as somebody looks at one of its objects. */
import { realClock } from '../../time/real.ts';
import type { Client } from '../../client/client.ts';
import type { ObjectRef } from '../panels/contract.ts';
import { followKind } from './follow.ts';
import { collectionOf, followedKind } from './kinds.ts';
import { useLive } from './live-store.ts';
import { resourceOf } from './served.ts';

/** Who asked for a kind, and how to stop following it. */
const held = new Map<string, { askers: number; stop: () => void }>();

/** Follows the kind of `ref`, where it stands, until the way back is called. What is followed anyway costs nothing. */
export function demand(client: Client, ref: ObjectRef): () => void {
  if (followedKind(ref)) return () => undefined;
  const key = collectionOf(ref);
  const known = held.get(key);
  const entry = known ?? { askers: 0, stop: start(client, ref, key) };
  entry.askers++;
  held.set(key, entry);
  return () => {
    entry.askers--;
    if (entry.askers > 0) return;
    held.delete(key);
    entry.stop();
    // Nobody keeps it current any more.
    useLive.setState(({ objects, sync }) => ({ objects: without(objects, key), sync: without(sync, key) }));
  };
}

function start(client: Client, ref: ObjectRef, key: string): () => void {
  let stop = (): void => undefined;
  let over = false;
  void resourceOf(client, ref)
    .then((kind) => {
      if (over) return;
      if (!kind) return setEmpty(key);
      const scope = kind.namespaced && ref.namespace ? { namespace: ref.namespace } : {};
      stop = followKind({ client, clock: realClock }, kind, scope);
    })
    .catch(() => over || setEmpty(key));
  return () => {
    over = true;
    stop();
  };
}

function setEmpty(key: string): void {
  useLive.setState(({ objects }) => ({ objects: { ...objects, [key]: new Map() } }));
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

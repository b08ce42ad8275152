/**
 * Keeps a copy of a collection up to date: list, then watch from there, again after every break
 * (client-go/tools/cache/reflector.go). Consumers get batches, so that a storm costs one update and not a thousand.
 * Simplified: where a watch just ends, client-go goes on from the last revision. Here a cluster may have been rewound
 * meanwhile, and that revision be another story's: so it is listed anew.
 */
import type { KubeObject, WatchEvent } from '../api/object.ts';
import { isStatusError } from '../api/status.ts';
import type { Clock } from '../time/clock.ts';
import type { Client, Resource } from './client.ts';

export interface InformerEvents {
  /** All there is, after a (new) list: what is not in it is gone. */
  replaced(objects: readonly KubeObject[]): void;
  /** Changes in order. */
  changed(events: readonly WatchEvent[]): void;
  /** `live`: what you hold is current. `lost`: it may be stale, a new attempt follows. */
  state(state: 'live' | 'lost', error?: unknown): void;
}

export interface InformerOptions {
  client: Client;
  clock: Clock;
  resource: Resource;
  namespace?: string;
  /** How long events are gathered before `changed`, in ms. Default 16 (a frame). */
  gather?: number;
  events: InformerEvents;
}

/** Starts at once; returns the way to stop. */
export function startInformer(options: InformerOptions): () => void {
  const stop = new AbortController();
  void follow(options, stop.signal);
  return () => stop.abort(new Error('informer stopped'));
}

async function follow(options: InformerOptions, signal: AbortSignal): Promise<void> {
  const { clock, events } = options;
  let delay = 200;
  while (!signal.aborted) {
    try {
      const version = await relist(options, signal);
      delay = 200;
      await watchFrom(options, version, signal);
      // A server may end a watch whenever it likes; but not in a busy loop.
      await clock.sleep(50, signal);
    } catch (error) {
      if (signal.aborted) return;
      // An expired revision only means that a new list is due, now.
      if (isStatusError(error, 'Expired')) continue;
      events.state('lost', error);
      await clock.sleep(delay, signal).catch(() => undefined);
      delay = Math.min(delay * 2, 5000);
    }
  }
}

async function relist({ client, resource, namespace, events }: InformerOptions, signal: AbortSignal): Promise<string> {
  const list = await client.list(resource, namespace ? { namespace } : {});
  if (signal.aborted) return '';
  events.replaced(list.items);
  events.state('live');
  return list.metadata.resourceVersion ?? '';
}

async function watchFrom(options: InformerOptions, from: string, signal: AbortSignal): Promise<void> {
  const { client, clock, resource, namespace, events } = options;
  let waiting: WatchEvent[] = [];
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 0 && !signal.aborted) events.changed(batch);
  };
  const stream = client.watch(resource, {
    ...(namespace ? { namespace } : {}),
    resourceVersion: from,
    allowWatchBookmarks: true,
    signal,
  });
  for await (const event of stream) {
    if (event.type === 'BOOKMARK') continue;
    if (waiting.length === 0) clock.after(options.gather ?? 16, flush);
    waiting.push(event);
  }
  flush();
}

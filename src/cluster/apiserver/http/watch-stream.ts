/** Watch over HTTP (apiserver/pkg/endpoints/handlers/watch.go): one line of JSON or one frame an event, until somebody ends it. */
import type { WatchEvent } from '../../../api/object.ts';
import type { Clock, Timer } from '../../../time/clock.ts';

export interface WatchSource {
  /** Events known at once, sent before anything else. */
  first: readonly WatchEvent[];
  start(deliver: (events: readonly WatchEvent[]) => void): { stop(): void };
  /** The next BOOKMARK, if the watcher wants any. */
  bookmark: (() => WatchEvent) | undefined;
  /** An event as it goes over the wire. */
  write(event: WatchEvent): string | Uint8Array;
}

export interface StreamOptions {
  clock: Clock;
  timeoutSeconds: number | undefined;
  signal: AbortSignal;
  /** Told when the reader has something to do. */
  stirred(): void;
  /** Told when the stream has ended. */
  ended(stop: () => void): void;
}

/** Upstream's defaultBookmarkFrequency. */
const BOOKMARK_EVERY = 60_000;

/** Also gives the function that ends the stream from the server's side. */
export function watchStream(
  source: WatchSource,
  options: StreamOptions,
): { body: ReadableStream<Uint8Array>; end(): void } {
  const { clock, timeoutSeconds, signal, stirred } = options;
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let watcher: { stop(): void } | undefined;
  const timers: { expiry?: Timer; bookmark?: Timer } = {};
  let sent = '';

  const send = (events: readonly WatchEvent[]): void => {
    if (!controller || events.length === 0) return;
    let lines = '';
    for (const event of events) {
      const frame = source.write(event);
      if (typeof frame === 'string') lines += frame;
      else controller.enqueue(frame);
    }
    sent = events.at(-1)?.object.metadata?.resourceVersion ?? sent;
    if (lines !== '') controller.enqueue(encoder.encode(lines));
    stirred();
  };
  const release = (): void => {
    watcher?.stop();
    timers.expiry?.cancel();
    timers.bookmark?.cancel();
    signal.removeEventListener('abort', end);
    controller = undefined;
    options.ended(end);
  };
  const end = (): void => {
    const open = controller;
    release();
    open?.close();
    stirred();
  };
  const remind = (): void => {
    const mark = source.bookmark?.();
    if (mark && mark.object.metadata?.resourceVersion !== sent) send([mark]);
    timers.bookmark = clock.after(BOOKMARK_EVERY, remind);
  };

  const body = new ReadableStream<Uint8Array>({
    start(opened) {
      controller = opened;
      send(source.first);
      watcher = source.start(send);
      if (timeoutSeconds !== undefined && timeoutSeconds > 0) timers.expiry = clock.after(timeoutSeconds * 1000, end);
      if (source.bookmark) timers.bookmark = clock.after(BOOKMARK_EVERY, remind);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    },
    cancel: release,
  });
  return { body, end };
}

/**
 * Watches over the cluster's worker. One that dies or hangs is replaced by one that starts from the snapshot on disk,
 * and everybody's requests go to the new one. If that does not help either, it is left alone: a page that restarts
 * for ever says nothing and eats the battery.
 */
import type { Connection } from '../../client/connection.ts';
import { connectPort } from '../../client/port.ts';
import type { Clock } from '../../time/clock.ts';
import type { LaptopMessage } from './connect.ts';

export type FromClusterWorker =
  | { type: 'ready' | 'pong' }
  /** It runs, but cannot be kept on disk. */
  | { type: 'unsaved'; message: string }
  /** What was kept on disk cannot be started; a new cluster took its place. */
  | { type: 'unreadable'; message: string };

export type ClusterState = 'live' | 'lost' | 'restored';

export interface Supervision {
  startCluster: () => Worker;
  /** Throws away what is kept on disk. */
  forget: () => Promise<void>;
  laptop: Pick<Worker, 'postMessage'>;
  clock: Clock;
  onState(state: ClusterState): void;
  /** Restoring does not help. `afresh` starts a new, empty cluster. */
  onStopped(afresh: () => void): void;
  onTrouble(trouble: { type: 'unsaved' | 'unreadable'; message: string }): void;
}

/** Real ms between signs of life; how many may be missed before the page says so, and before the worker counts as hung. */
const PING_EVERY = 1_000;
const QUIET = 3;
const MISSED = 8;
/** While a worker starts it answers nothing: it may have much to restore. */
const MISSED_AT_START = 60;
/** This many workers in a row that lived less than EARLY real ms after they were up are enough. */
const DEATHS = 3;
const EARLY = 3_000;

export function superviseCluster(options: Supervision): Connection {
  const { clock, laptop } = options;
  let worker: Worker | undefined;
  let current: ReturnType<typeof connectPort>;
  let missed = 0;
  let readyAt: number | undefined;
  let seenAt = 0;
  let deaths = 0;

  function start(state: ClusterState): void {
    readyAt = undefined;
    missed = 0;
    let outcome = state;
    const mine = options.startCluster();
    worker = mine;
    mine.addEventListener('message', ({ data }: MessageEvent<FromClusterWorker>) => {
      if (data.type === 'unreadable') outcome = 'live';
      if (mine === worker) heard(data, outcome);
    });
    mine.addEventListener('error', (event) => {
      event.preventDefault();
      if (mine === worker) replace();
    });
    current = connectPort(port(mine));
    const forLaptop = port(mine);
    laptop.postMessage({ type: 'cluster' } satisfies LaptopMessage, [forLaptop]);
  }

  function heard(message: FromClusterWorker, state: ClusterState): void {
    if (readyAt !== undefined && missed > QUIET) options.onState('live');
    missed = 0;
    seenAt = clock.now();
    if (message.type === 'unsaved' || message.type === 'unreadable') options.onTrouble(message);
    if (message.type !== 'ready') return;
    readyAt = seenAt;
    options.onState(state);
  }

  function replace(): void {
    deaths = readyAt !== undefined && seenAt - readyAt >= EARLY ? 1 : deaths + 1;
    worker?.terminate();
    worker = undefined;
    current.close();
    options.onState('lost');
    if (deaths <= DEATHS) return start('restored');
    // Without a port: there is none, and what asks for it is told so.
    laptop.postMessage({ type: 'cluster' } satisfies LaptopMessage);
    options.onStopped(() => {
      deaths = 0;
      void options.forget().finally(() => start('live'));
    });
  }

  function watch(): void {
    clock.after(PING_EVERY, () => {
      watch();
      if (!worker) return;
      missed++;
      if (missed > (readyAt === undefined ? MISSED_AT_START : MISSED)) return replace();
      if (readyAt !== undefined && missed === QUIET + 1) options.onState('lost');
      worker.postMessage({ type: 'ping' });
    });
  }

  start('live');
  watch();
  return {
    fetch: (request) => current.fetch(request),
    wire: { request: (request, signal) => current.wire!.request(request, signal) },
    controls: new Proxy({} as NonNullable<Connection['controls']>, {
      get: (_, method) => Reflect.get(current.controls as object, method) as unknown,
    }),
  };
}

/** One end for the worker (which answers once it is up: messages wait in the port), one to keep. */
function port(worker: Worker): MessagePort {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: 'connect' }, [port2]);
  return port1;
}

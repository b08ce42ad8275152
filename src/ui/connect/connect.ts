/**
 * Brings the page, its cluster and the learner's laptop together.
 *
 * Simulated: the cluster and the laptop are two workers. The cluster's worker is watched; when it dies or hangs it is
 * replaced by one that starts from the snapshot on disk, and everybody's requests go to the new one. Real (`--server`):
 * no cluster worker; requests go to the dev server, which hands them on.
 */
import type { Connection } from '../../client/connection.ts';
import { connectPort } from '../../client/port.ts';
import { prefixedFetch } from '../../client/prefixed-fetch.ts';
import type { Clock } from '../../time/clock.ts';

export type ClusterState = 'starting' | 'live' | 'lost' | 'restored';

export interface ConnectOptions {
  /** Path prefix of a real API on this origin; undefined for the simulated cluster. */
  server: string | undefined;
  startCluster: () => Worker;
  /** The laptop's worker; told where the cluster is, again after every restart. */
  laptop: Worker;
  clock: Clock;
  onState(state: ClusterState): void;
  /** The cluster runs, but cannot be kept on disk. */
  onUnsaved(message: string): void;
}

/**
 * What the laptop's worker is told: where the cluster is (a port to it is transferred along, unless it is a real one at
 * `server`), and to whom it serves its files and terminals (the port transferred along).
 */
export type LaptopMessage = { type: 'cluster'; server?: string } | { type: 'serve' };

/** Real ms between signs of life, and how many may be missed before the worker counts as hung. */
const PING_EVERY = 1_000;
const MISSED = 8;

export function connectCluster(options: ConnectOptions): Connection {
  if (options.server !== undefined) {
    options.laptop.postMessage({ type: 'cluster', server: options.server } satisfies LaptopMessage);
    options.onState('live');
    return { fetch: prefixedFetch(options.server) };
  }
  return superviseCluster(options);
}

function superviseCluster(options: ConnectOptions): Connection {
  let worker: Worker;
  let current: ReturnType<typeof connectPort>;
  let missed = 0;
  let ready = false;

  function start(state: ClusterState): void {
    ready = false;
    missed = 0;
    worker = options.startCluster();
    const mine = worker;
    mine.addEventListener('message', ({ data }: MessageEvent<{ type: string; message?: string }>) => {
      missed = 0;
      if (data.type === 'failed') options.onUnsaved(data.message ?? '');
      if (data.type !== 'ready' || mine !== worker) return;
      ready = true;
      options.onState(state === 'starting' ? 'live' : 'restored');
    });
    mine.addEventListener('error', (event) => {
      event.preventDefault();
      if (mine === worker) replace();
    });
    current = connectPort(port());
    const forLaptop = port();
    options.laptop.postMessage({ type: 'cluster' } satisfies LaptopMessage, [forLaptop]);
  }

  /** One end for the worker (which answers once it is up: messages wait in the port), one to keep. */
  function port(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ type: 'connect' }, [port2]);
    return port1;
  }

  function replace(): void {
    options.onState('lost');
    worker.terminate();
    current.close();
    start('restored');
  }

  function watch(): void {
    options.clock.after(PING_EVERY, () => {
      // A worker that is still starting is given time; afterwards silence means that it hangs.
      if (ready && ++missed > MISSED) replace();
      else worker.postMessage({ type: 'ping' });
      watch();
    });
  }

  start('starting');
  watch();
  return {
    fetch: (request) => current.fetch(request),
    wire: { request: (request, signal) => current.wire!.request(request, signal) },
    controls: new Proxy({} as NonNullable<Connection['controls']>, {
      get: (_, method) => Reflect.get(current.controls as object, method) as unknown,
    }),
  };
}

/**
 * Brings the page, its cluster and the learner's laptop together.
 *
 * Simulated: the cluster and the laptop are two workers, and the cluster's is supervised. Real (`--server`): no
 * cluster worker; requests go to the dev server, which hands them on.
 */
import type { Connection } from '../../client/connection.ts';
import { prefixedFetch } from '../../client/prefixed-fetch.ts';
import { superviseCluster, type Supervision } from './supervise.ts';

export interface ConnectOptions extends Supervision {
  /** Path prefix of a real API on this origin; undefined for the simulated cluster. */
  server: string | undefined;
}

/**
 * What the laptop's worker is told: where the cluster is (a port to it is transferred along, unless it is a real one at
 * `server`; told again after every restart; neither when there is none), and to whom it serves its files and terminals (the port transferred along).
 */
export type LaptopMessage = { type: 'cluster'; server?: string } | { type: 'serve' };

export function connectCluster(options: ConnectOptions): Connection {
  if (options.server === undefined) return superviseCluster(options);
  options.laptop.postMessage({ type: 'cluster', server: options.server } satisfies LaptopMessage);
  options.onState('live');
  return { fetch: prefixedFetch(options.server) };
}

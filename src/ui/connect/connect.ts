/**
 * Brings the page, its cluster and the learner's laptop together.
 *
 * Simulated: the cluster and the laptop are two workers, and the cluster's is supervised. Real (`--server`): no
 * cluster worker; the page's requests, and through it the laptop's, go to the dev server, which hands them on.
 */
import type { Connection } from '../../client/connection.ts';
import { connectPort, type Port, servePort } from '../../client/port.ts';
import { superviseCluster, type Supervision } from './supervise.ts';

export interface ConnectOptions extends Supervision {
  /** Leads to a real API; undefined for the simulated cluster. */
  server: Port | undefined;
}

/**
 * What the laptop's worker is told: where the cluster is (a port to it is transferred along; told again after every
 * restart, without a port when there is none), and to whom it serves its files and terminals (the port transferred
 * along). A real cluster has no simulated network.
 */
export type LaptopMessage = { type: 'cluster'; real?: true } | { type: 'serve' };

export function connectCluster(options: ConnectOptions): Connection {
  if (!options.server) return superviseCluster(options);
  const { fetch } = connectPort(options.server);
  const { port1, port2 } = new MessageChannel();
  servePort(port1, { fetch });
  options.laptop.postMessage({ type: 'cluster', real: true } satisfies LaptopMessage, [port2]);
  options.onState('live');
  return { fetch };
}

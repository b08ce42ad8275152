/**
 * The way from the page to a real API: requests come over the dev server's own WebSocket and are sent on from here.
 * A browser opens at most six connections to a host over HTTP/1.1, which a few watches use up; a socket carries them all.
 */
import type { ViteDevServer } from 'vite';
import { type Port, servePort } from '../client/port.ts';
import { prefixedFetch } from '../client/prefixed-fetch.ts';
import { realStreams } from './real-streams.ts';
import { FROM_CLUSTER, TO_CLUSTER } from '../ui/connect/tunnel-events.ts';

type Sockets = ViteDevServer['ws'];
type Listener = (event: MessageEvent) => void;

/** Serves the API at `server` (its base address) to every page that asks. */
export function serveTunnel(sockets: Sockets, server: string): void {
  const pages = new Map<unknown, Set<Listener>>();
  const connection = { fetch: prefixedFetch(server.replace(/\/$/, '')), stream: realStreams(server) };
  sockets.on(TO_CLUSTER, (data: unknown, client) => {
    let listeners = pages.get(client.socket);
    if (!listeners) {
      listeners = new Set();
      pages.set(client.socket, listeners);
      const stop = servePort(portOf(client, listeners), connection);
      client.socket.once('close', () => {
        pages.delete(client.socket);
        stop();
      });
    }
    for (const listen of listeners) listen({ data } as MessageEvent);
  });
}

function portOf(client: { send(event: string, payload: unknown): void }, listeners: Set<Listener>): Port {
  return {
    postMessage: (message) => client.send(FROM_CLUSTER, message),
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  };
}

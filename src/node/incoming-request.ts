/** A request of Node's HTTP server as the Request that a Fetch takes. */
import type { IncomingMessage } from 'node:http';

export function requestOf(incoming: IncomingMessage, signal: AbortSignal, body?: ArrayBuffer): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  const url = `http://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`;
  return new Request(url, { method: incoming.method ?? 'GET', headers, signal, ...(body ? { body } : {}) });
}

/** Sends a workstation's requests to a real API server (or `kubectl proxy`) at a URL. */
import type { Fetch } from '../client/client.ts';

export function serverFetch(server: string): Fetch {
  const prefix = server.replace(/\/+$/, '');
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = request.method === 'GET' ? undefined : await request.text();
    return fetch(prefix + pathname + search, {
      method: request.method,
      headers: request.headers,
      signal: request.signal,
      ...(body ? { body } : {}),
    });
  };
}

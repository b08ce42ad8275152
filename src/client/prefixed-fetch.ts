/** A real API behind a path of this origin: what the dev server's proxy gives the page and the laptop. */
import type { Fetch } from './client.ts';

export function prefixedFetch(server: string): Fetch {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = request.method === 'GET' ? undefined : await request.text();
    return fetch(server + pathname + search, {
      method: request.method,
      headers: request.headers,
      signal: request.signal,
      ...(body ? { body } : {}),
    });
  };
}

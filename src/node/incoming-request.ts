/** A request of Node's HTTP server as the Request that a Fetch takes. */
import type { IncomingMessage } from 'node:http';

export function requestOf(incoming: IncomingMessage, signal: AbortSignal, body?: ArrayBuffer): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  const url = `http://${incoming.headers.host ?? 'localhost'}${literal(incoming.url ?? '/')}`;
  return new Request(url, { method: incoming.method ?? 'GET', headers, signal, ...(body ? { body } : {}) });
}

/** A URL takes these for something else, a server for themselves: a path goes as it came. */
function literal(target: string): string {
  return target.replaceAll('\\', '%5C').replaceAll('#', '%23');
}

/** The segment of a path that a URL would resolve, `.` or `..` however it is written; undefined when there is none. */
export function dotSegment(target: string): { name: string; last: boolean } | undefined {
  const segments = (target.split('?')[0] ?? '').split('/');
  const at = segments.findIndex((one) => /^(?:\.|%2e){1,2}$/i.test(one));
  if (at < 0) return undefined;
  return { name: segments[at]!.replaceAll(/%2e/gi, '.'), last: at === segments.length - 1 };
}

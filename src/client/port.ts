/**
 * A cluster behind a MessagePort: fetch with streamed bodies, the wire and the controls, for clusters and clients
 * that live in different workers. `servePort` stands on the cluster's side, `connectPort` on the client's.
 *
 * Bodies cross as text: the API speaks JSON and YAML, and one string is the cheapest message there is.
 */
import type { Connection } from './connection.ts';
import type { Controls } from './controls.ts';
import { connectStreams, serveStreams } from './port-streams.ts';

type Call = { id: number; call: 'fetch'; path: string; method: string; headers: [string, string][]; body?: string };
type ToServer =
  | Call
  | { id: number; call: 'wire' | 'control'; method: string; args: unknown[] }
  | { id: number; call: 'cancel' };
type ToClient =
  | { id: number; answer: 'head'; status: number; headers: [string, string][] }
  | { id: number; answer: 'chunk'; text: string }
  | { id: number; answer: 'end' }
  | { id: number; answer: 'value'; value: unknown }
  | { id: number; answer: 'error'; message: string };

/** What both MessagePort and Worker have. */
export interface Port {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

/** Returns the way to stop: what runs then is cancelled. */
export function servePort(port: Port, connection: Connection): () => void {
  const running = new Map<number, AbortController>();
  const send = (message: ToClient): void => port.postMessage(message);

  async function serveFetch(call: Call, signal: AbortSignal): Promise<void> {
    const request = new Request(`http://cluster.local${call.path}`, {
      method: call.method,
      headers: call.headers,
      ...(call.body === undefined ? {} : { body: call.body }),
      signal,
    });
    const response = await connection.fetch(request);
    send({ id: call.id, answer: 'head', status: response.status, headers: [...response.headers] });
    const reader = response.body
      ?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
      .getReader();
    signal.addEventListener('abort', () => void reader?.cancel().catch(() => undefined));
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      send({ id: call.id, answer: 'chunk', text: part.value });
    }
    send({ id: call.id, answer: 'end' });
  }

  async function serve(message: Exclude<ToServer, { call: 'cancel' }>, signal: AbortSignal): Promise<void> {
    if (message.call === 'fetch') return serveFetch(message, signal);
    const target = (message.call === 'wire' ? connection.wire : connection.controls) as unknown as
      | Record<string, (...args: unknown[]) => Promise<unknown>>
      | undefined;
    const method = target?.[message.method];
    if (!target || !method) throw new Error(`${message.call} has no ${message.method}`);
    send({ id: message.id, answer: 'value', value: await method.apply(target, message.args) });
  }

  const stopStreams = serveStreams(port, connection.stream);
  const listen = ({ data }: MessageEvent<ToServer>): void => {
    // A message of a stream.
    if (!('call' in data)) return;
    if (data.call === 'cancel') return running.get(data.id)?.abort(new Error('cancelled'));
    const abort = new AbortController();
    running.set(data.id, abort);
    void serve(data, abort.signal)
      .catch((error: unknown) =>
        send({ id: data.id, answer: 'error', message: String((error as Error).message ?? error) }),
      )
      .finally(() => running.delete(data.id));
  };
  port.addEventListener('message', listen);
  port.start?.();
  return () => {
    port.removeEventListener('message', listen);
    stopStreams();
    for (const abort of running.values()) abort.abort(new Error('the client is gone'));
  };
}

export function connectPort(port: Port): Connection & { close(): void } {
  let last = 0;
  let closed = false;
  const waiting = new Map<number, (message: ToClient) => void>();
  const listen = ({ data }: MessageEvent<ToClient>): void => waiting.get(data.id)?.(data);
  port.addEventListener('message', listen);
  port.start?.();

  const invoke = (call: 'wire' | 'control', method: string, args: unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the cluster is not running'));
      const id = ++last;
      waiting.set(id, (message) => {
        waiting.delete(id);
        if (message.answer === 'value') resolve(message.value as never);
        else reject(new Error(message.answer === 'error' ? message.message : 'the cluster is not running'));
      });
      port.postMessage({ id, call, method, args } satisfies ToServer);
    });

  const streams = connectStreams(port);
  const controls = new Proxy({} as Controls, {
    // A promise-like look would make `await controls` call it.
    get: (_, method: string) =>
      method === 'then' ? undefined : (...args: unknown[]) => invoke('control', method, args),
  });

  return {
    fetch: (request) => sendFetch(request),
    stream: streams.open,
    wire: { request: (request) => invoke('wire', 'request', [request]) },
    controls,
    close() {
      closed = true;
      streams.close();
      port.removeEventListener('message', listen);
      for (const [id, answer] of waiting) answer({ id, answer: 'error', message: 'the cluster is not running' });
      waiting.clear();
    },
  };

  async function sendFetch(request: Request): Promise<Response> {
    if (closed) throw new TypeError('the cluster is not running');
    const url = new URL(request.url);
    const body = request.body || request.method !== 'GET' ? await request.text() : '';
    const id = ++last;
    const cancel = (): void => port.postMessage({ id, call: 'cancel' } satisfies ToServer);
    return new Promise((resolve, reject) => {
      let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
      const encoder = new TextEncoder();
      const finish = (): void => {
        waiting.delete(id);
        request.signal.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        cancel();
        finish();
        const reason = request.signal.reason as Error;
        stream?.error(reason);
        reject(reason);
      };
      request.signal.addEventListener('abort', abort, { once: true });
      waiting.set(id, (message) => {
        if (message.answer === 'head') {
          const source = new ReadableStream<Uint8Array>({
            start: (controller) => void (stream = controller),
            cancel: () => {
              cancel();
              finish();
            },
          });
          const bodyless = message.status === 204 || message.status === 304;
          resolve(new Response(bodyless ? null : source, { status: message.status, headers: message.headers }));
        } else if (message.answer === 'chunk') stream?.enqueue(encoder.encode(message.text));
        else if (message.answer === 'end') {
          finish();
          stream?.close();
        } else if (message.answer === 'error') {
          finish();
          const error = new TypeError(message.message);
          stream?.error(error);
          reject(error);
        }
      });
      port.postMessage({
        id,
        call: 'fetch',
        path: url.pathname + url.search,
        method: request.method,
        headers: [...request.headers],
        ...(body === '' ? {} : { body }),
      } satisfies ToServer);
    });
  }
}

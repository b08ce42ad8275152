/**
 * Two-way streams over the port between workers (port.ts). Frames cross as strings of one character a byte: the same
 * messages also go over the dev server's WebSocket, which carries JSON.
 */
import type { Port } from './port.ts';
import { type OpenStream, type Socket, socketOf, socketPair, upgraded } from './stream.ts';

type ToServer = { stream: number } & (
  | { open: { path: string; headers: [string, string][]; protocols: readonly string[] } }
  | { bytes: string }
  | { shut: true }
);
type ToClient = { stream: number } & (
  | { opened: string }
  | { refused: { status: number; headers: [string, string][]; body: string } }
  | { failed: string }
  | { bytes: string }
  | { shut: true }
);

function pack(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

const unpack = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** Sends on what a socket says until it is closed. */
async function pump(socket: Socket, send: (message: { bytes: string } | { shut: true }) => void): Promise<void> {
  for (let message = await socket.read(); message; message = await socket.read()) send({ bytes: pack(message) });
  send({ shut: true });
}

/** Returns the way to stop: open streams are closed. */
export function serveStreams(port: Port, open: OpenStream | undefined): () => void {
  const sockets = new Map<number, Socket>();

  async function start(stream: number, { path, headers, protocols }: Extract<ToServer, { open: unknown }>['open']) {
    const send = (message: object): void => port.postMessage({ stream, ...message } as ToClient);
    try {
      if (!open) throw new Error('nothing carries streams to the cluster');
      const response = await open(new Request(`http://cluster.local${path}`, { headers }), protocols);
      const socket = socketOf(response);
      if (!socket) {
        return send({
          refused: { status: response.status, headers: [...response.headers], body: await response.text() },
        });
      }
      sockets.set(stream, socket);
      send({ opened: socket.protocol });
      await pump(socket, send);
      sockets.delete(stream);
    } catch (error) {
      send({ failed: String((error as Error).message ?? error) });
    }
  }

  const listen = ({ data }: MessageEvent<ToServer>): void => {
    if (typeof data.stream !== 'number') return;
    if ('open' in data) return void start(data.stream, data.open);
    const socket = sockets.get(data.stream);
    if ('bytes' in data) void socket?.send(unpack(data.bytes));
    else socket?.close();
  };
  port.addEventListener('message', listen);
  return () => {
    port.removeEventListener('message', listen);
    for (const socket of sockets.values()) socket.close();
  };
}

export function connectStreams(port: Port): { open: OpenStream; close(): void } {
  let last = 0;
  let closed = false;
  const waiting = new Map<number, (message: ToClient) => void>();
  const listen = ({ data }: MessageEvent<ToClient>): void => waiting.get(data.stream)?.(data);
  port.addEventListener('message', listen);

  const open: OpenStream = (request, protocols) =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new TypeError('the cluster is not running'));
      const stream = ++last;
      const { pathname, search } = new URL(request.url);
      let server: Socket | undefined;
      waiting.set(stream, (message) => {
        if ('opened' in message) {
          const [near, far] = socketPair(message.opened);
          server = far;
          resolve(upgraded(near));
          void pump(far, (frame) => port.postMessage({ stream, ...frame } satisfies ToServer));
          return;
        }
        if ('bytes' in message) return void server?.send(unpack(message.bytes));
        waiting.delete(stream);
        if ('refused' in message) {
          const { status, headers, body } = message.refused;
          resolve(new Response(body, { status, headers }));
        } else if ('failed' in message) reject(new TypeError(message.failed));
        else server?.close();
      });
      port.postMessage({
        stream,
        open: { path: pathname + search, headers: [...request.headers], protocols },
      } satisfies ToServer);
    });

  return {
    open,
    close() {
      closed = true;
      port.removeEventListener('message', listen);
      for (const [stream, tell] of waiting) tell({ stream, shut: true });
      waiting.clear();
    },
  };
}

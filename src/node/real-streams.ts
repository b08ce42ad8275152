/** Two-way streams to a real API server (or `kubectl proxy`) at a URL: a WebSocket each. */
import { WebSocket } from 'ws';
import { type OpenStream, socketPair, upgraded } from '../client/stream.ts';
import { join } from './websocket.ts';

export function realStreams(server: string): OpenStream {
  const base = server.replace(/\/+$/, '').replace(/^http/, 'ws');
  return (request, protocols) =>
    new Promise((resolve, reject) => {
      const { pathname, search } = new URL(request.url);
      const client = new WebSocket(base + pathname + search, [...protocols], {
        headers: Object.fromEntries(request.headers),
        // kubectl proxy lets no other origin exec; a server that knows none minds none.
        origin: server,
      });
      client.on('error', (error) => reject(new TypeError(error.message)));
      client.on('unexpected-response', (_request, answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve(new Response(Buffer.concat(parts), { status: answer.statusCode ?? 500 })));
      });
      client.on('open', () => {
        const [near, far] = socketPair(client.protocol);
        join(client, far);
        resolve(upgraded(near));
      });
    });
}

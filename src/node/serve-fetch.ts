/** Any Fetch as an HTTP server on 127.0.0.1: bodies are streamed both ways, and a client that hangs up ends its request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { Fetch } from '../client/client.ts';
import type { OpenStream } from '../client/stream.ts';
import { requestOf } from './incoming-request.ts';
import { createUpgrade } from './websocket.ts';

/** `stream`, where there is one, serves WebSockets. */
export async function serveFetch(
  fetch: Fetch,
  port: number,
  stream?: OpenStream,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    handle(fetch, request, response).catch((error: unknown) => fail(response, error));
  });
  if (stream) server.on('upgrade', createUpgrade(stream));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : port, close: () => close(server) };
}

async function handle(fetch: Fetch, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const abort = new AbortController();
  outgoing.on('close', () => abort.abort());
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  const body = hasBody ? await readAll(incoming) : undefined;
  const response = await fetch(requestOf(incoming, abort.signal, body));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  // Whoever watches must learn that the watch stands, before its first event.
  outgoing.flushHeaders();
  if (!response.body) return void outgoing.end();
  await pipeline(Readable.fromWeb(response.body as NodeStream), outgoing).catch(() => undefined);
}

/** Larger than any object that the API accepts: it answers such a body itself. */
const MOST = 16 * 1024 * 1024;

async function readAll(incoming: IncomingMessage): Promise<ArrayBuffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST) chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks)).buffer;
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(500, { 'Content-Type': 'application/json' });
  const message = error instanceof Error ? error.message : String(error);
  response.end(
    JSON.stringify({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      reason: 'InternalError',
      message,
      code: 500,
    }),
  );
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

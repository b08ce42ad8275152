/**
 * Any Fetch as a server on 127.0.0.1, HTTP and HTTPS on one port: bodies are streamed both ways, and a client that hangs up
 * ends its request. Whoever shows a client's certificate is the user that it names.
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Socket, createServer as createNetServer } from 'node:net';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { TLSSocket } from 'node:tls';
import { badRequest, internalError, unknownPath, verbNotAllowed } from '../api/status-errors.ts';
import type { Status, StatusError } from '../api/status.ts';
import type { Fetch } from '../client/client.ts';
import type { OpenStream } from '../client/stream.ts';
import { realClock } from '../time/real.ts';
import { dotSegment, requestOf } from './incoming-request.ts';
import { serverCertificate } from './server-certificate.ts';
import { createUpgrade } from './websocket.ts';

/** Go's DefaultMaxHeaderBytes. */
const LIMITS = { maxHeaderSize: 1 << 20 };
/** Ms until a connection must have said something. */
const SILENCE = 60_000;
/** The first byte of a TLS handshake. */
const HANDSHAKE = 0x16;

/** `stream`, where there is one, serves WebSockets. */
export async function serveFetch(
  fetch: Fetch,
  port: number,
  stream?: OpenStream,
): Promise<{ port: number; close(): Promise<void> }> {
  const plain = createServer(LIMITS);
  const secure = createTlsServer({
    ...LIMITS,
    ...serverCertificate(realClock.now()),
    requestCert: true,
    rejectUnauthorized: false,
  });
  for (const server of [plain, secure]) {
    serve(server, fetch, stream);
    // Neither listens itself, and it is listening that makes a server watch over unfinished requests.
    server.emit('listening');
  }
  const open = new Set<Socket>();
  const door = createNetServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    letIn(socket, plain, secure);
  });
  await new Promise<void>((resolve, reject) => {
    door.once('error', reject);
    door.listen(port, '127.0.0.1', resolve);
  });
  const address = door.address();
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      door.close(() => resolve());
      plain.close();
      secure.close();
      for (const socket of open) socket.destroy();
    });
  return { port: typeof address === 'object' && address ? address.port : port, close };
}

/** Hands the connection to the server that its first byte asks for. */
function letIn(socket: Socket, plain: Server, secure: Server): void {
  socket.on('error', () => socket.destroy());
  // Whoever connects and says nothing is let go, as one who does not end his headers.
  socket.setTimeout(SILENCE, () => socket.destroy());
  socket.once('data', (first: Buffer) => {
    socket.pause();
    socket.setTimeout(0);
    socket.unshift(first);
    (first[0] === HANDSHAKE ? secure : plain).emit('connection', socket);
    process.nextTick(() => socket.resume());
  });
}

function serve(server: Server, fetch: Fetch, stream: OpenStream | undefined): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    identify(request);
    handle(fetch, request, response).catch((error: unknown) => fail(response, error));
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    const body = JSON.stringify(verbNotAllowed().status);
    socket.end(
      `HTTP/1.1 405 Method Not Allowed\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  if (!stream) return;
  const upgrade = createUpgrade(stream);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    identify(request);
    upgrade(request, socket, head);
  });
}

/** A client's certificate says who it is, whatever else the request says: CN the user, O its groups. */
function identify(request: IncomingMessage): void {
  const socket = request.socket as Partial<TLSSocket>;
  const subject = socket.getPeerCertificate?.()?.subject as Record<string, string | string[]> | undefined;
  if (!subject?.['CN']) return;
  request.headers['x-remote-user'] = [subject['CN']].flat()[0] ?? '';
  request.headers['x-remote-group'] = [subject['O'] ?? []].flat().join(',');
  delete request.headers.authorization;
}

const UNREADABLE = new Set(['TRACE', 'TRACK', 'CONNECT']);

async function handle(fetch: Fetch, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const abort = new AbortController();
  outgoing.on('close', () => abort.abort());
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  const body = hasBody ? await readAll(incoming) : undefined;
  // No Request can be made of them.
  if (UNREADABLE.has(incoming.method ?? '')) return sayStatus(outgoing, verbNotAllowed().status);
  if (!URL.canParse(`http://${incoming.headers.host ?? 'localhost'}/`)) return malformedHost(outgoing);
  const dots = dotSegment(incoming.url ?? '/');
  if (dots) return sayStatus(outgoing, dotted(dots).status);
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

/** Nothing is resolved here: `..` is a name like any other, and one that no object has. */
function dotted({ name, last }: { name: string; last: boolean }): StatusError {
  return last ? badRequest(`Name parameter invalid: ${JSON.stringify(name)}: may not be '${name}'`) : unknownPath();
}

/** As net/http says it. */
function malformedHost(response: ServerResponse): void {
  response.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end('400 Bad Request: malformed Host header');
}

function sayStatus(response: ServerResponse, status: Status): void {
  response.writeHead(status.code ?? 500, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(status)}\n`);
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const message = error instanceof Error ? error.message : String(error);
  sayStatus(response, internalError(message).status);
}

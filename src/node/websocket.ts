/** WebSockets of an HTTP server joined to a cluster's streams (exec, attach, portforward). */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type OpenStream, type Socket, socketOf } from '../client/stream.ts';
import { requestOf } from './incoming-request.ts';
import { serveSpdyTunnel, SPDY_TUNNEL } from './spdy-tunnel.ts';

/** Bytes of one message; a client that sends more is cut off with status 1009. */
const LARGEST = 32 * 1024 * 1024;
/** Real ms between two pings. A client that answered none of them meanwhile is gone. */
const HEARTBEAT = 30_000;
/** A browser cannot set headers: it sends its token as a subprotocol (apiserver/pkg/authentication/request/websocket). */
const TOKEN = 'base64url.bearer.authorization.k8s.io.';

export type Upgrade = (incoming: IncomingMessage, connection: Duplex, head: Buffer) => void;

export function createUpgrade(stream: OpenStream): Upgrade {
  return (incoming, connection, head) => {
    connection.on('error', () => connection.destroy());
    upgrade(stream, incoming, connection, head).catch(() => connection.destroy());
  };
}

async function upgrade(stream: OpenStream, incoming: IncomingMessage, connection: Duplex, head: Buffer): Promise<void> {
  if (incoming.headers.upgrade?.toLowerCase() !== 'websocket') return refuseOther(stream, incoming, connection);
  const offered = protocolsOf(incoming);
  const token = offered.find((protocol) => protocol.startsWith(TOKEN));
  if (token) {
    incoming.headers.authorization ??= `Bearer ${Buffer.from(token.slice(TOKEN.length), 'base64url').toString()}`;
  }
  const abort = new AbortController();
  connection.once('close', () => abort.abort());
  const request = requestOf(incoming, abort.signal);
  const protocols = offered.filter((protocol) => protocol !== token);
  if (protocols.includes(SPDY_TUNNEL)) {
    const refused = await serveSpdyTunnel(stream, request, (protocol) => accept(incoming, connection, head, protocol));
    return refused && refuse(connection, refused);
  }
  const response = await stream(request, protocols);
  const socket = socketOf(response);
  if (!socket) return refuse(connection, response);
  const client = await accept(incoming, connection, head, socket.protocol).catch(() => undefined);
  if (client) join(client, socket);
  else socket.close();
}

/**
 * Older clients, and kubectl when its WebSocket was refused, ask for SPDY: they learn why the stream cannot be.
 * Simplified: SPDY is spoken only within a WebSocket.
 */
async function refuseOther(stream: OpenStream, incoming: IncomingMessage, connection: Duplex): Promise<void> {
  const request = requestOf(incoming, new AbortController().signal);
  const response = await stream(request, ['v4.channel.k8s.io']);
  const socket = socketOf(response);
  socket?.close();
  await refuse(connection, socket ? new Response('Upgrade request required\n', { status: 400 }) : response);
}

function protocolsOf(incoming: IncomingMessage): string[] {
  return (incoming.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol !== '');
}

function accept(incoming: IncomingMessage, connection: Duplex, head: Buffer, protocol: string): Promise<WebSocket> {
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST });
  // The library takes no subprotocol with a slash, which kubectl's has: it is agreed on behind its back.
  delete incoming.headers['sec-websocket-protocol'];
  if (protocol !== '') server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
  return new Promise((resolve, reject) => {
    connection.once('close', () => reject(new Error('the client is gone')));
    server.handleUpgrade(incoming, connection, head, (client) => {
      keepAlive(client);
      resolve(client);
    });
  });
}

/** Ends a connection whose client no longer answers. */
function keepAlive(client: WebSocket): void {
  let alive = true;
  client.on('pong', () => (alive = true));
  client.on('error', () => client.terminate());
  const timer = setInterval(() => {
    if (!alive) return client.terminate();
    alive = false;
    client.ping();
  }, HEARTBEAT);
  timer.unref();
  client.on('close', () => clearInterval(timer));
}

/** Carries messages both ways until either side closes. */
export function join(client: WebSocket, socket: Socket): void {
  const text = socket.protocol.includes('base64.');
  client.on('message', (data: RawData) => {
    client.pause();
    void socket.send(bytesOf(data)).then(() => client.resume());
  });
  client.on('close', () => socket.close());
  void (async () => {
    for (let message = await socket.read(); message; message = await socket.read()) {
      const sent = message;
      await new Promise<void>((resolve) => client.send(text ? Buffer.from(sent).toString() : sent, () => resolve()));
    }
    client.close(1000);
  })();
}

export function bytesOf(data: RawData): Uint8Array {
  const buffer = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;
  return new Uint8Array(buffer);
}

async function refuse(connection: Duplex, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.set('content-length', String(body.length));
  headers.set('connection', 'close');
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  connection.end(
    Buffer.concat([
      Buffer.from(`HTTP/1.1 ${response.status} ${words(response)}\r\n${lines.join('\r\n')}\r\n\r\n`),
      body,
    ]),
  );
}

const words = ({ status }: Response): string =>
  ({ 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found' })[status] ?? '';

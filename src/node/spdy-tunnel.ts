/**
 * Port-forwarding as kubectl does it: SPDY/3.1 within a WebSocket (client-go/tools/portforward/tunneling_connection.go).
 * Each connection is a pair of SPDY streams; here it becomes a stream of its own to the cluster.
 * Simplified: to learn whether the Pod can be reached at all, a stream is opened first that nothing is sent over.
 */
import type { RawData, WebSocket } from 'ws';
import { type OpenStream, type Socket, socketOf } from '../client/stream.ts';
import { FrameReader, FrameWriter, type Frame } from './spdy-frames.ts';

export const SPDY_TUNNEL = 'SPDY/3.1+portforward.k8s.io';
const CHANNELS = 'v4.channel.k8s.io';

/** Resolves with what the cluster says when it refuses. */
export async function serveSpdyTunnel(
  stream: OpenStream,
  request: Request,
  accept: (protocol: string) => Promise<WebSocket>,
): Promise<Response | undefined> {
  const open = async (port: string): Promise<Response> => {
    const url = new URL(request.url);
    url.searchParams.set('ports', port);
    return stream(new Request(url, { headers: request.headers, signal: request.signal }), [CHANNELS]);
  };
  const first = await open('1');
  const probe = socketOf(first);
  if (!probe) return first;
  probe.close();
  const client = await accept(SPDY_TUNNEL).catch(() => undefined);
  if (client) new Session(client, open).begin();
  return undefined;
}

/** The two streams of one connection, and the way to the Pod once both are there. */
interface Pair {
  port: string;
  data?: number;
  error?: number;
  socket?: Socket;
  /** What came before the way was open. */
  early: Uint8Array[];
  /** The client sends nothing more. */
  done: boolean;
}

class Session {
  private readonly reader = new FrameReader();
  private readonly writer = new FrameWriter();
  private readonly pairs = new Map<string, Pair>();
  private readonly byStream = new Map<number, Pair>();
  private queue: Promise<void> = Promise.resolve();
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: WebSocket,
    private readonly open: (port: string) => Promise<Response>,
  ) {}

  begin(): void {
    const { client } = this;
    client.on('message', (data: RawData) => {
      const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
      this.queue = this.queue.then(() => this.receive(bytes)).catch(() => client.close(1002));
    });
    client.on('close', () => {
      for (const { socket } of this.pairs.values()) socket?.close();
    });
  }

  private async receive(bytes: Uint8Array): Promise<void> {
    for (const frame of await this.reader.push(bytes)) await this.take(frame);
  }

  private async take(frame: Frame): Promise<void> {
    if (frame.type === 'ping') return this.send(frame);
    if (frame.type === 'goaway') return void this.client.close(1000);
    if (frame.type === 'syn-stream') return this.beginStream(frame.stream, frame.headers);
    const pair = 'stream' in frame ? this.byStream.get(frame.stream) : undefined;
    if (!pair) return;
    if (frame.type === 'rst-stream') return this.drop(pair);
    if (frame.type !== 'data' || frame.stream !== pair.data) return;
    if (frame.data.length > 0) await this.pass(pair, frame.data);
    if (!frame.fin) return;
    pair.done = true;
    pair.socket?.close();
  }

  private async beginStream(stream: number, headers: ReadonlyMap<string, string>): Promise<void> {
    const key = headers.get('requestid') ?? '';
    const port = headers.get('port') ?? '';
    const pair = this.pairs.get(key) ?? { port, early: [], done: false };
    this.pairs.set(key, pair);
    this.byStream.set(stream, pair);
    if (headers.get('streamtype') === 'error') pair.error = stream;
    else pair.data = stream;
    await this.send({ type: 'syn-reply', stream, headers: new Map(), fin: false });
    if (pair.data !== undefined && pair.error !== undefined) void this.connect(key, pair);
  }

  private async connect(key: string, pair: Pair): Promise<void> {
    try {
      const socket = socketOf(await this.open(pair.port));
      if (!socket) throw new Error('the Pod is gone');
      pair.socket = socket;
      for (const data of pair.early.splice(0)) await socket.send(withChannel(data));
      if (pair.done) socket.close();
      await this.carry(pair, socket);
    } catch (error) {
      const words = Buffer.from(error instanceof Error ? error.message : String(error));
      await this.send({ type: 'data', stream: pair.error!, data: words, fin: false });
    }
    await this.send({ type: 'data', stream: pair.data!, data: new Uint8Array(0), fin: true });
    await this.send({ type: 'data', stream: pair.error!, data: new Uint8Array(0), fin: true });
    this.pairs.delete(key);
    this.byStream.delete(pair.data!);
    this.byStream.delete(pair.error!);
  }

  /** What the Pod says; the first message of each channel is its port. */
  private async carry(pair: Pair, socket: Socket): Promise<void> {
    const seen = new Set<number>();
    for (let message = await socket.read(); message; message = await socket.read()) {
      const channel = message[0]!;
      if (!seen.has(channel)) seen.add(channel);
      else {
        const stream = channel === 0 ? pair.data! : pair.error!;
        await this.send({ type: 'data', stream, data: message.subarray(1), fin: false });
      }
    }
  }

  private async pass(pair: Pair, data: Uint8Array): Promise<void> {
    if (pair.socket) await pair.socket.send(withChannel(data));
    else pair.early.push(data);
  }

  private drop(pair: Pair): void {
    pair.done = true;
    pair.socket?.close();
  }

  /** One after the other: header blocks depend on those before them. */
  private send(frame: Frame): Promise<void> {
    this.sending = this.sending.then(async () => {
      const bytes = await this.writer.frame(frame);
      await new Promise<void>((resolve) => this.client.send(bytes, { binary: true }, () => resolve()));
    });
    return this.sending;
  }
}

function withChannel(data: Uint8Array): Uint8Array {
  const message = new Uint8Array(data.length + 1);
  message.set(data, 1);
  return message;
}

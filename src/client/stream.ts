/**
 * Two-way streams to subresources (exec, attach, portforward): a WebSocket as both of its ends see it, whatever carries
 * it. What opens one answers with a Response: of a stream when `socketOf` finds one in it, else of a refusal.
 */

/** One end. Messages are whole and arrive in order. */
export interface Socket {
  /** The subprotocol that was agreed on. */
  readonly protocol: string;
  /** Resolves when there is room for more. Messages sent to an end that was closed are lost. */
  send(message: Uint8Array): Promise<void>;
  /** The next message, undefined when the other side has closed. Rejects when `signal` aborts. */
  read(signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** What was sent before still arrives. */
  close(): void;
  /** Aborts when either side has closed. */
  readonly closed: AbortSignal;
}

/** As Fetch; `protocols` are the subprotocols that the client speaks, best first. */
export type OpenStream = (request: Request, protocols: readonly string[]) => Promise<Response>;

const sockets = new WeakMap<Response, Socket>();

/** A Response that stands for a stream (101 Switching Protocols, which no Response may carry). */
export function upgraded(socket: Socket): Response {
  const response = new Response(null, { status: 200 });
  sockets.set(response, socket);
  return response;
}

/** The client's end; undefined when the answer is no stream. */
export function socketOf(response: Response): Socket | undefined {
  return sockets.get(response);
}

/** Bytes on their way before `send` waits. */
const ROOM = 1024 * 1024;

class Lane {
  private readonly messages: Uint8Array[] = [];
  private size = 0;
  private ended = false;
  private reader: (() => void) | undefined;
  private writers: (() => void)[] = [];

  async send(message: Uint8Array): Promise<void> {
    if (this.ended) return;
    this.messages.push(message);
    this.size += message.length;
    this.reader?.();
    while (this.size > ROOM && !this.ended) await new Promise<void>((resolve) => this.writers.push(resolve));
  }

  async read(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    for (;;) {
      signal?.throwIfAborted();
      const message = this.messages.shift();
      if (message) {
        this.size -= message.length;
        this.release();
        return message;
      }
      if (this.ended) return undefined;
      await this.arrival(signal);
    }
  }

  end(): void {
    this.ended = true;
    this.reader?.();
    this.release();
  }

  /** Nobody reads any more. */
  drop(): void {
    this.messages.length = 0;
    this.size = 0;
    this.end();
  }

  private release(): void {
    for (const resume of this.writers.splice(0)) resume();
  }

  private arrival(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.reader = undefined;
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.reader = wake;
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}

/** The two ends of one stream. */
export function socketPair(protocol: string): [Socket, Socket] {
  const there = new Lane();
  const back = new Lane();
  const ends = [new AbortController(), new AbortController()] as const;
  const end = (mine: Lane, theirs: Lane, own: number): Socket => ({
    protocol,
    closed: ends[own]!.signal,
    send: (message) => mine.send(message),
    read: (signal) => theirs.read(signal),
    close() {
      mine.end();
      theirs.drop();
      for (const one of ends) one.abort(new Error('the stream is closed'));
    },
  });
  return [end(there, back, 0), end(back, there, 1)];
}

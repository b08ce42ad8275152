/** The client of exec and attach (client-go/tools/remotecommand/websocket.go, v5.go). */
import type { Status } from '../../api/status.ts';
import { StatusError } from '../../api/status.ts';
import type { Socket } from '../../client/stream.ts';
import { CommandError } from '../errors.ts';
import type { VerbContext } from '../verb.ts';
import { openPodStream } from './open.ts';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
const CLOSE = 255;

interface Reader {
  read(signal?: AbortSignal): Promise<string | undefined>;
}
interface Writer {
  write(text: string): Promise<void>;
}

export interface RemoteCommand {
  pod: string;
  container: string;
  subresource: 'exec' | 'attach';
  command?: readonly string[];
  tty: boolean;
  stdin?: Reader | undefined;
  stdout?: Writer | undefined;
  stderr?: Writer | undefined;
}

/** Resolves when it ended well; throws a CommandError with its exit code, or StatusError. */
export async function runRemote(context: VerbContext, remote: RemoteCommand): Promise<void> {
  const { pod, container, subresource, command = [], tty, stdin, stdout, stderr } = remote;
  const query = new URLSearchParams();
  for (const word of command) query.append('command', word);
  query.set('container', container);
  for (const [name, on] of Object.entries({ stdin, stdout, stderr: tty ? undefined : stderr, tty })) {
    if (on) query.set(name, 'true');
  }
  const socket = await openPodStream(context, pod, subresource, query, ['v5.channel.k8s.io', 'v4.channel.k8s.io']);
  const control = tty ? context.io.stdin.control : undefined;
  const unwatch = control ? followSize(context, socket, control) : undefined;
  control?.raw(true);
  try {
    if (stdin) void sendInput(context, socket, stdin);
    await receive(context, socket, remote);
  } finally {
    unwatch?.();
    control?.raw(false);
    socket.close();
  }
  context.io.signal.throwIfAborted();
}

function followSize(
  context: VerbContext,
  socket: Socket,
  control: NonNullable<VerbContext['io']['stdin']['control']>,
): () => void {
  const tell = (): void => {
    const { columns, rows } = context.io.terminal ?? { columns: 80, rows: 24 };
    void socket.send(framed(RESIZE, new TextEncoder().encode(JSON.stringify({ Width: columns, Height: rows }))));
  };
  tell();
  return control.onResize(tell);
}

async function sendInput(context: VerbContext, socket: Socket, stdin: Reader): Promise<void> {
  try {
    for (;;) {
      const chunk = await stdin.read(socket.closed);
      if (chunk === undefined) break;
      await socket.send(framed(STDIN, context.io.text.encode(chunk)));
    }
    if (socket.protocol.startsWith('v5')) await socket.send(Uint8Array.of(CLOSE, STDIN));
  } catch {
    // The other side has ended: nobody reads any more.
  }
}

async function receive(context: VerbContext, socket: Socket, { stdout, stderr }: RemoteCommand): Promise<void> {
  const decoders = new Map([STDOUT, STDERR].map((channel) => [channel, context.io.text.decoder()]));
  for (let message = await socket.read(context.io.signal); message; message = await socket.read(context.io.signal)) {
    const [channel = 0] = message;
    const data = message.subarray(1);
    if (channel === ERROR) return judge(new TextDecoder().decode(data));
    const text = decoders.get(channel)?.(data) ?? '';
    if (text !== '') await (channel === STDOUT ? stdout : stderr)?.write(text);
  }
  context.io.signal.throwIfAborted();
  throw new CommandError('websocket: close 1006 (abnormal closure): unexpected EOF');
}

function judge(text: string): void {
  if (text === '') return;
  const status = JSON.parse(text) as Status;
  if (status.status === 'Success') return;
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (status.reason === 'NonZeroExitCode' && code !== undefined) {
    throw new CommandError(`command terminated with exit code ${code}`, { exitCode: Number(code), verbatim: true });
  }
  // As a client-go client reads it: the words alone.
  if (status.reason === 'InternalError') throw new CommandError(status.message ?? '');
  throw new StatusError(status);
}

function framed(channel: number, data: Uint8Array): Uint8Array {
  const message = new Uint8Array(data.length + 1);
  message[0] = channel;
  message.set(data, 1);
  return message;
}

/**
 * exec and attach over WebSocket (apiserver/pkg/util/proxy/streamtranslator.go, kubelet/pkg/cri/streaming/remotecommand):
 * a channel each for stdin, stdout, stderr, the outcome and the size of the terminal.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { badRequest } from '../../../api/status-errors.ts';
import { type Status, StatusError } from '../../../api/status.ts';
import { type Socket, socketPair, upgraded } from '../../../client/stream.ts';
import type { Attachment, TerminalSize } from '../../../containers/attachment.ts';
import { createTextDecoder, encodeText } from '../../../shell/bytes.ts';
import { outputTo, Pipe } from '../../../shell/pipe.ts';
import type { Output } from '../../../shell/process.ts';
import type { Connect } from '../http/connect.ts';
import { type Channels, channelsOf, chooseProtocol } from './channels.ts';
import type { NodeServer } from './node-server.ts';
import { chooseContainer, hostOf, refusedByNode } from './pod-location.ts';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
/** Only since v5: says that a channel will carry nothing more. */
const CLOSE = 255;

const PROTOCOLS = [
  'v5.channel.k8s.io',
  'v4.channel.k8s.io',
  'v4.base64.channel.k8s.io',
  'channel.k8s.io',
  'base64.channel.k8s.io',
  '',
];

export type Nodes = (name: string) => NodeServer | undefined;

export function execConnector(nodes: Nodes): Connect {
  return remoteCommand(nodes, 'exec', (node, pod, container, query, streams) =>
    node.exec(pod, container, query.getAll('command'), streams),
  );
}

export function attachConnector(nodes: Nodes): Connect {
  return remoteCommand(nodes, 'attach', (node, pod, container, _query, streams) =>
    node.attach(pod, container, streams),
  );
}

type Start = (
  node: NodeServer,
  pod: Pod,
  container: string,
  query: URLSearchParams,
  streams: Attachment,
) => Promise<number>;

function remoteCommand(nodes: Nodes, what: string, start: Start): Connect {
  return (request) => {
    const { query, protocols } = request;
    const pod = request.object as unknown as Pod;
    const container = chooseContainer(pod, query.get('container') ?? '');
    const host = hostOf(pod);
    if (!protocols) throw badRequest('Upgrade request required');
    const protocol = chooseProtocol(protocols, PROTOCOLS);
    if (protocol === undefined) return unsupported(protocols, PROTOCOLS);
    const node = nodes(host);
    const [client, server] = socketPair(protocol);
    const forget = request.keep(() => server.close());
    void serve(server, query, node, (streams) => {
      if (!node) throw unreachable(what, pod, container, query);
      return start(node, pod, container, query, streams);
    }).finally(forget);
    return upgraded(client);
  };
}

/** As the WebSocket handshake fails when no subprotocol is spoken by both. */
export function unsupported(offered: readonly string[], spoken: readonly string[]): Response {
  const known = [...spoken].filter((protocol) => protocol !== '').sort();
  return new Response(
    `requested protocol(s) are not supported: [${offered.join(' ')}]; supports [${known.join(' ')}]\n`,
    {
      status: 403,
    },
  );
}

/** A node without a kubelet that serves. */
function unreachable(what: string, pod: Pod, container: string, query: URLSearchParams): Error {
  const passed = new URLSearchParams(query.getAll('command').map((word) => ['command', word]));
  for (const [asked, given] of PASSED) if (flag(query, asked)) passed.append(given, '1');
  return new Error(`error sending request: ${refusedByNode('Post', what, pod, container, `${passed}`)}`);
}

/** As they are called by the API, and by the kubelet; in the order of the latter's names. */
const PASSED = [
  ['stderr', 'error'],
  ['stdin', 'input'],
  ['stdout', 'output'],
  ['tty', 'tty'],
] as const;

const flag = (query: URLSearchParams, name: string): boolean => /^(1|t|true)$/i.test(query.get(name) ?? '');

/** Runs it and tells how it ended; resolves when all is over, never rejects. */
async function serve(
  socket: Socket,
  query: URLSearchParams,
  node: NodeServer | undefined,
  run: (streams: Attachment) => Promise<number>,
): Promise<void> {
  const stirred = (): void => node?.clock.promised?.();
  const channels = channelsOf(socket);
  const client = receive(channels, socket, flag(query, 'stdin'), stirred);
  const tty = flag(query, 'tty');
  const output = (channel: number): Output => ({
    ...outputTo(async (text) => {
      stirred();
      await channels.send(channel, encodeText(text));
    }),
    isTerminal: tty,
  });
  const stdout = flag(query, 'stdout') ? output(STDOUT) : undefined;
  // With a terminal there is but one stream.
  const stderr = flag(query, 'stderr') && !tty ? output(STDERR) : undefined;
  let status: Status;
  try {
    if (!client.stdin && !stdout && !stderr) throw new Error('you must specify at least 1 of stdin, stdout, stderr');
    // Tells the client that the connection stands.
    await channels.send(stdout ? STDOUT : stderr ? STDERR : ERROR, new Uint8Array(0));
    const { stdin } = client;
    const code = await run({ stdin, stdout, stderr, tty, onResize: client.onResize, signal: socket.closed });
    status = exitStatus(code);
  } catch (error) {
    status = failure(error);
  }
  stirred();
  await tell(channels, socket.protocol, status);
  socket.close();
  stirred();
}

interface FromClient {
  stdin: Pipe['input'] | undefined;
  onResize(listener: (size: TerminalSize) => void): void;
}

function receive(channels: Channels, socket: Socket, wantsStdin: boolean, stirred: () => void): FromClient {
  const stdin = wantsStdin ? new Pipe() : undefined;
  const decoder = createTextDecoder();
  const listeners: ((size: TerminalSize) => void)[] = [];
  let latest: TerminalSize | undefined;
  const pump = async (): Promise<void> => {
    for (let message = await channels.read(); message; message = await channels.read()) {
      const { channel, data } = message;
      stirred();
      if (channel === STDIN) await stdin?.output.write(decoder.decode(data)).catch(() => undefined);
      else if (channel === RESIZE) {
        latest = sizeOf(data) ?? latest;
        for (const listener of listeners) if (latest) listener(latest);
      } else if (channel === CLOSE && data[0] === STDIN && socket.protocol.startsWith('v5')) stdin?.output.close();
      stirred();
    }
    stdin?.output.close();
    stirred();
  };
  void pump();
  return {
    stdin: stdin?.input,
    onResize(listener) {
      listeners.push(listener);
      if (latest) listener(latest);
    },
  };
}

function sizeOf(data: Uint8Array): TerminalSize | undefined {
  try {
    const { Width, Height } = JSON.parse(new TextDecoder().decode(data)) as { Width?: number; Height?: number };
    return Width && Height ? { columns: Width, rows: Height } : undefined;
  } catch {
    return undefined;
  }
}

function exitStatus(code: number): Status {
  if (code === 0) return { metadata: {}, status: 'Success' } as Status;
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  } as Status;
}

function failure(error: unknown): Status {
  if (error instanceof StatusError) return error.status;
  const message = error instanceof Error ? error.message : String(error);
  return {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: { causes: [{ message }] },
    code: 500,
  } as Status;
}

/** Before v4 the error channel had plain words, and nothing to say of success. */
async function tell(channels: Channels, protocol: string, status: Status): Promise<void> {
  const modern = protocol.startsWith('v4') || protocol.startsWith('v5');
  const text = modern ? JSON.stringify(status) : status.status === 'Success' ? '' : (status.message ?? '');
  if (text !== '') await channels.send(ERROR, new TextEncoder().encode(text));
}

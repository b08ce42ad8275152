/** redis-cli: one command from the line, or one a line from standard input. */
import type { Process } from '../../shell/process.ts';
import { networkOf } from './machine-network.ts';
import { METHOD, type Reply, decodeReply } from './redis-protocol.ts';

interface Server {
  host: string;
  port: string;
  auth?: string;
}

function parse(argv: readonly string[]): { server: Server; words: string[] } {
  const server: Server = { host: '127.0.0.1', port: '6379' };
  const rest = argv.slice(1);
  while (rest[0]?.startsWith('-')) {
    const flag = rest.shift();
    if (flag === '-h') server.host = rest.shift() ?? server.host;
    else if (flag === '-p') server.port = rest.shift() ?? server.port;
    else if (flag === '-a') server.auth = rest.shift() ?? '';
    else if (flag === '-n') rest.shift();
  }
  return { server, words: rest };
}

/** `set a "b c"` → its words, as redis-cli splits a line. */
function split(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) =>
    double === undefined ? (single ?? bare ?? '') : double.replace(/\\(.)/g, '$1'),
  );
}

function lines(reply: Reply, pretty: boolean, indent = ''): string {
  if (reply === null) return pretty ? '(nil)' : '';
  if (typeof reply === 'number') return pretty ? `(integer) ${reply}` : String(reply);
  if (typeof reply === 'string') return pretty && !reply.includes('\r\n') ? JSON.stringify(reply) : reply;
  if (!Array.isArray(reply)) {
    if ('status' in reply) return reply.status;
    return pretty ? `(error) ${reply.error}` : `${reply.error}\n`;
  }
  if (reply.length === 0) return pretty ? '(empty array)' : '';
  return reply.map((one, i) => (pretty ? `${indent}${i + 1}) ` : '') + lines(one, pretty, `${indent}   `)).join('\n');
}

export async function redisCli(process: Process): Promise<number> {
  const { server, words } = parse(process.argv);
  const { stdin, stdout } = process;
  if (words.length > 0) return once(process, server, words, stdout.isTerminal);
  const pretty = stdin.isTerminal;
  const prompt = (): Promise<void> => (pretty ? stdout.write(`${server.host}:${server.port}> `) : Promise.resolve());
  let status = 0;
  await prompt();
  for await (const line of linesOf(process)) {
    const typed = split(line);
    if (/^(quit|exit)$/i.test(typed[0] ?? '')) return 0;
    if (/^auth$/i.test(typed[0] ?? '')) server.auth = typed.at(-1) ?? '';
    if (typed.length > 0) status = await once(process, server, typed, pretty);
    await prompt();
  }
  return status;
}

async function* linesOf({ stdin, signal }: Process): AsyncGenerator<string> {
  let waiting = '';
  for (;;) {
    const chunk = await stdin.read(signal);
    if (chunk === undefined) break;
    const parts = `${waiting}${chunk}`.split('\n');
    waiting = parts.pop() ?? '';
    yield* parts;
  }
  if (waiting !== '') yield waiting;
}

async function once(process: Process, server: Server, words: readonly string[], pretty: boolean): Promise<number> {
  const url = `http://${server.host}:${server.port}/`;
  const headers: Record<string, string> = server.auth === undefined ? {} : { auth: server.auth };
  const request = { method: METHOD, url, headers, body: JSON.stringify(words) };
  const reply = decodeReply(await networkOf(process.machine).request(request, process.signal));
  if (reply !== null && typeof reply === 'object' && 'failed' in reply) {
    await process.stderr.write(
      `Could not connect to Redis at ${server.host}:${server.port}: ${REASONS[reply.failed] ?? reply.failed}\n`,
    );
    return 1;
  }
  await process.stdout.write(`${lines(reply, pretty)}\n`);
  return 0;
}

const REASONS: Readonly<Record<string, string>> = {
  'connection refused': 'Connection refused',
  'connection timed out': 'Connection timed out',
  'could not resolve host': 'Name or service not known',
  'no route to host': 'No route to host',
  'network unreachable': 'Network is unreachable',
  'empty reply': 'Server closed the connection',
};

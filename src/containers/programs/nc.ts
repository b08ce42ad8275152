/**
 * nc and telnet as busybox has them (networking/nc.c). Simplified: what is carried is HTTP, as everything on this
 * network: other bytes reach nobody. `nc -l` answers one request with its standard input (`-k`: and waits for the next).
 */
import { encodeText } from '../../shell/bytes.ts';
import { readAll } from '../../shell/lines.ts';
import type { Process, Program } from '../../shell/process.ts';
import { type HttpRequest, type HttpResponse, reasonPhrase } from '../http.ts';
import { readResponse, requestText } from '../http-text.ts';
import type { NetworkResult, OutgoingRequest } from '../network.ts';
import { factsOf } from './machine-facts.ts';
import { networkOf } from './machine-network.ts';
import { addressOf, reach, reachOf } from './reach.ts';

const USAGE = `BusyBox v1.37.0 multi-call binary.

Usage: nc [OPTIONS] HOST PORT  - connect
nc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen
`;

interface Options {
  letters: string;
  port: string | undefined;
  operands: string[];
}

function parse(argv: readonly string[]): Options {
  const options: Options = { letters: '', port: undefined, operands: [] };
  const rest = argv.slice(1);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!/^-./.test(word)) {
      options.operands.push(word);
      continue;
    }
    options.letters += word.slice(1);
    const last = word.at(-1)!;
    if (last === 'p') options.port = rest.shift();
    else if ('wiqs'.includes(last)) rest.shift();
  }
  return options;
}

export const nc: Program = async (process) => {
  const { letters, port, operands } = parse(process.argv);
  if (letters.includes('l')) {
    const local = Number(port ?? operands.at(-1));
    if (Number.isInteger(local)) return listen(process, local, letters.includes('k'));
  }
  const [host = '', to = ''] = operands;
  if (host === '' || !/^\d+(-\d+)?$/.test(to)) {
    await process.stderr.write(USAGE);
    return 1;
  }
  return connect(process, host, Number(to.split('-')[0]), letters);
};

async function connect(process: Process, host: string, port: number, letters: string): Promise<number> {
  const { stderr, stdin } = process;
  const address = addressOf(process, host);
  if (address === undefined) {
    await stderr.write(`nc: bad address '${host}'\n`);
    return 1;
  }
  const asks = letters.includes('z') || stdin.isTerminal ? undefined : requestOf(await readAll(stdin, process.signal));
  const answer = asks && (await send(process, { ...asks, url: `http://${address}:${port}${asks.url}` }));
  const found = answer ? reachOf(answer) : await reach(process, address, port);
  if (found !== 'open') {
    const why = found === 'refused' ? 'Connection refused' : 'Connection timed out';
    if (letters.includes('v') || !letters.includes('z')) {
      await stderr.write(`nc: ${host} (${address}:${port}): ${why}\n`);
    }
    return 1;
  }
  if (letters.includes('v')) await stderr.write(`${host} (${address}:${port}) open\n`);
  if (answer?.ok) await process.stdout.write(wireText(answer));
  return 0;
}

const send = (process: Process, request: OutgoingRequest): Promise<NetworkResult> =>
  networkOf(process.machine).request(request, process.signal);

/** The request that a text is, with its path as the URL; undefined for any other text. */
function requestOf(text: string): OutgoingRequest | undefined {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const [method = '', path = ''] = first.split(' ');
  if (!/^[A-Z]+$/.test(method) || !path.startsWith('/')) return undefined;
  const blank = lines.indexOf('');
  const headers: Record<string, string> = {};
  for (const line of lines.slice(0, blank < 0 ? undefined : blank)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const body = blank < 0 ? '' : lines.slice(blank + 1).join('\n');
  return { method, url: path, headers, ...(body && { body }) };
}

function wireText({ status, headers, body }: HttpResponse): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const length = `content-length: ${encodeText(body).length}`;
  return `${[`HTTP/1.1 ${status} ${reasonPhrase(status)}`, ...lines, length, '', body].join('\r\n')}\n`;
}

/** Holds the port until it has answered, or for good with `-k`. */
async function listen(process: Process, port: number, forGood: boolean): Promise<number> {
  const { machine, signal, stdout, stderr, stdin } = process;
  const ports = factsOf(machine)?.namespace.ports;
  if (!ports || ports.has(port)) {
    await stderr.write('nc: bind: Address already in use\n');
    return 1;
  }
  const said = stdin.isTerminal ? '' : await readAll(stdin, signal);
  const answer = await toResponse(said);
  return new Promise((resolve, reject) => {
    const close = (): void => {
      ports.delete(port);
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      close();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    ports.set(port, {
      owner: `nc ${process.pid}`,
      serve: (request: HttpRequest) => {
        void stdout.write(`${requestText(request)}\n`).catch(() => undefined);
        if (!forGood) {
          close();
          resolve(0);
        }
        return answer;
      },
    });
  });
}

/** What was given to say, as the peer that speaks HTTP understands it. */
async function toResponse(text: string): Promise<HttpResponse> {
  const wire = text.replace(
    /^(HTTP\/1[^]*?)\r?\n\r?\n/,
    (_, head: string) => `${head.replace(/\r?\n/g, '\r\n')}\r\n\r\n`,
  );
  let sent = false;
  const read = (): Promise<string | undefined> => {
    const chunk = sent ? undefined : wire;
    sent = true;
    return Promise.resolve(chunk);
  };
  const answer = wire.startsWith('HTTP/1') ? await readResponse(read, 'GET') : undefined;
  return answer ?? { status: 200, headers: {}, body: text };
}

export const telnet: Program = async (process) => {
  const [host = '', port = '23'] = process.argv.slice(1).filter((word) => !word.startsWith('-'));
  const address = addressOf(process, host);
  if (address === undefined) {
    await process.stderr.write(`telnet: bad address '${host}'\n`);
    return 1;
  }
  const found = await reach(process, address, Number(port));
  if (found === 'open') {
    await process.stderr.write(`Connected to ${host}\n`);
    return 0;
  }
  const why = found === 'refused' ? 'Connection refused' : 'Connection timed out';
  await process.stderr.write(`telnet: can't connect to remote host (${address}): ${why}\n`);
  return 1;
};

/** BusyBox's wget (networking/wget.c): `wget -qO- URL`, the way a small image asks another. */
import type { Process } from '../../shell/process.ts';
import { reasonPhrase } from '../http.ts';
import type { NetworkError } from '../network.ts';
import { networkOf } from './machine-network.ts';

interface Options {
  url: string;
  quiet: boolean;
  spider: boolean;
  output?: string;
  /** ms; BusyBox gives up after 900 s. */
  timeout: number;
  headers: Record<string, string>;
  body?: string;
}

function parse(argv: readonly string[]): Options | undefined {
  const options: Options = { url: '', quiet: false, spider: false, timeout: 900_000, headers: {} };
  const rest = argv.slice(1);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name, inline] = word.startsWith('--') ? splitLong(word) : [word, undefined];
    if (name === '--spider') options.spider = true;
    else if (name === '--header') header(options, inline ?? rest.shift() ?? '');
    else if (name === '--post-data') options.body = inline ?? rest.shift() ?? '';
    else if (name === '--timeout') options.timeout = Number(inline ?? rest.shift()) * 1000;
    else if (name === '--no-check-certificate') continue;
    else if (word.startsWith('-') && word !== '-') short(options, word.slice(1), rest);
    else options.url = word;
  }
  return options.url === '' ? undefined : options;
}

const splitLong = (word: string): [string, string | undefined] => {
  const equals = word.indexOf('=');
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
};
function header(options: Options, line: string): void {
  const colon = line.indexOf(':');
  options.headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
}
function short(options: Options, letters: string, rest: string[]): void {
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at]!;
    if (letter === 'q') options.quiet = true;
    if (!'OTtU'.includes(letter)) continue;
    const value = letters.slice(at + 1) || (rest.shift() ?? '');
    if (letter === 'O') options.output = value;
    if (letter === 'T') options.timeout = Number(value) * 1000;
    return;
  }
}

const WORDS: Record<NetworkError, string> = {
  'could not resolve host': 'bad address',
  'connection refused': 'Connection refused',
  'connection timed out': 'Connection timed out',
  'no route to host': 'No route to host',
  'network unreachable': 'Network is unreachable',
  'empty reply': 'error getting response',
};

export async function wget(process: Process): Promise<number> {
  const options = parse(process.argv);
  if (!options) {
    await process.stderr.write(
      'BusyBox v1.37.0 multi-call binary.\n\nUsage: wget [-qO FILE] [-T SEC] [--header STR] URL...\n',
    );
    return 1;
  }
  const url = new URL(/^https?:\/\//.test(options.url) ? options.url : `http://${options.url}`);
  const say = (text: string): Promise<void> => (options.quiet ? Promise.resolve() : process.stderr.write(text));
  const clock = process.machine.clock;
  const abort = new AbortController();
  const request = networkOf(process.machine).request(
    {
      method: options.body === undefined ? 'GET' : 'POST',
      url: url.href,
      headers: { host: url.host, 'user-agent': 'Wget', ...options.headers },
      ...(options.body !== undefined && { body: options.body }),
    },
    process.signal,
  );
  request.catch(() => {});
  const late = clock.sleep(options.timeout, abort.signal).catch(() => {});
  const result = await Promise.race([request, late.then(() => undefined)]).finally(() =>
    abort.abort(new Error('done')),
  );
  if (!result) return complain(process, 'wget: download timed out\n');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (result.ok || result.error !== 'could not resolve host')
    await say(`Connecting to ${url.host} (${result.address ?? `${url.hostname}:${port}`})\n`);
  if (!result.ok) return complain(process, failure(result.error, url, result.address ?? `${url.hostname}:${port}`));
  if (result.status >= 400) {
    return complain(process, `wget: server returned error: HTTP/1.1 ${result.status} ${reasonPhrase(result.status)}\n`);
  }
  if (options.spider) return say('remote file exists\n').then(() => 0);
  await save(process, options, url, result.body, say);
  return 0;
}

async function save(
  process: Process,
  options: Options,
  url: URL,
  body: string,
  say: (text: string) => Promise<void>,
): Promise<void> {
  const name = options.output ?? (url.pathname.slice(url.pathname.lastIndexOf('/') + 1) || 'index.html');
  if (name === '-') {
    await say('writing to stdout\n');
    await process.stdout.write(body);
    await say('written to stdout\n');
    return;
  }
  if (name === '/dev/null') return;
  await say(`saving to '${name}'\n`);
  process.machine.fs.writeFile(name.startsWith('/') ? name : `${process.cwd}/${name}`, body);
  await say(`'${name}' saved\n`);
}

function failure(error: NetworkError, url: URL, address: string): string {
  if (error === 'could not resolve host') return `wget: bad address '${url.host}'\n`;
  if (error === 'empty reply') return 'wget: error getting response\n';
  return `wget: can't connect to remote host (${address.split(':')[0]}): ${WORDS[error]}\n`;
}

async function complain(process: Process, text: string): Promise<number> {
  await process.stderr.write(text);
  return 1;
}

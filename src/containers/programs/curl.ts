/** curl (8.x), as far as a simulated network goes: HTTP requests, their answers, and curl's own errors. */
import type { Process } from '../../shell/process.ts';
import { byteLength, headerName, reasonPhrase } from '../http.ts';
import type { NetworkError, NetworkResult } from '../network.ts';
import { type CurlOptions, parseCurl } from './curl-options.ts';
import { networkOf } from './machine-network.ts';

const HINT = "curl: try 'curl --help' for more information\n";
const MAX_REDIRECTS = 50;

export async function curl(process: Process): Promise<number> {
  const options = parseCurl(process.argv.slice(1));
  if ('error' in options) {
    await process.stderr.write(`${options.error}\n${HINT}`);
    return 2;
  }
  if (options.urls.length === 0) {
    await process.stderr.write(`curl: (2) no URL specified\n${HINT}`);
    return 2;
  }
  let status = 0;
  for (const url of options.urls) status = await fetchOne(process, options, url);
  return status;
}

/** Undefined when it is no URL at all. */
function parseUrl(text: string): URL | undefined {
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    return undefined;
  }
}

async function fetchOne(process: Process, options: CurlOptions, text: string): Promise<number> {
  const fail = async (code: number, message: string): Promise<number> => {
    if (!options.silent || options.showError) await process.stderr.write(`curl: (${code}) ${message}\n`);
    if (options.writeOut !== undefined) await process.stdout.write(writeOut(options.writeOut, undefined, text));
    return code;
  };
  let url = parseUrl(text);
  if (!url) return fail(3, 'URL rejected: Malformed input to a URL function');
  const { clock } = process.machine;
  for (let redirects = 0; ; redirects++) {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return fail(1, `Protocol "${url.protocol.slice(0, -1)}" not supported`);
    }
    const began = clock.now();
    const result = await exchange(process, options, url);
    if (result === 'timeout') {
      const took = clock.now() - began;
      return fail(28, `Connection timed out after ${took} milliseconds`);
    }
    if (!result.ok) return fail(...explain(result.error, url, clock.now() - began));
    const location = result.headers['location'];
    if (options.follow && location !== undefined && result.status >= 300 && result.status < 400) {
      if (redirects >= MAX_REDIRECTS) return fail(47, `Maximum (${MAX_REDIRECTS}) redirects followed`);
      url = new URL(location, url);
      continue;
    }
    if (options.fail && result.status >= 400) return fail(22, `The requested URL returned error: ${result.status}`);
    return deliver(process, options, url, result);
  }
}

async function exchange(process: Process, options: CurlOptions, url: URL): Promise<NetworkResult | 'timeout'> {
  const network = networkOf(process.machine);
  const hasBody = options.data !== undefined && !options.get;
  const method = options.method ?? (options.head ? 'HEAD' : hasBody ? 'POST' : 'GET');
  const target = new URL(url);
  if (options.get && options.data !== undefined) target.search = options.data;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const pinned = options.resolve.get(`${url.hostname}:${port}`);
  const headers: Record<string, string> = {
    host: url.host,
    'user-agent': 'curl/8.14.1',
    accept: '*/*',
    ...options.headers,
  };
  if (hasBody) headers['content-type'] ??= 'application/x-www-form-urlencoded';
  if (pinned !== undefined) target.hostname = pinned;
  const limit = Math.min(options.maxTime ?? Infinity, options.connectTimeout ?? Infinity);
  const abort = new AbortController();
  const stop = (): void => abort.abort(process.signal.reason);
  process.signal.addEventListener('abort', stop, { once: true });
  const request = network.request(
    { method, url: target.href, headers, ...(hasBody && { body: options.data ?? '' }) },
    abort.signal,
  );
  try {
    if (limit === Infinity) return await request;
    const late = process.machine.clock.sleep(limit, abort.signal).then(() => 'timeout' as const);
    return await Promise.race([request, late]);
  } finally {
    process.signal.removeEventListener('abort', stop);
    // Lets go of the loser of the race; nobody listens to it any more.
    request.catch(() => {});
    if (!process.signal.aborted) abort.abort(new Error('done'));
  }
}

function explain(error: NetworkError, url: URL, took: number): [number, string] {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const connect = `Failed to connect to ${url.hostname} port ${port} after ${took} ms`;
  switch (error) {
    case 'could not resolve host':
      return [6, `Could not resolve host: ${url.hostname}`];
    case 'connection timed out':
      return [28, `${connect}: Could not connect to server`];
    case 'empty reply':
      return [52, 'Empty reply from server'];
    case 'connection refused':
    case 'no route to host':
    case 'network unreachable':
      return [7, `${connect}: Could not connect to server`];
  }
}

type Answer = Extract<NetworkResult, { ok: true }>;

async function deliver(process: Process, options: CurlOptions, url: URL, answer: Answer): Promise<number> {
  const head = `HTTP/1.1 ${answer.status} ${reasonPhrase(answer.status)}\r\n${Object.entries(answer.headers)
    .map(([name, value]) => `${headerName(name)}: ${value}\r\n`)
    .join('')}\r\n`;
  if (options.verbose) await process.stderr.write(conversation(options, url, answer, head));
  const body = options.head ? '' : answer.body;
  const text = (options.include || options.head ? head : '') + body;
  const file = options.remoteName ? url.pathname.slice(url.pathname.lastIndexOf('/') + 1) : options.output;
  if (!options.silent && (file !== undefined || !process.stdout.isTerminal))
    await process.stderr.write(meter(byteLength(body)));
  if (file === undefined || file === '-') await process.stdout.write(text);
  else if (file !== '/dev/null') {
    process.machine.fs.writeFile(file.startsWith('/') ? file : `${process.cwd}/${file}`, text);
  }
  if (options.writeOut !== undefined) await process.stdout.write(writeOut(options.writeOut, answer, url.href));
  return 0;
}

function conversation(options: CurlOptions, url: URL, answer: Answer, head: string): string {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const method = options.method ?? (options.head ? 'HEAD' : options.data === undefined ? 'GET' : 'POST');
  const sent = { host: url.host, 'user-agent': 'curl/8.14.1', accept: '*/*', ...options.headers };
  const lines = Object.entries(sent).map(([name, value]) => `> ${headerName(name)}: ${value}\n`);
  const received = head.slice(0, -4).split('\r\n');
  return [
    `*   Trying ${answer.address}...\n`,
    `* Connected to ${url.hostname} (${answer.address.split(':')[0]}) port ${port}\n`,
    `> ${method} ${url.pathname}${url.search} HTTP/1.1\n${lines.join('')}>\n`,
    ...received.map((line) => `< ${line}\n`),
    `<\n* Connection #0 to host ${url.hostname} left intact\n`,
  ].join('');
}

function writeOut(format: string, answer: Answer | undefined, url: string): string {
  const values: Record<string, string> = {
    http_code: String(answer?.status ?? 0).padStart(3, '0'),
    response_code: String(answer?.status ?? 0).padStart(3, '0'),
    size_download: String(byteLength(answer?.body ?? '')),
    content_type: answer?.headers['content-type'] ?? '',
    remote_ip: answer?.address.split(':')[0] ?? '',
    time_total: '0.001',
    url_effective: url,
  };
  return format
    .replace(/\\([nrt\\])/g, (_all, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? '\\')
    .replace(/%\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
}

function meter(bytes: number): string {
  const size = String(bytes).padStart(5);
  return `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
\r100 ${size}  100 ${size}    0     0  ${size}      0 --:--:-- --:--:-- --:--:-- ${size}\n`;
}

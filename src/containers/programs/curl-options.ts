/** curl's command line (curl 8.x, src/tool_getparam.c): the options that people type. */
export interface CurlOptions {
  urls: string[];
  method?: string;
  headers: Record<string, string>;
  data?: string;
  head: boolean;
  include: boolean;
  silent: boolean;
  showError: boolean;
  verbose: boolean;
  fail: boolean;
  follow: boolean;
  output?: string;
  remoteName: boolean;
  writeOut?: string;
  /** ms */
  maxTime?: number;
  connectTimeout?: number;
  /** `host:port` → address. */
  resolve: Map<string, string>;
  get: boolean;
}

type Taking = (options: CurlOptions, value: string) => void;

function addHeader(options: CurlOptions, line: string): void {
  const colon = line.indexOf(':');
  if (colon > 0) options.headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
}
const addData: Taking = (options, value) => {
  options.data = options.data === undefined ? value : `${options.data}&${value}`;
};
const seconds = (value: string): number => Math.round(Number(value) * 1000);

const FLAGS: Record<string, (options: CurlOptions) => void> = {
  I: (o) => void (o.head = true),
  i: (o) => void (o.include = true),
  s: (o) => void (o.silent = true),
  S: (o) => void (o.showError = true),
  v: (o) => void (o.verbose = true),
  f: (o) => void (o.fail = true),
  L: (o) => void (o.follow = true),
  O: (o) => void (o.remoteName = true),
  G: (o) => void (o.get = true),
  k: () => {},
  '4': () => {},
  N: () => {},
  g: () => {},
};
const VALUES: Record<string, Taking> = {
  X: (o, v) => void (o.method = v),
  H: addHeader,
  d: addData,
  o: (o, v) => void (o.output = v),
  w: (o, v) => void (o.writeOut = v),
  m: (o, v) => void (o.maxTime = seconds(v)),
  A: (o, v) => void (o.headers['user-agent'] = v),
  e: (o, v) => void (o.headers['referer'] = v),
  b: (o, v) => void (o.headers['cookie'] = v),
  u: (o, v) => void (o.headers['authorization'] = `Basic ${btoa(v)}`),
  'connect-timeout': (o, v) => void (o.connectTimeout = seconds(v)),
  retry: () => {},
  resolve: (o, v) => {
    const [host = '', port = '', address = ''] = v.split(':');
    o.resolve.set(`${host}:${port}`, address);
  },
};
const LONG: Record<string, string> = {
  head: 'I',
  include: 'i',
  silent: 's',
  'show-error': 'S',
  verbose: 'v',
  fail: 'f',
  location: 'L',
  'remote-name': 'O',
  get: 'G',
  insecure: 'k',
  ipv4: '4',
  'no-buffer': 'N',
  globoff: 'g',
  request: 'X',
  header: 'H',
  data: 'd',
  'data-raw': 'd',
  'data-ascii': 'd',
  'data-binary': 'd',
  output: 'o',
  'write-out': 'w',
  'max-time': 'm',
  'user-agent': 'A',
  referer: 'e',
  cookie: 'b',
  user: 'u',
};

/** The error is what curl prints before it exits with 2. */
export function parseCurl(argv: readonly string[]): CurlOptions | { error: string } {
  const options: CurlOptions = {
    urls: [],
    headers: {},
    head: false,
    include: false,
    silent: false,
    showError: false,
    verbose: false,
    fail: false,
    follow: false,
    remoteName: false,
    resolve: new Map(),
    get: false,
  };
  const rest = [...argv];
  const take = (name: string, key: string, inline: string | undefined): string | undefined => {
    const value = inline ?? rest.shift();
    if (value === undefined) return `curl: option ${name}: requires parameter`;
    VALUES[key]!(options, value);
    return undefined;
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-') || word === '-') {
      options.urls.push(word);
      continue;
    }
    const error = word.startsWith('--') ? long(word) : short(word);
    if (error) return { error };
  }
  return options;

  function long(word: string): string | undefined {
    const name = word.slice(2);
    if (name === 'url') {
      options.urls.push(rest.shift() ?? '');
      return undefined;
    }
    const key = LONG[name] ?? name;
    if (FLAGS[key]) return void FLAGS[key](options);
    if (VALUES[key]) return take(word, key, undefined);
    return `curl: option ${word}: is unknown`;
  }

  function short(word: string): string | undefined {
    for (let at = 1; at < word.length; at++) {
      const key = word[at]!;
      if (FLAGS[key]) FLAGS[key](options);
      else if (VALUES[key]) return take(`-${key}`, key, at + 1 < word.length ? word.slice(at + 1) : undefined);
      else return `curl: option ${word}: is unknown`;
    }
    return undefined;
  }
}

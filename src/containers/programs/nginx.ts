/** nginx as a program: listens as its configuration says, serves files of its container, writes nginx's own logs. */
import type { ServerContainer } from '../container.ts';
import {
  byteLength,
  errorLogDate,
  httpDate,
  type HttpRequest,
  type HttpResponse,
  logDate,
  reasonPhrase,
} from '../http.ts';
import { runNginxOption } from './nginx-options.ts';
import { chooseLocation, type Directive, readServers, type Server } from './nginx-config.ts';

const TYPES: Record<string, string> = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  txt: 'text/plain',
  xml: 'text/xml',
  svg: 'image/svg+xml',
};

const DEFAULT: Server = {
  ports: [80],
  names: ['localhost'],
  directives: [],
  locations: [{ modifier: '', path: '/', directives: [{ name: 'root', args: ['/usr/share/nginx/html'] }] }],
};

interface Nginx {
  container: ServerContainer;
  version: string;
  servers: Server[];
  connections: number;
  /** Those that it has opened. */
  ports: Set<number>;
}

export function startNginx(container: ServerContainer, versionOf: (tag: string) => string | undefined): void {
  const tag = container.config.image.split(':').pop() ?? 'latest';
  const version = versionOf(tag) ?? '1.29.3';
  if (container.argv.includes('-v')) return tell(container, 0, `nginx version: nginx/${version}`);
  if (container.argv.includes('-t')) return testConfiguration(container);
  const done = runNginxOption(container, version);
  if (done !== undefined) return container.exit(done);
  const nginx: Nginx = { container, version, servers: [DEFAULT], connections: 0, ports: new Set() };
  if (!container.resumed) container.logLazily(() => banner(container, version));
  try {
    // Untouched configuration is the default's: a thousand such containers need no file tree.
    if (container.touched('/etc/nginx')) nginx.servers = readServers(container.fs);
  } catch (error) {
    container.log(
      `${stamp(container, 'emerg')}${(error as Error).message}\nnginx: [emerg] ${(error as Error).message}\n`,
      'stderr',
    );
    return container.exit(1);
  }
  const taken = listen(nginx);
  if (taken !== undefined) {
    const words = `bind() to 0.0.0.0:${taken} failed (98: Address already in use)`;
    container.log(`${stamp(container, 'emerg')}${words}\nnginx: [emerg] ${words}\n`, 'stderr');
    return container.exit(1);
  }
  container.onStop((name) => {
    if (name === 'HUP') return reload(nginx);
    const graceful = name === 'QUIT';
    const number = { QUIT: 3, TERM: 15, INT: 2 }[name as 'QUIT' | 'TERM' | 'INT'];
    if (number === undefined) return;
    container.log(
      `${stamp(container, 'notice')}signal ${number} (SIG${name}) received from 0, ${graceful ? 'shutting down' : 'exiting'}\n`,
      'stderr',
    );
    container.log(`${stamp(container, 'notice')}exit\n`, 'stderr');
    container.exit(0);
  });
}

function tell(container: ServerContainer, status: number, ...lines: string[]): void {
  container.log(`${lines.join('\n')}\n`, 'stderr');
  container.exit(status);
}

/** `nginx -t` */
function testConfiguration(container: ServerContainer): void {
  const file = '/etc/nginx/nginx.conf';
  try {
    readServers(container.fs);
  } catch (error) {
    const { message } = error as Error;
    return tell(container, 1, `nginx: [emerg] ${message}`, `nginx: configuration file ${file} test failed`);
  }
  const ok = `nginx: the configuration file ${file} syntax is ok`;
  tell(container, 0, ok, `nginx: configuration file ${file} test is successful`);
}

/** Opens the ports that are not open yet; gives one that somebody else has. */
function listen(nginx: Nginx): number | undefined {
  for (const port of new Set(nginx.servers.flatMap((server) => server.ports))) {
    if (nginx.ports.has(port)) continue;
    if (!nginx.container.listen(port, (request) => serve(nginx, port, request))) return port;
    nginx.ports.add(port);
  }
  return undefined;
}

/** Reads its configuration again; with a broken one it goes on as it was. */
function reload(nginx: Nginx): void {
  const { container } = nginx;
  container.log(`${stamp(container, 'notice')}signal 1 (SIGHUP) received from 0, reconfiguring\n`, 'stderr');
  container.log(`${stamp(container, 'notice')}reconfiguring\n`, 'stderr');
  try {
    nginx.servers = readServers(container.fs);
    listen(nginx);
  } catch (error) {
    container.log(`${stamp(container, 'emerg')}${(error as Error).message}\n`, 'stderr');
  }
}

const stamp = (container: ServerContainer, level: string): string =>
  `${errorLogDate(container.clock.now())} [${level}] 1#1: `;

const SCRIPT = '/docker-entrypoint.sh';
const STEPS = [
  `${SCRIPT}: /docker-entrypoint.d/ is not empty, will attempt to perform configuration`,
  `${SCRIPT}: Looking for shell scripts in /docker-entrypoint.d/`,
  `${SCRIPT}: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh`,
  '10-listen-on-ipv6-by-default.sh: info: Getting the checksum of /etc/nginx/conf.d/default.conf',
  '10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf',
  `${SCRIPT}: Sourcing /docker-entrypoint.d/15-local-resolvers.envsh`,
  `${SCRIPT}: Launching /docker-entrypoint.d/20-envsubst-on-templates.sh`,
  `${SCRIPT}: Launching /docker-entrypoint.d/30-tune-worker-processes.sh`,
  `${SCRIPT}: Configuration complete; ready for start up`,
];

function banner(container: ServerContainer, version: string): string {
  const at = errorLogDate(container.startedAt);
  const notices = [
    'using the "epoll" event method',
    `nginx/${version}`,
    'built by gcc 12.2.0 (Debian 12.2.0-14+deb12u1) ',
    'OS: Linux 6.12.0',
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
    'start worker processes',
    'start worker process 29',
    'start worker process 30',
  ].map((line) => `${at} [notice] 1#1: ${line}`);
  const wrapped = container.argv[0] === SCRIPT;
  return `${[...(wrapped ? STEPS : []), ...notices].join('\n')}\n`;
}

function serve(nginx: Nginx, port: number, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
  const connection = ++nginx.connections;
  const finish = (response: HttpResponse): HttpResponse => {
    const { container, version } = nginx;
    const { remote, headers } = request;
    const sent = request.method === 'HEAD' ? 0 : byteLength(response.body);
    const agent = headers['user-agent'] ?? '-';
    container.log(
      `${remote} - - [${logDate(container.clock.now())}] "${request.method} ${request.path} HTTP/1.1" ${response.status} ${sent} "${headers['referer'] ?? '-'}" "${agent}" "${headers['x-forwarded-for'] ?? '-'}"\n`,
    );
    const common = { server: `nginx/${version}`, date: httpDate(container.clock.now()) };
    return { ...response, headers: { ...common, ...response.headers } };
  };
  const answer = route(nginx, port, request, connection);
  return answer instanceof Promise ? answer.then(finish) : finish(answer);
}

function route(
  nginx: Nginx,
  port: number,
  request: HttpRequest,
  connection: number,
): HttpResponse | Promise<HttpResponse> {
  const host = request.host.split(':')[0] ?? '';
  const candidates = nginx.servers.filter((server) => server.ports.includes(port));
  const server = candidates.find((one) => one.names.includes(host)) ?? candidates[0] ?? DEFAULT;
  const path = decode(request.path.split('?')[0] ?? '/');
  const location = chooseLocation(server, path);
  const directives = [...(location?.directives ?? []), ...server.directives];
  const first = (name: string): Directive | undefined => directives.find((directive) => directive.name === name);
  const returned = first('return');
  if (returned) return answerReturn(nginx, returned.args, first('default_type')?.args[0], request);
  const proxied = first('proxy_pass')?.args[0];
  if (proxied) return proxy(nginx, proxied, location?.path ?? '/', request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return errorPage(nginx, 405);
  const alias = location?.directives.find((directive) => directive.name === 'alias')?.args[0];
  const root = first('root')?.args[0] ?? '/etc/nginx/html';
  const file = alias !== undefined && location ? alias + path.slice(location.path.length) : root + path;
  return serveFile(nginx, file, path, first('index')?.args ?? ['index.html'], { request, connection });
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function substitute(text: string, nginx: Nginx, request: HttpRequest): string {
  const values: Record<string, string> = {
    hostname: nginx.container.hostname,
    host: request.host.split(':')[0] ?? '',
    request_uri: request.path,
    uri: request.path.split('?')[0] ?? '',
    remote_addr: request.remote,
    request_method: request.method,
    server_addr: nginx.container.namespace.ip,
  };
  return text.replace(/\$\{?(\w+)\}?/g, (all, name: string) => values[name] ?? all).replace(/\\n/g, '\n');
}

function answerReturn(nginx: Nginx, args: string[], type: string | undefined, request: HttpRequest): HttpResponse {
  const status = Number(args[0]);
  const text = substitute(args[1] ?? '', nginx, request);
  if (status >= 300 && status < 400)
    return { ...errorPage(nginx, status), headers: { 'content-type': 'text/html', location: text } };
  if (args[1] === undefined && status >= 300) return errorPage(nginx, status);
  return { status, headers: { 'content-type': type ?? 'application/octet-stream' }, body: text };
}

async function proxy(nginx: Nginx, target: string, prefix: string, request: HttpRequest): Promise<HttpResponse> {
  const { container } = nginx;
  const url = new URL(substitute(target, nginx, request));
  const path =
    target.replace(/^https?:\/\/[^/]+/, '') === '' ? request.path : url.pathname + request.path.slice(prefix.length);
  const headers = { ...request.headers, host: url.host };
  const result = await container.network.request(container.namespace, {
    method: request.method,
    url: `${url.origin}${path}`,
    headers,
    body: request.body,
  });
  if (result.ok) return { status: result.status, headers: result.headers, body: result.body };
  const words =
    result.error === 'connection timed out'
      ? 'upstream timed out (110: Connection timed out)'
      : 'connect() failed (111: Connection refused)';
  container.log(
    `${errorLogDate(container.clock.now())} [error] 29#29: ${words} while connecting to upstream, upstream: "${url.origin}${path}"\n`,
    'stderr',
  );
  return errorPage(nginx, result.error === 'connection timed out' ? 504 : 502);
}

function serveFile(
  nginx: Nginx,
  file: string,
  path: string,
  index: string[],
  context: { request: HttpRequest; connection: number },
): HttpResponse {
  const { fs } = nginx.container;
  const stat = fs.stat(file);
  if (stat?.type === 'directory') {
    if (!path.endsWith('/')) {
      const location = `http://${context.request.host}${path}/`;
      return { ...errorPage(nginx, 301), headers: { 'content-type': 'text/html', location } };
    }
    const page = index.map((name) => `${file}${name}`).find((name) => fs.stat(name)?.type === 'file');
    if (page !== undefined) return serveFile(nginx, page, page, index, context);
    complain(nginx, context, `directory index of "${file}" is forbidden`);
    return errorPage(nginx, 403);
  }
  if (!stat) {
    complain(nginx, context, `open() "${file}" failed (2: No such file or directory)`);
    return errorPage(nginx, 404);
  }
  const body = fs.readFile(file);
  const extension = file.slice(file.lastIndexOf('.') + 1);
  const headers = {
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'content-length': String(stat.size),
    'last-modified': httpDate(stat.modified),
    connection: 'keep-alive',
    etag: `"${Math.floor(stat.modified / 1000).toString(16)}-${stat.size.toString(16)}"`,
    'accept-ranges': 'bytes',
  };
  return { status: 200, headers, body: context.request.method === 'HEAD' ? '' : body };
}

function complain(
  nginx: Nginx,
  { request, connection }: { request: HttpRequest; connection: number },
  words: string,
): void {
  const { container } = nginx;
  container.log(
    `${errorLogDate(container.clock.now())} [error] 29#29: *${connection} ${words}, client: ${request.remote}, server: localhost, request: "${request.method} ${request.path} HTTP/1.1", host: "${request.host}"\n`,
    'stderr',
  );
}

function errorPage(nginx: Nginx, status: number): HttpResponse {
  return { status, headers: { 'content-type': 'text/html' }, body: nginxErrorPage(status, `nginx/${nginx.version}`) };
}

/** The page nginx makes up itself; `server` as in its foot: `nginx/1.27.5`, or `nginx` with server_tokens off. */
export function nginxErrorPage(status: number, server: string): string {
  const title = `${status} ${reasonPhrase(status)}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;
}

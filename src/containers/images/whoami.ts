/** docker.io/traefik/whoami: tells the request back, on 80. */
import type { ServerContainer } from '../container.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import { httpServer, text } from './http-server.ts';

/** `user-agent` → `User-Agent`, as Go writes headers. */
const canonical = (name: string): string => name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());

function portOf({ argv, config }: ServerContainer): number {
  const at = argv.findIndex((word) => /^--?port(=|$)/.test(word));
  const asked = at < 0 ? config.env['WHOAMI_PORT_NUMBER'] : (argv[at]!.split('=')[1] ?? argv[at + 1]);
  return Number(asked ?? 80);
}

function nameOf({ argv, config }: ServerContainer): string | undefined {
  const at = argv.findIndex((word) => /^--?name(=|$)/.test(word));
  return at < 0 ? config.env['WHOAMI_NAME'] : (argv[at]!.split('=')[1] ?? argv[at + 1]);
}

function whoami(request: HttpRequest, container: ServerContainer): HttpResponse {
  const { method, path, host, headers, remote } = request;
  const name = nameOf(container);
  const own = name === undefined ? [] : [`Name: ${name}`];
  const others = Object.entries(headers)
    .filter(([header]) => header !== 'host')
    .map(([header, value]) => `${canonical(header)}: ${value}`)
    .toSorted();
  const lines = [
    ...own,
    `Hostname: ${container.hostname}`,
    'IP: 127.0.0.1',
    'IP: ::1',
    `IP: ${container.namespace.ip}`,
    `RemoteAddr: ${remote}:${40_000 + (path.length % 20_000)}`,
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    ...others,
  ];
  return text(container, `${lines.join('\n')}\n\n`);
}

function answer(request: HttpRequest, container: ServerContainer): HttpResponse {
  const [path] = request.path.split('?');
  if (path === '/bench') return text(container, '1');
  if (path === '/health') return health(request, container);
  if (path !== '/api') return whoami(request, container);
  const { method, path: url, host, headers, remote } = request;
  const body = {
    hostname: container.hostname,
    ip: ['127.0.0.1', '::1', container.namespace.ip],
    headers,
    url,
    host,
    method,
    remoteAddr: remote,
  };
  const answered = text(container, `${JSON.stringify(body)}\n`);
  return { ...answered, headers: { ...answered.headers, 'content-type': 'application/json' } };
}

/** POST /health with a status makes it answer with that from then on. */
function health({ method, body }: HttpRequest, container: ServerContainer): HttpResponse {
  if (method === 'POST') container.memory['health'] = Number(body);
  return text(container, '', method === 'POST' ? 200 : Number(container.memory['health'] ?? 200));
}

export const whoamiImage = httpServer({
  repository: 'docker.io/traefik/whoami',
  tags: /^(latest|v1(\.\d+){0,2})$/,
  entrypoint: ['/whoami'],
  programs: ['whoami'],
  port: portOf,
  banner: (container) => `Starting up on port ${portOf(container)}\n`,
  answer,
  size: 2_900_000,
  memory: 8 * 1024 * 1024,
  shell: false,
});

/** registry.k8s.io/e2e-test-images/agnhost: the many servers of the documentation and of Kubernetes' own tests. */
import type { ServerContainer } from '../container.ts';
import { type HttpRequest, type HttpResponse, errorLogDate } from '../http.ts';
import { BASE_FILES, type Image } from '../image.ts';
import { NET_TOOLS, PATH, text } from './http-server.ts';

type Serve = (request: HttpRequest, container: ServerContainer) => HttpResponse;

function flag({ argv }: ServerContainer, name: string, otherwise: string): string {
  const at = argv.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  if (at < 0) return otherwise;
  return argv[at]!.split('=')[1] ?? argv[at + 1] ?? otherwise;
}

/** `/echo?msg=hi&code=503` */
const netexec: Serve = ({ path, remote }, container) => {
  const url = new URL(path, 'http://agnhost');
  container.log(`${errorLogDate(container.clock.now())} GET ${path}\n`);
  switch (url.pathname) {
    case '/':
      return text(container, `NOW: ${new Date(container.clock.now()).toISOString()}`);
    case '/hostname':
    case '/hostName':
      return text(container, container.hostname);
    case '/clientip':
      return text(container, `${remote}:40000`);
    case '/echo':
      return text(container, url.searchParams.get('msg') ?? '', Number(url.searchParams.get('code') ?? 200));
    case '/healthz':
      return text(container, '', container.memory['unhealthy'] === true ? 412 : 200);
    case '/exit':
      container.after(0, () => container.exit(Number(url.searchParams.get('code') ?? 0)));
      return text(container, '');
    default:
      return text(container, '404 page not found\n', 404);
  }
};

/** Well for ten seconds, ill from then on: what the documentation shows liveness probes with. */
const liveness: Serve = ({ path }, container) => {
  if (path !== '/healthz') return text(container, '404 page not found\n', 404);
  const age = container.clock.now() - container.startedAt;
  return age > 10_000 ? text(container, `error: ${age / 1000}`, 500) : text(container, 'ok');
};

const hostname: Serve = (_, container) => text(container, `${container.hostname}`);

const SERVERS: Readonly<Record<string, { port: string; flag: string; serve: Serve }>> = {
  netexec: { port: '8080', flag: 'http-port', serve: netexec },
  'serve-hostname': { port: '9376', flag: 'port', serve: hostname },
  liveness: { port: '8080', flag: 'port', serve: liveness },
  'test-webserver': {
    port: '80',
    flag: 'port',
    serve: ({ path }, container) => text(container, path === '/' ? '<pre>\n</pre>\n' : ''),
  },
  // Without a handler it accepts and hangs up, which is what a gRPC probe needs here.
  'grpc-health-checking': { port: '5000', flag: 'port', serve: (_, container) => text(container, '') },
};

function start(container: ServerContainer): void {
  const [, name = 'pause'] = container.argv;
  if (name === 'pause') return void (container.resumed || container.log('Paused\n'));
  const server = Object.hasOwn(SERVERS, name) ? SERVERS[name] : undefined;
  if (!server) {
    container.log(
      `Tidepool does not have agnhost's "${name}": it knows ${Object.keys(SERVERS).join(', ')} and pause.\n`,
      'stderr',
    );
    return container.exit(1);
  }
  const port = Number(flag(container, server.flag, server.port));
  if (container.listen(port, (request) => server.serve(request, container))) {
    if (!container.resumed && name === 'netexec')
      container.log(`${errorLogDate(container.clock.now())} Started HTTP server on port ${port}\n`);
    return;
  }
  container.log(`listen tcp :${port}: bind: address already in use\n`, 'stderr');
  container.exit(1);
}

const at = (repository: string, cmd: readonly string[] = ['pause']): Image => ({
  repository,
  hasTag: (tag) => /^(latest|v?\d+(\.\d+)*)$/.test(tag),
  files: () => BASE_FILES,
  env: () => ({ PATH }),
  entrypoint: ['/agnhost'],
  cmd,
  size: () => 53_700_000,
  memory: 12 * 1024 * 1024,
  shell: true,
  programs: { agnhost: { kind: 'server', start }, ...NET_TOOLS },
});

export const agnhostImages: readonly Image[] = [
  at('registry.k8s.io/e2e-test-images/agnhost'),
  at('k8s.gcr.io/e2e-test-images/agnhost'),
  at('registry.k8s.io/liveness', ['liveness']),
  at('k8s.gcr.io/liveness', ['liveness']),
  at('registry.k8s.io/serve_hostname', ['serve-hostname']),
];

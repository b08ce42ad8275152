/** gcr.io/kuar-demo/kuard-amd64: the demo server of "Kubernetes: Up and Running", whose probes can be made to fail. */
import type { ServerContainer } from '../container.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import { httpServer, tagOf, text } from './http-server.ts';

const PORT = 8080;

interface Probe {
  failNext?: number;
}

/** `/healthy` and `/ready`; a PUT to `…/api` says how many of the next requests fail (-1: all). */
function probe(
  name: 'healthy' | 'ready',
  { method, path, body }: HttpRequest,
  container: ServerContainer,
): HttpResponse {
  const state = (container.memory[name] ??= {}) as Probe;
  if (path.startsWith(`/${name}/api`)) {
    if (method === 'PUT') state.failNext = Number(/"failNext":\s*(-?\d+)/.exec(body)?.[1] ?? 0);
    return text(container, `{"failNext":${state.failNext ?? 0}}`);
  }
  const left = state.failNext ?? 0;
  if (left === 0) return text(container, 'ok');
  if (left > 0) state.failNext = left - 1;
  return text(container, 'fail', 500);
}

function answer(request: HttpRequest, container: ServerContainer): HttpResponse {
  const { path } = request;
  if (path.startsWith('/healthy')) return probe('healthy', request, container);
  if (path.startsWith('/ready')) return probe('ready', request, container);
  if (path === '/env/api') {
    const env = { commandLine: container.argv, env: container.config.env };
    return { ...text(container, JSON.stringify(env)), headers: { 'content-type': 'application/json' } };
  }
  if (path !== '/') return text(container, '404 page not found\n', 404);
  const { hostname, namespace } = container;
  const page = `<!doctype html>
<html lang="en">
<head><title>KUAR Demo</title></head>
<body>
<h1>Demo application version v0.10.0-${tagOf(container)}</h1>
<p>Serving on ${hostname}, address ${namespace.ip}. Probes: /healthy and /ready. Environment: /env/api.</p>
</body>
</html>
`;
  return { ...text(container, page), headers: { 'content-type': 'text/html' } };
}

export const kuard = httpServer({
  repository: 'gcr.io/kuar-demo/kuard-amd64',
  tags: /^(latest|blue|green|purple|[1-3]|v0\.\d+\.\d+-(blue|green|purple|[1-3]))$/,
  entrypoint: ['/kuard'],
  programs: ['kuard'],
  port: () => PORT,
  banner: () => `Serving on HTTP on :${PORT}\n`,
  line: ({ remote, method, path }) => `${remote} ${method} ${path}\n`,
  answer,
  size: 11_000_000,
  userland: 'busybox',
});

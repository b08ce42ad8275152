/** ghcr.io/subicura/counter: counts its visits in the redis at REDIS_HOST, on 3000. */
import type { ServerContainer } from '../container.ts';
import type { HttpResponse } from '../http.ts';
import { METHOD, decodeReply } from '../programs/redis-protocol.ts';
import { NODE_BUSY, httpServer, text } from './http-server.ts';

/** Not from REDIS_PORT: beside a Service named redis that is its whole address. */
const PORT = 6379;

const REDIS_ERRORS: Readonly<Record<string, string>> = {
  'connection refused': 'ECONNREFUSED',
  'connection timed out': 'ETIMEDOUT',
  'could not resolve host': 'ENOTFOUND',
  'no route to host': 'EHOSTUNREACH',
  'network unreachable': 'ENETUNREACH',
};

async function count(container: ServerContainer): Promise<HttpResponse> {
  const { config, namespace, network } = container;
  const host = config.env['REDIS_HOST'] ?? 'localhost';
  const request = { method: METHOD, url: `http://${host}:${PORT}/`, body: JSON.stringify(['INCR', 'count']) };
  const reply = decodeReply(await network.request(namespace, request));
  if (typeof reply === 'number') return text(container, `${reply}\n`);
  const failed = reply !== null && typeof reply === 'object' && 'failed' in reply ? reply.failed : 'empty reply';
  const code = REDIS_ERRORS[failed] ?? 'ECONNRESET';
  container.log(`Error: Redis connection to ${host}:${PORT} failed - connect ${code} ${host}:${PORT}\n`, 'stderr');
  return text(container, `Error: Redis connection to ${host}:${PORT} failed - connect ${code} ${host}:${PORT}\n`, 500);
}

export const counter = httpServer({
  repository: 'ghcr.io/subicura/counter',
  tags: /^(latest|v[12])$/,
  entrypoint: ['node', 'app.js'],
  programs: ['node'],
  port: () => 3000,
  busy: NODE_BUSY,
  banner: () => 'Server running on port 3000\n',
  // A browser asks for an icon too: that is no visit.
  answer: (request, container) => (request.path === '/favicon.ico' ? text(container, '', 404) : count(container)),
  size: 47_300_000,
  memory: 26 * 1024 * 1024,
  workingDir: '/app',
  userland: 'busybox',
});

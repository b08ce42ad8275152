/** ghcr.io/subicura/echo: answers with its host name, on 3000. */
import { NODE_BUSY, httpServer, text } from './http-server.ts';

export const echo = httpServer({
  repository: 'ghcr.io/subicura/echo',
  tags: /^v[12]$/,
  entrypoint: ['node', 'app.js'],
  programs: ['node'],
  port: () => 3000,
  busy: NODE_BUSY,
  banner: () => 'Server running on port 3000\n',
  answer: (_, container) => text(container, `${container.hostname}\n`),
  size: 45_100_000,
  memory: 24 * 1024 * 1024,
  workingDir: '/app',
  userland: 'busybox',
});

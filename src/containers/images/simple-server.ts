/** docker.io/ianhellozin/simple-server: says which Pod it is, on 8080. */
import type { ServerContainer } from '../container.ts';
import { httpDate } from '../http.ts';
import { BASE_FILES, type Image } from '../image.ts';

const PORT = 8080;

function start(container: ServerContainer): void {
  const { hostname, clock } = container;
  const bound = container.listen(PORT, (request) => {
    container.log(`${request.method} ${request.path} from ${request.remote}\n`);
    const headers = { 'content-type': 'text/plain; charset=utf-8', date: httpDate(clock.now()) };
    return { status: 200, headers, body: `Hello from ${hostname}!\n` };
  });
  if (bound) {
    if (!container.resumed) container.log(`simple-server listening on port ${PORT}\n`);
    return;
  }
  container.log(`listen tcp :${PORT}: bind: address already in use\n`, 'stderr');
  container.exit(1);
}

export const simpleServer: Image = {
  repository: 'docker.io/ianhellozin/simple-server',
  hasTag: (tag) => tag === 'latest',
  files: () => ({ ...BASE_FILES, '/app/simple-server': '' }),
  env: () => ({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }),
  entrypoint: ['simple-server'],
  cmd: [],
  workingDir: '/app',
  exposedPorts: [PORT],
  size: () => 48_312_876,
  memory: 12 * 1024 * 1024,
  shell: true,
  programs: { 'simple-server': { kind: 'server', start } },
};

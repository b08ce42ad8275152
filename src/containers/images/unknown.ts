/**
 * Stands in for every image that is not in the list: it listens where its Pod says it does, and says plainly, in its
 * answers and in its log, that it is a stand-in.
 */
import type { ServerContainer } from '../container.ts';
import { BASE_FILES, type Image, type ImageProgram } from '../image.ts';
import { curl } from '../programs/curl.ts';
import { nslookup } from '../programs/nslookup.ts';
import { wget } from '../programs/wget.ts';

function start(container: ServerContainer): void {
  const { config, hostname } = container;
  const say = (text: string): void => void (container.resumed || container.log(text));
  say(`Tidepool does not know the image ${config.image}: this is a stand-in, not the program itself.\n`);
  for (const port of config.ports) {
    const bound = container.listen(port, (request) => {
      container.log(`${request.method} ${request.path} from ${request.remote}\n`);
      const body = `Stand-in for ${config.image} on ${hostname}, port ${port}: Tidepool does not have this image's program.\n`;
      return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
    });
    if (!bound) {
      container.log(`port ${port}: address already in use\n`, 'stderr');
      return container.exit(1);
    }
    say(`It answers on port ${port}, because the container declares it.\n`);
  }
  if (config.ports.length === 0) say('The container declares no ports, so nothing answers.\n');
}

export function unknownImage(repository: string): Image {
  const server: ImageProgram = { kind: 'server', start };
  return {
    repository,
    hasTag: () => true,
    files: () => BASE_FILES,
    env: () => ({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }),
    entrypoint: ['stand-in'],
    cmd: [],
    size: () => 60_000_000,
    memory: 24 * 1024 * 1024,
    shell: true,
    programs: {
      'stand-in': server,
      curl: { kind: 'command', run: curl },
      wget: { kind: 'command', run: wget },
      nslookup: { kind: 'command', run: nslookup },
    },
    fallback: server,
  };
}

/** docker.io/library/redis: keys and values on 6379, and redis-cli beside it. */
import type { ServerContainer } from '../container.ts';
import { BASE_FILES, type Image } from '../image.ts';
import { redisCli } from '../programs/redis-cli.ts';
import { startRedis } from '../programs/redis.ts';
import { PATH } from './http-server.ts';

const TAGS = /^(latest|alpine|([5-8])(\.\d+){0,2})(-(alpine|bookworm|bullseye|trixie|alpine3\.\d+))?$/;
const MAJORS: Readonly<Record<string, string>> = { 5: '5.0.14', 6: '6.2.20', 7: '7.4.6', 8: '8.2.2' };

function versionOf({ config }: ServerContainer): string {
  const tag = config.image.split(':').pop() ?? '';
  const given = /^\d+(\.\d+)*/.exec(tag)?.[0] ?? '8';
  return given.split('.').length === 3 ? given : (MAJORS[given[0] ?? '8'] ?? '8.2.2');
}

export const redis: Image = {
  repository: 'docker.io/library/redis',
  hasTag: (tag) => TAGS.test(tag),
  files: () => ({
    ...BASE_FILES,
    '/data/': '',
    '/usr/local/bin/docker-entrypoint.sh': '#!/bin/sh\nset -e\nexec "$@"\n',
  }),
  env: () => ({ PATH }),
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['redis-server'],
  workingDir: '/data',
  exposedPorts: [6379],
  size: (tag) => (tag.includes('alpine') ? 17_300_000 : 51_600_000),
  memory: 6 * 1024 * 1024,
  shell: true,
  wrapper: 'docker-entrypoint.sh',
  programs: {
    'redis-server': { kind: 'server', start: (container) => startRedis(container, versionOf(container)) },
    'redis-cli': { kind: 'command', run: redisCli },
  },
};

/** docker.io/curlimages/curl: one program, and the shell of the Alpine image below it. */
import { BASE_FILES, type Image } from '../image.ts';
import { curl as curlProgram } from '../programs/curl.ts';
import { nslookup } from '../programs/nslookup.ts';
import { wget } from '../programs/wget.ts';

export const curl: Image = {
  repository: 'docker.io/curlimages/curl',
  hasTag: (tag) => /^(latest|7\.\d+\.\d+|8\.(1?\d)\.\d)$/.test(tag),
  files: () => ({ ...BASE_FILES, '/entrypoint.sh': '#!/bin/sh\nexec "$@"\n', '/home/curl_user/': '' }),
  env: () => ({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }),
  entrypoint: ['/entrypoint.sh'],
  cmd: ['curl'],
  workingDir: '/home/curl_user',
  user: 100,
  size: () => 9_555_424,
  memory: 2 * 1024 * 1024,
  shell: true,
  userland: 'busybox',
  wrapper: 'entrypoint.sh',
  programs: {
    curl: { kind: 'command', run: curlProgram },
    wget: { kind: 'command', run: wget },
    nslookup: { kind: 'command', run: nslookup },
  },
};

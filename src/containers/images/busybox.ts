/** docker.io/library/busybox: a shell and the coreutils, and the network tools that learners use in it. */
import { BASE_FILES, type Image } from '../image.ts';
import { nslookup } from '../programs/nslookup.ts';
import { wget } from '../programs/wget.ts';

const TAGS = /^(latest|stable|unstable|musl|glibc|uclibc|1(\.(1|2[1-9]|3[0-7])(\.\d+)?)?)(-(musl|glibc|uclibc))?$/;

export const busybox: Image = {
  repository: 'docker.io/library/busybox',
  hasTag: (tag) => TAGS.test(tag),
  files: () => BASE_FILES,
  env: () => ({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }),
  entrypoint: [],
  cmd: ['sh'],
  size: () => 2_223_686,
  memory: 1024 * 1024,
  shell: true,
  userland: 'busybox',
  programs: { wget: { kind: 'command', run: wget }, nslookup: { kind: 'command', run: nslookup } },
};

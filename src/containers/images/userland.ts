/** What every Linux image with a shell has beside its own: directories, users, and the files of its tools. */
import type { Image } from '../image.ts';

const DIRECTORIES: Readonly<Record<'busybox' | 'debian', string>> = {
  busybox: 'home lib mnt opt proc run sbin srv sys usr/bin usr/sbin var/log var/lib var/spool',
  debian:
    'boot home lib lib64 media mnt opt proc run sbin srv sys usr/bin usr/lib usr/local/bin usr/sbin usr/share var/cache var/lib var/log var/www',
};

const BUSYBOX_USERS = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
sys:x:3:3:sys:/dev:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`;
const DEBIAN_USERS = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;
const GROUPS = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
www-data:x:33:
`;

/** How the file of a program begins. */
const BINARY = '\x7fELF';

/** `tools`: names of what can be started. The image's own files stand above these. */
export function userlandFiles(image: Image, tools: readonly string[]): Record<string, string> {
  if (!image.shell) return {};
  const busybox = image.userland === 'busybox';
  const out: Record<string, string> = {
    '/etc/passwd': busybox ? BUSYBOX_USERS : DEBIAN_USERS,
    '/etc/group': `${GROUPS}${busybox ? 'nobody:x:65534:\n' : 'nogroup:x:65534:\n'}`,
    '/etc/shells': busybox ? '/bin/sh\n/bin/ash\n' : '/bin/sh\n/bin/bash\n/usr/bin/sh\n/usr/bin/bash\n',
    '/dev/null': '',
    '/dev/shm/': '',
  };
  for (const device of ['full', 'random', 'tty', 'urandom', 'zero']) out[`/dev/${device}`] = '';
  for (const path of DIRECTORIES[busybox ? 'busybox' : 'debian'].split(' ')) out[`/${path}/`] = '';
  // /bin is a link to /usr/bin in Debian: a name is found in both.
  for (const tool of tools)
    for (const directory of busybox ? ['/bin'] : ['/bin', '/usr/bin']) out[`${directory}/${tool}`] = BINARY;
  return out;
}

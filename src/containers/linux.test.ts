/** What a learner types in a container: the tools and files of its Linux. */
import { beforeAll, expect, it } from 'vitest';
import { collectOutput } from '../shell/pipe.ts';
import { seededRandom } from '../time/random.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { Container } from './container.ts';
import { createEngine, type Engine } from './engine.ts';
import { noNetwork } from './network.ts';
import { shellPrograms } from './shell-programs.ts';

const clock = new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn);
let engine: Engine;
const containers = new Map<string, Container>();

beforeAll(async () => {
  let next = 1;
  engine = createEngine({
    clock,
    random: seededRandom('linux'),
    node: { name: 'node', ip: '192.168.49.2' },
    network: noNetwork,
    allocateIP: () => `10.244.0.${++next}`,
    shell: shellPrograms,
  });
  for (const image of ['busybox', 'ubuntu', 'alpine']) {
    engine.pull(image, () => undefined);
    await clock.advance(60_000);
    const identity = { uid: image, namespace: 'default', name: image, hostname: image, attempt: 0, hostNetwork: false };
    const container = engine.createContainer(engine.createSandbox(identity), {
      name: image,
      image: `docker.io/library/${image}:latest`,
      attempt: 0,
      argv: ['sleep', '3600'],
      env: { PATH: '/usr/bin:/bin', COLOUR: 'blue' },
      workingDir: '/',
      mounts: [],
      ports: [],
      stopSignal: 'TERM',
      memoryLimit: 64 * 1024 * 1024,
      cpuLimit: 0.5,
    });
    engine.start(container);
    containers.set(image, container);
  }
});

async function run(image: string, script: string): Promise<string> {
  const output = collectOutput();
  const ended = engine.exec(containers.get(image)!, ['sh', '-c', script], { stdout: output, stderr: output });
  await clock.advance(20_000);
  return `${output.text()}${await ended}`;
}

it.each([
  ['busybox', 'hostname -i', '10.244.0.2\n0'],
  ['busybox', 'which sh ls nosuch', '/bin/sh\n/bin/ls\n1'],
  ['ubuntu', 'which bash; command -v ls; type ls', '/usr/bin/bash\n/usr/bin/ls\nls is /usr/bin/ls\n0'],
  ['ubuntu', '/bin/ls /usr/bin/env; /usr/bin/env echo hi', '/usr/bin/env\nhi\n0'],
  ['busybox', 'tr "\\0" " " < /proc/1/cmdline', 'sleep 3600 0'],
  ['busybox', 'tr "\\0" "\\n" < /proc/1/environ | grep COLOUR', 'COLOUR=blue\n0'],
  ['busybox', 'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max', '67108864\n50000 100000\n0'],
  ['busybox', 'cat /proc/nosuch', "cat: can't open '/proc/nosuch': No such file or directory\n1"],
  [
    'busybox',
    'head -c 3000 /dev/zero > /tmp/z; wc -c < /tmp/z; stat -c "%a %s %U %F" /tmp/z',
    '3000\n644 3000 root regular file\n0',
  ],
  [
    'ubuntu',
    'printf abc | md5sum; printf abc | sha256sum | cut -c1-8',
    '900150983cd24fb0d6963f7d28e17f72  -\nba7816bf\n0',
  ],
  ['ubuntu', 'head -c 9 /dev/urandom | wc -c', '9\n0'],
  ['ubuntu', 'dd if=/dev/zero of=/tmp/d bs=1k count=4 status=none; du -k /tmp/d', '4\t/tmp/d\n0'],
  ['busybox', 'pgrep sleep; pidof sleep; pkill nosuch', '1\n1\n1'],
  ['ubuntu', 'kill -9 1; echo still here', 'still here\n0'],
  [
    'ubuntu',
    'apt-get install -y curl | tail -1',
    'E: Unable to locate package curl\nN: There is no internet in this cluster: packages cannot be downloaded.\nReading state information... Done\n0',
  ],
  ['busybox', 'apt-get update', 'sh: apt-get: not found\n127'],
  ['alpine', 'apk add curl 2>&1 | grep ERROR', 'ERROR: unable to select packages:\n0'],
  ['busybox', 'a=(1 2)', 'sh: syntax error: unexpected "("\n2'],
])('%s: %s', async (image, script, expected) => {
  expect(await run(image, script)).toBe(expected);
});

it('what is written to the first process’s output is in the log', async () => {
  await run('busybox', 'echo hello > /proc/1/fd/1; echo oops > /proc/1/fd/2');
  expect(
    containers
      .get('busybox')!
      .logs.lines()
      .map(({ stream, text }) => `${stream} ${text}`),
  ).toEqual(['stdout hello', 'stderr oops']);
});

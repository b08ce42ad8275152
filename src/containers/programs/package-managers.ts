/** apt, apk and yum in a cluster that no package can be downloaded into: what they say when nothing answers. */
import type { Process, Program } from '../../shell/process.ts';
import { networkOf } from './machine-network.ts';

/** What apt calls a notice: here, why. */
const WHY = 'There is no internet in this cluster: packages cannot be downloaded.';

/** ms that a resolver tries before it gives up. */
const PATIENCE = 1000;

interface Release {
  host: string;
  suite: string;
  parts: string;
}

function releaseOf({ machine: { fs } }: Process): Release {
  const text = fs.stat('/etc/os-release') ? fs.readFile('/etc/os-release') : '';
  if (/^ID=ubuntu/m.test(text)) {
    return { host: 'archive.ubuntu.com', suite: 'http://archive.ubuntu.com/ubuntu noble', parts: 'ubuntu/dists/noble' };
  }
  return { host: 'deb.debian.org', suite: 'http://deb.debian.org/debian trixie', parts: 'debian/dists/trixie' };
}

async function wait(process: Process, host: string): Promise<void> {
  networkOf(process.machine).resolve(host);
  await process.machine.clock.sleep(PATIENCE, process.signal);
}

const operandsOf = (argv: readonly string[]): string[] => argv.slice(1).filter((word) => !word.startsWith('-'));

const aptGet: Program = async (process) => {
  const { argv, stdout, stderr } = process;
  const [verb, ...names] = operandsOf(argv);
  if (verb === 'update') {
    const { host, suite, parts } = releaseOf(process);
    await wait(process, host);
    const why = `Temporary failure resolving '${host}'`;
    await stdout.write(`Ign:1 ${suite} InRelease\nErr:1 ${suite} InRelease\n  ${why}\nReading package lists... Done\n`);
    await stderr.write(`W: Failed to fetch http://${host}/${parts}/InRelease  ${why}\n`);
    await stderr.write('W: Some index files failed to download. They have been ignored, or old ones used instead.\n');
    await stderr.write(`N: ${WHY}\n`);
    return 0;
  }
  if (verb === 'install' || verb === 'upgrade' || verb === 'dist-upgrade') {
    await stdout.write(
      'Reading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\n',
    );
    if (verb !== 'install') {
      await stdout.write('0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n');
      return 0;
    }
    for (const name of names) await stderr.write(`E: Unable to locate package ${name}\n`);
    if (names.length > 0) await stderr.write(`N: ${WHY}\n`);
    return names.length > 0 ? 100 : 0;
  }
  if (verb === 'clean' || verb === 'autoremove' || verb === 'autoclean') return 0;
  await stderr.write(verb === undefined ? `${argv[0]} 3.0 (amd64)\n` : `E: Invalid operation ${verb}\n`);
  return verb === undefined ? 1 : 100;
};

const apk: Program = async (process) => {
  const { argv, stderr, stdout } = process;
  const [verb, ...names] = operandsOf(argv);
  if (verb !== 'add' && verb !== 'update') {
    await stdout.write('apk-tools 2.14.9, compiled for x86_64.\n');
    return verb === undefined ? 1 : 0;
  }
  const mirror = 'https://dl-cdn.alpinelinux.org/alpine/v3.22';
  await wait(process, 'dl-cdn.alpinelinux.org');
  for (const part of ['main', 'community']) {
    await stdout.write(`fetch ${mirror}/${part}/x86_64/APKINDEX.tar.gz\n`);
    await stderr.write(`WARNING: fetching ${mirror}/${part}: temporary error (try again later)\n`);
  }
  await stderr.write(`WARNING: ${WHY}\n`);
  if (verb === 'update') {
    await stdout.write('4 unavailable, 0 stale; 16 distinct packages available\n');
    return 2;
  }
  await stderr.write('ERROR: unable to select packages:\n');
  for (const name of names) await stderr.write(`  ${name} (no such package):\n    required by: world[${name}]\n`);
  return names.length;
};

const yum: Program = async (process) => {
  const { argv, stderr } = process;
  const [verb] = operandsOf(argv);
  if (verb === undefined) return 1;
  await wait(process, 'mirrorlist.centos.org');
  await stderr.write(
    `Error: Failed to download metadata for repo 'appstream': Cannot prepare internal mirrorlist: Curl error (6): Couldn't resolve host name for http://mirrorlist.centos.org/ [Could not resolve host: mirrorlist.centos.org]\n${WHY}\n`,
  );
  return 1;
};

export const packageManagers: Readonly<Record<string, Program>> = {
  apk,
  apt: aptGet,
  'apt-get': aptGet,
  dnf: yum,
  yum,
};

/** The package managers of an image's distribution. */
export function packageManagersOf({ repository, userland }: { repository: string; userland?: 'busybox' }): string[] {
  if (/\b(centos|fedora|rockylinux|almalinux|amazonlinux|ubi\d*)\b/.test(repository)) return ['dnf', 'yum'];
  if (userland !== 'busybox') return ['apt', 'apt-get'];
  return repository.endsWith('/busybox') ? [] : ['apk'];
}

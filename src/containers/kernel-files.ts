/**
 * /proc and /sys as a container sees them (proc(5), cgroup v2): made up when they are read. Simplified: the files that
 * are looked at in practice; /proc/self is PID 1.
 */
import { FileError, type FileStat, type FileSystem } from '../shell/filesystem.ts';
import type { Container } from './container.ts';
import { mountTable } from './programs/disks.ts';
import { CORES, MEMORY } from './programs/load.ts';

type Texts = Readonly<Record<string, (container: Container) => string>>;

const KIB = 1024;

const uptime = ({ clock, startedAt }: Container): string => ((clock.now() - startedAt) / 1000).toFixed(2);

const load = ({ usage }: Container): string => {
  const cores = usage.cpu.toFixed(2);
  return `${cores} ${cores} ${cores}`;
};

const cpuMax = ({ config }: Container): string =>
  `${config.cpuLimit === undefined ? 'max' : Math.round(config.cpuLimit * 100_000)} 100000\n`;

const processor = (_: unknown, at: number): string =>
  `processor\t: ${at}\nvendor_id\t: GenuineTidepool\nmodel name\t: Simulated CPU @ 2.40GHz\ncpu MHz\t\t: 2400.000\ncpu cores\t: ${CORES}\n`;

const FILES: Texts = {
  '/proc/cmdline': () => 'BOOT_IMAGE=/boot/vmlinuz root=/dev/sda1 ro\n',
  '/proc/cpuinfo': () => `${Array.from({ length: CORES }, processor).join('\n')}\n`,
  '/proc/loadavg': (container) => `${load(container)} 1/${container.processes.list().length} 1\n`,
  '/proc/meminfo': () =>
    [
      ['MemTotal', MEMORY.total],
      ['MemFree', MEMORY.total - MEMORY.used - MEMORY.buffers],
      ['MemAvailable', MEMORY.total - MEMORY.used],
      ['Buffers', 24_132],
      ['Cached', MEMORY.buffers],
      ['SwapTotal', 0],
      ['SwapFree', 0],
    ]
      .map(([name, kib]) => `${`${name}:`.padEnd(15)}${String(kib).padStart(9)} kB\n`)
      .join(''),
  '/proc/mounts': (container) => mountTable(container),
  '/proc/self/cgroup': () => '0::/\n',
  '/proc/sys/kernel/hostname': ({ hostname }) => `${hostname}\n`,
  '/proc/sys/net/core/somaxconn': () => '4096\n',
  '/proc/sys/net/ipv4/ip_forward': () => '1\n',
  '/proc/uptime': (container) => `${uptime(container)} ${uptime(container)}\n`,
  '/proc/version': () => 'Linux version 6.12.0 (tidepool@simulated) #1 SMP PREEMPT_DYNAMIC\n',
  '/sys/class/net/eth0/address': ({ namespace }) =>
    `0a:58:${namespace.ip
      .split('.')
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join(':')}\n`,
  '/sys/fs/cgroup/cgroup.controllers': () => 'cpuset cpu io memory hugetlb pids rdma\n',
  '/sys/fs/cgroup/cpu.max': cpuMax,
  '/sys/fs/cgroup/cpu.stat': ({ worked }) => `usage_usec ${Math.round(worked * 1000)}\n`,
  '/sys/fs/cgroup/memory.current': ({ usage }) => `${usage.memory}\n`,
  '/sys/fs/cgroup/memory.max': ({ config }) => `${config.memoryLimit ?? 'max'}\n`,
  '/sys/fs/cgroup/pids.current': ({ processes }) => `${processes.list().length}\n`,
  '/sys/fs/cgroup/pids.max': () => 'max\n',
};

/** Of each process. */
const OF_PROCESS: Readonly<Record<string, (argv: readonly string[], pid: number, container: Container) => string>> = {
  cgroup: () => '0::/\n',
  cmdline: (argv) => argv.map((word) => `${word}\0`).join(''),
  comm: ([name = '']) => `${name.slice(name.lastIndexOf('/') + 1).slice(0, 15)}\n`,
  environ: (_, pid, { config }) =>
    pid === 1
      ? Object.entries(config.env)
          .map(([name, value]) => `${name}=${value}\0`)
          .join('')
      : '',
  mounts: (_, __, container) => mountTable(container),
  status: ([name = ''], pid, { config, usage }) => {
    const { uid, gid } = config.user ?? { uid: 0, gid: 0 };
    const rows = [
      ['Name', name.slice(name.lastIndexOf('/') + 1)],
      ['State', 'S (sleeping)'],
      ['Pid', pid],
      ['PPid', 0],
      ['Uid', Array(4).fill(uid).join('\t')],
      ['Gid', Array(4).fill(gid).join('\t')],
      ['VmRSS', `${String(Math.round(usage.memory / KIB)).padStart(8)} kB`],
    ];
    return rows.map(([key, value]) => `${key}:\t${value}\n`).join('');
  },
};

const STREAMS: Readonly<Record<string, 'stdout' | 'stderr'>> = { '1': 'stdout', '2': 'stderr' };
const isKernels = (path: string): boolean => path.startsWith('/proc') || path.startsWith('/sys');

/** Undefined for what is not there. */
function textOf(container: Container, path: string): string | undefined {
  if (Object.hasOwn(FILES, path)) return FILES[path]!(container);
  const [, pid, name = ''] = /^\/proc\/(\d+|self)\/(\w+)$/.exec(path) ?? [];
  if (pid === undefined || !Object.hasOwn(OF_PROCESS, name)) return undefined;
  const number = pid === 'self' ? 1 : Number(pid);
  const found = container.processes.get(number);
  return found && OF_PROCESS[name]!(found.argv, number, container);
}

function namesIn(container: Container, path: string): string[] | undefined {
  const prefix = `${path}/`;
  const names = new Set<string>();
  for (const file of Object.keys(FILES))
    if (file.startsWith(prefix)) names.add(file.slice(prefix.length).split('/')[0]!);
  if (path === '/proc') for (const { pid } of container.processes.list()) names.add(String(pid));
  const pid = /^\/proc\/(\d+)$/.exec(path)?.[1];
  if (pid !== undefined && container.processes.get(Number(pid))) {
    for (const name of Object.keys(OF_PROCESS)) names.add(name);
  }
  if (path === '/proc/self') for (const name of Object.keys(OF_PROCESS)) names.add(name);
  return names.size > 0 ? [...names].sort() : undefined;
}

export function withKernelFiles(files: FileSystem, container: Container): FileSystem {
  const now = (): number => container.clock.now();
  /** `echo hello > /proc/1/fd/1` is how a process beside PID 1 writes to the container's log. */
  const stream = (path: string): 'stdout' | 'stderr' | undefined =>
    STREAMS[/^\/proc\/(?:1|self)\/fd\/([12])$/.exec(path)?.[1] ?? ''];
  return {
    ...bound(files),
    readFile(path) {
      if (!isKernels(path)) return files.readFile(path);
      const text = textOf(container, path);
      if (text !== undefined) return text;
      if (namesIn(container, path)) throw new FileError('EISDIR', path);
      return files.readFile(path);
    },
    stat(path): FileStat | undefined {
      if (!isKernels(path)) return files.stat(path);
      const common = { size: 0, modified: now() };
      if (textOf(container, path) !== undefined) return { type: 'file', mode: 0o444, ...common };
      if (stream(path)) return { type: 'file', mode: 0o222, ...common };
      return namesIn(container, path) ? { type: 'directory', mode: 0o555, ...common } : files.stat(path);
    },
    readDirectory: (path) => (isKernels(path) ? namesIn(container, path) : undefined) ?? files.readDirectory(path),
    writeFile(path, text, options) {
      const log = isKernels(path) ? stream(path) : undefined;
      if (log) return container.log(text, log);
      if (isKernels(path) && path.startsWith('/sys/')) throw new FileError('EROFS', path);
      if (isKernels(path) && path.startsWith('/proc/')) {
        throw new FileError(textOf(container, path) === undefined ? 'ENOENT' : 'EACCES', path);
      }
      files.writeFile(path, text, options);
    },
  };
}

/** A tree's methods are of its class: spread alone would lose them. */
function bound(files: FileSystem): FileSystem {
  return {
    readFile: (path) => files.readFile(path),
    writeFile: (path, text, options) => files.writeFile(path, text, options),
    stat: (path) => files.stat(path),
    readDirectory: (path) => files.readDirectory(path),
    makeDirectory: (path, options) => files.makeDirectory(path, options),
    remove: (path, options) => files.remove(path, options),
    rename: (from, to) => files.rename(from, to),
    watch: (changed) => files.watch(changed),
  };
}

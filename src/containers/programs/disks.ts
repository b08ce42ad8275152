/** mount and df: what of the container's tree is the image's, a volume's or the kernel's (proc_mounts(5)). */
import { coreutil, parseOptions } from '../../shell/coreutils/options.ts';
import { humanSize } from '../../shell/coreutils/ls.ts';
import type { Process, Program } from '../../shell/process.ts';
import { factsOf, type MachineFacts } from './machine-facts.ts';

interface MountLine {
  device: string;
  path: string;
  type: string;
  options: string;
  /** KiB; 0 for what has no size. */
  size: number;
  used: number;
}

/** KiB of the node's disk and memory, as every container sees them. */
const DISK = 61_202_244;
const DISK_USED = 14_370_140;
const MEMORY = 8_152_748;

function kernel(facts: MachineFacts): MountLine[] {
  const root = facts.config.readOnlyRoot ? 'ro' : 'rw';
  const none = { size: 0, used: 0 };
  return [
    { device: 'overlay', path: '/', type: 'overlay', options: `${root},relatime`, size: DISK, used: DISK_USED },
    { device: 'proc', path: '/proc', type: 'proc', options: 'rw,nosuid,nodev,noexec,relatime', ...none },
    { device: 'tmpfs', path: '/dev', type: 'tmpfs', options: 'rw,nosuid,size=65536k,mode=755', size: 65_536, used: 0 },
    {
      device: 'devpts',
      path: '/dev/pts',
      type: 'devpts',
      options: 'rw,nosuid,noexec,relatime,gid=5,mode=620',
      ...none,
    },
    { device: 'mqueue', path: '/dev/mqueue', type: 'mqueue', options: 'rw,nosuid,nodev,noexec,relatime', ...none },
    { device: 'sysfs', path: '/sys', type: 'sysfs', options: 'ro,nosuid,nodev,noexec,relatime', ...none },
    { device: 'cgroup', path: '/sys/fs/cgroup', type: 'cgroup2', options: 'ro,nosuid,nodev,noexec,relatime', ...none },
  ];
}

function volumes({ config }: MachineFacts): MountLine[] {
  const disk = { device: '/dev/sda1', type: 'ext4', size: DISK, used: DISK_USED };
  const own = ['/etc/hosts', '/dev/termination-log', '/etc/hostname', '/etc/resolv.conf'];
  return [
    ...config.mounts.map(({ path, readOnly, volume }): MountLine => {
      const options = `${readOnly ? 'ro' : 'rw'},relatime`;
      // Tokens and Secrets are held in memory.
      if (!volume.startsWith('kube-api-access-')) return { ...disk, path, options };
      return { device: 'tmpfs', type: 'tmpfs', path, options: `${options},size=${MEMORY}k`, size: MEMORY, used: 12 };
    }),
    ...own.map((path): MountLine => ({ ...disk, path, options: 'rw,relatime' })),
  ];
}

/** /proc/mounts */
export const mountTable = (facts: MachineFacts): string =>
  [...kernel(facts), ...volumes(facts)]
    .map(({ device, path, type, options }) => `${device} ${path} ${type} ${options} 0 0\n`)
    .join('');

const mountsOf = ({ machine }: Process): MountLine[] => {
  const facts = factsOf(machine);
  return facts ? [...kernel(facts), ...volumes(facts)] : [];
};

export const mount: Program = async (process) => {
  if (process.argv.length > 1) {
    const target = process.argv.at(-1)!;
    const may = process.machine.can?.('SYS_ADMIN') ?? true;
    const why = may ? 'Invalid argument' : 'permission denied (are you root?)';
    await process.stderr.write(`mount: ${may ? `mounting ${target} failed: ${why}` : why}\n`);
    return may ? 255 : 1;
  }
  for (const { device, path, type, options } of mountsOf(process)) {
    await process.stdout.write(`${device} on ${path} type ${type} (${options})\n`);
  }
  return 0;
};

export const df: Program = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'hkmTPai', long: { 'human-readable': 'h', all: 'a' } });
  const human = options.has('h');
  const size = (kib: number): string => (human ? humanSize(kib * 1024) : String(kib));
  const all = mountsOf(process).filter((line) => line.size > 0);
  const wanted = options.operands.map((path) => holding(all, path));
  const shown = options.operands.length === 0 ? all : wanted;
  const head = human ? ['Size', 'Used', 'Avail'] : ['1K-blocks', 'Used', 'Available'];
  const rows = shown.map((line) => [line.device, size(line.size), size(line.used), size(line.size - line.used)]);
  const cell = (text: string, at: number): string => text.padStart(Math.max(head[at]!.length, human ? 5 : 9));
  const least = process.machine.dialect === 'ash' ? 20 : 14;
  const first = Math.max(least, ...rows.map(([device]) => device!.length));
  const heading = [`${'Filesystem'.padEnd(first)}`, ...head.map(cell), 'Use%', 'Mounted on'];
  await process.stdout.write(`${heading.join(' ')}\n`);
  for (const [index, [device, ...cells]] of rows.entries()) {
    const { used, size: whole, path } = shown[index]!;
    const percent = `${Math.ceil((used / whole) * 100)}%`.padStart(4);
    await process.stdout.write(`${[device!.padEnd(first), ...cells.map(cell), percent, path].join(' ')}\n`);
  }
  return 0;
});

/** The mount that a path is on. */
function holding(all: readonly MountLine[], path: string): MountLine {
  const above = all.filter((line) => line.path === '/' || `${path}/`.startsWith(`${line.path}/`));
  return above.toSorted((a, b) => b.path.length - a.path.length)[0]!;
}

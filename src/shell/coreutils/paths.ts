/** du, realpath, readlink, mktemp, truncate and nproc: what is left of the tools that know of paths and sizes. */
import { byteCount } from '../bytes.ts';
import { FileError, type FileSystem } from '../filesystem.ts';
import { dirname, joinPath } from '../path.ts';
import type { Process, Program } from '../process.ts';
import { parseCount } from './head.ts';
import { humanSize } from './ls.ts';
import { absolute, complain, coreutil, errorText, parseOptions, UsageError } from './options.ts';

/** KiB on the disk, by directory, deepest first; the last is the whole. */
function usage(fs: FileSystem, path: string, shown: string): { path: string; size: number; depth: number }[] {
  const walk = (at: string, name: string, depth: number): { path: string; size: number; depth: number }[] => {
    const stat = fs.stat(at);
    if (stat?.type !== 'directory') return [];
    let size = 4;
    const below: { path: string; size: number; depth: number }[] = [];
    for (const entry of fs.readDirectory(at)) {
      const child = fs.stat(joinPath(at, entry));
      if (child?.type === 'directory') {
        const inner = walk(joinPath(at, entry), joinPath(name, entry), depth + 1);
        size += inner.at(-1)?.size ?? 0;
        below.push(...inner);
      } else size += Math.ceil((child?.size ?? 0) / 4096) * 4;
    }
    return [...below, { path: name, size, depth }];
  };
  return walk(path, shown, 0);
}

export const du = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'shkacd:m',
    long: { summarize: 's', 'human-readable': 'h', all: 'a', total: 'c', 'max-depth': '=d' },
  });
  const { fs } = process.machine;
  const most = options.has('s') ? 0 : Number(options.value('d') ?? Infinity);
  let status = 0;
  for (const name of options.operands.length === 0 ? ['.'] : options.operands) {
    const stat = fs.stat(absolute(process, name));
    if (!stat) {
      status = await complain(process, `cannot access '${name}': No such file or directory`);
      continue;
    }
    const rows =
      stat.type === 'directory'
        ? usage(fs, absolute(process, name), name)
        : [{ path: name, size: Math.ceil(stat.size / 4096) * 4, depth: 0 }];
    for (const { path, size, depth } of rows) {
      if (depth > most) continue;
      const text = options.has('h') ? humanSize(size * 1024) : options.has('m') ? Math.ceil(size / 1024) : size;
      await process.stdout.write(`${text}\t${path}\n`);
    }
  }
  return status;
});

export const realpath = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'emsqf', long: {} });
  if (options.operands.length === 0) throw new UsageError('missing operand', 1);
  let status = 0;
  for (const name of options.operands) {
    const path = absolute(process, name);
    if (process.machine.fs.stat(path) ?? process.machine.fs.stat(dirname(path)))
      await process.stdout.write(`${path}\n`);
    else status = await complain(process, `${name}: No such file or directory`);
  }
  return status;
});

/** No file here is a symbolic link: without `-f` there is nothing to say. */
export const readlink: Program = (process) =>
  /^-[a-z]*[fem]/.test(process.argv[1] ?? '') ? realpath(process) : Promise.resolve(1);

export const mktemp = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'dup:tq', long: { directory: 'd', tmpdir: '?p' } });
  const { fs, clock } = process.machine;
  const [template = '/tmp/tmp.XXXXXXXXXX'] = options.operands;
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  let number = clock.now();
  const fresh = (): string =>
    absolute(
      process,
      template.replace(/X+$/, (all) =>
        [...all].map(() => letters[(number = (Math.imul(number | 0, 1103515245) + 12345) >>> 0) % 62]).join(''),
      ),
    );
  let path = fresh();
  while (fs.stat(path)) path = fresh();
  try {
    if (options.has('d')) fs.makeDirectory(path, { mode: 0o700 });
    else fs.writeFile(path, '', { mode: 0o600 });
  } catch (error) {
    return complain(process, `failed to create file via template ‘${template}’: ${errorText(error)}`);
  }
  await process.stdout.write(`${path}\n`);
  return 0;
});

export const truncate = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 's:co', long: { size: '=s' } });
  const size = options.value('s');
  if (size === undefined) throw new UsageError('you must specify either ‘--size’ or ‘--reference’', 1);
  return resize(process, options.operands, () => parseCount(size, 'bytes'));
});

/** Takes the room for a file at once: `fallocate -l 10M FILE`. */
export const fallocate = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'l:no:', long: { length: '=l' } });
  const length = options.value('l');
  if (length === undefined) throw new UsageError('no length argument specified', 1);
  const bytes = parseCount(length.replace(/iB$/, ''), 'bytes');
  return resize(process, options.operands, (old) => Math.max(old, bytes));
});

async function resize(process: Process, files: readonly string[], to: (old: number) => number): Promise<number> {
  const { fs } = process.machine;
  let status = 0;
  for (const name of files) {
    const path = absolute(process, name);
    try {
      const text = fs.stat(path) ? fs.readFile(path) : '';
      const wanted = to(byteCount(text));
      if (wanted > MOST) throw new FileError('ENOSPC', path);
      fs.writeFile(path, text.length >= wanted ? text.slice(0, wanted) : text + '\0'.repeat(wanted - text.length));
    } catch (error) {
      status = await complain(process, `${name}: ${errorText(error)}`);
    }
  }
  return status;
}

/** More than any file system here takes. */
const MOST = 512 * 1024 * 1024;

/** Simplified: a machine has four cores. */
export const nproc: Program = async ({ stdout }) => {
  await stdout.write('4\n');
  return 0;
};

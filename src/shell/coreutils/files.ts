/** mkdir, rmdir, rm, touch, mv, tee, chmod (GNU). */
import { basename, dirname, joinPath } from '../path.ts';
import { readChunk } from '../lines.ts';
import { BrokenPipe, type Process } from '../process.ts';
import { absolute, complain, coreutil, errorText, parseOptions, UsageError } from './options.ts';

export const mkdir = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'pvm:', long: { parents: 'p', verbose: 'v', mode: '=m' } });
  if (options.operands.length === 0) throw new UsageError('missing operand', 1);
  let status = 0;
  for (const name of options.operands) {
    try {
      process.machine.fs.makeDirectory(absolute(process, name), { recursive: options.has('p') });
      if (options.has('v')) await process.stdout.write(`mkdir: created directory '${name}'\n`);
    } catch (error) {
      status = await complain(process, `cannot create directory ‘${name}’: ${errorText(error)}`);
    }
  }
  return status;
});

export const rmdir = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'pv', long: { parents: 'p' } });
  if (options.operands.length === 0) throw new UsageError('missing operand', 1);
  let status = 0;
  for (const name of options.operands) {
    const stat = process.machine.fs.stat(absolute(process, name));
    try {
      if (stat?.type === 'file') status = await complain(process, `failed to remove '${name}': Not a directory`);
      else process.machine.fs.remove(absolute(process, name));
    } catch (error) {
      status = await complain(process, `failed to remove '${name}': ${errorText(error)}`);
    }
  }
  return status;
});

export const rm = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'rRfvidI',
    long: { recursive: 'r', force: 'f', verbose: 'v', dir: 'd' },
  });
  const recursive = options.has('r', 'R');
  if (options.operands.length === 0 && !options.has('f')) throw new UsageError('missing operand', 1);
  let status = 0;
  for (const name of options.operands) {
    const path = absolute(process, name);
    const stat = process.machine.fs.stat(path);
    if (/(^|\/)\.\.?\/*$/.test(name))
      status = await complain(process, `refusing to remove '.' or '..' directory: skipping '${name}'`);
    else if (path === '/' && recursive) {
      await process.stderr.write(
        "rm: it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe\n",
      );
      status = 1;
    } else if (!stat && options.has('f')) continue;
    else if (stat?.type === 'directory' && !recursive && !options.has('d'))
      status = await complain(process, `cannot remove '${name}': Is a directory`);
    else {
      try {
        process.machine.fs.remove(path, { recursive });
        if (options.has('v'))
          await process.stdout.write(`removed ${stat?.type === 'directory' ? 'directory ' : ''}'${name}'\n`);
      } catch (error) {
        status = await complain(process, `cannot remove '${name}': ${errorText(error)}`);
      }
    }
  }
  return status;
});

export const touch = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'acmd:t:r:', long: { 'no-create': 'c', date: '=d' } });
  if (options.operands.length === 0) throw new UsageError('missing file operand', 1);
  let status = 0;
  for (const name of options.operands) {
    const path = absolute(process, name);
    try {
      const stat = process.machine.fs.stat(path);
      if (stat?.type === 'directory' || (!stat && options.has('c'))) continue;
      process.machine.fs.writeFile(path, '', { append: true });
    } catch (error) {
      status = await complain(process, `cannot touch '${name}': ${errorText(error)}`);
    }
  }
  return status;
});

/** Where an operand of cp or mv goes: into the target when that is a directory. */
export function targetOf(process: Process, target: string, source: string): string {
  return process.machine.fs.stat(absolute(process, target))?.type === 'directory'
    ? joinPath(target, basename(source))
    : target;
}

/** Reads `SOURCE… TARGET`; complains like GNU when there are too few, or many and no directory. */
export function sourcesAndTarget(
  process: Process,
  operands: readonly string[],
  directory: string | undefined,
): { sources: string[]; target: string } {
  const sources = [...operands];
  if (sources.length === 0) throw new UsageError('missing file operand', 1);
  const target = directory ?? sources.pop()!;
  if (sources.length === 0) throw new UsageError(`missing destination file operand after '${target}'`, 1);
  const stat = process.machine.fs.stat(absolute(process, target));
  if (sources.length > 1 && stat?.type !== 'directory')
    throw new UsageError(
      stat ? `target '${target}': Not a directory` : `target '${target}': No such file or directory`,
      1,
      false,
    );
  return { sources, target };
}

export const mv = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'finvt:uT',
    long: { force: 'f', 'no-clobber': 'n', verbose: 'v', 'target-directory': '=t' },
  });
  const { sources, target } = sourcesAndTarget(process, options.operands, options.value('t'));
  const { fs } = process.machine;
  let status = 0;
  for (const source of sources) {
    const to = targetOf(process, target, source);
    const [from, path] = [absolute(process, source), absolute(process, to)];
    if (!fs.stat(from)) status = await complain(process, `cannot stat '${source}': No such file or directory`);
    else if (from === path) status = await complain(process, `'${source}' and '${to}' are the same file`);
    else if (path.startsWith(`${from}/`))
      status = await complain(process, `cannot move '${source}' to a subdirectory of itself, '${to}'`);
    else if (options.has('n') && fs.stat(path)) continue;
    else {
      try {
        if (fs.stat(path)?.type === 'file' && fs.stat(from)?.type === 'file') fs.remove(path);
        fs.rename(from, path);
        if (options.has('v')) await process.stdout.write(`renamed '${source}' -> '${to}'\n`);
      } catch (error) {
        status = await complain(process, `cannot move '${source}' to '${to}': ${errorText(error)}`);
      }
    }
  }
  return status;
});

export const cp = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'rRafinpvt:uT',
    long: { recursive: 'r', archive: 'a', force: 'f', 'no-clobber': 'n', verbose: 'v', 'target-directory': '=t' },
  });
  const { sources, target } = sourcesAndTarget(process, options.operands, options.value('t'));
  const { fs } = process.machine;
  let status = 0;
  for (const source of sources) {
    const to = targetOf(process, target, source);
    const stat = fs.stat(absolute(process, source));
    if (!stat) status = await complain(process, `cannot stat '${source}': No such file or directory`);
    else if (stat.type === 'directory' && !options.has('r', 'R', 'a'))
      status = await complain(process, `-r not specified; omitting directory '${source}'`);
    else if (absolute(process, to) === absolute(process, source))
      status = await complain(process, `'${source}' and '${to}' are the same file`);
    else if (options.has('n') && fs.stat(absolute(process, to))) continue;
    else {
      try {
        copy(process, absolute(process, source), absolute(process, to));
        if (options.has('v')) await process.stdout.write(`'${source}' -> '${to}'\n`);
      } catch (error) {
        status = await complain(process, `cannot create regular file '${to}': ${errorText(error)}`);
      }
    }
  }
  return status;
});

function copy(process: Process, from: string, to: string): void {
  const { fs } = process.machine;
  const stat = fs.stat(from)!;
  if (stat.type === 'file') return fs.writeFile(to, fs.readFile(from), { mode: stat.mode });
  // Taken before the target exists, or `cp -r . sub` would never end.
  const names = fs.readDirectory(from).filter((name) => joinPath(from, name) !== to);
  fs.makeDirectory(to, { recursive: fs.stat(dirname(to)) !== undefined });
  for (const name of names) copy(process, joinPath(from, name), joinPath(to, name));
}

export const tee = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'aip', long: { append: 'a' } });
  const { fs } = process.machine;
  const files: string[] = [];
  let status = 0;
  for (const name of options.operands) {
    try {
      if (name !== '/dev/null') fs.writeFile(absolute(process, name), '', { append: options.has('a') });
      if (name !== '/dev/null') files.push(absolute(process, name));
    } catch (error) {
      status = await complain(process, `${name}: ${errorText(error)}`);
    }
  }
  let broken = false;
  for (
    let chunk = await readChunk(process.stdin, process.signal);
    chunk !== undefined;
    chunk = await readChunk(process.stdin, process.signal)
  ) {
    for (const file of files) fs.writeFile(file, chunk, { append: true });
    try {
      if (!broken) await process.stdout.write(chunk);
    } catch (error) {
      if (!(error instanceof BrokenPipe) || files.length === 0) throw error;
      broken = true;
    }
  }
  return status;
});

export const chmod = coreutil(async (process) => {
  const operands = process.argv.slice(1).filter((argument) => !/^-[RvfC]+$/.test(argument));
  const [change, ...files] = operands;
  if (change === undefined) throw new UsageError('missing operand', 1);
  if (files.length === 0) throw new UsageError(`missing operand after ‘${change}’`, 1);
  let status = 0;
  for (const name of files) {
    const path = absolute(process, name);
    const stat = process.machine.fs.stat(path);
    const mode = stat && newMode(stat.mode, change);
    if (!stat) status = await complain(process, `cannot access '${name}': No such file or directory`);
    else if (mode === undefined) throw new UsageError(`invalid mode: ‘${change}’`, 1);
    else if (stat.type === 'file') process.machine.fs.writeFile(path, '', { append: true, mode });
  }
  return status;
});

function newMode(mode: number, change: string): number | undefined {
  if (/^[0-7]{3,4}$/.test(change)) return parseInt(change, 8);
  let result = mode;
  for (const clause of change.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (!match) return undefined;
    const who = match[1] === '' || match[1]!.includes('a') ? 'ugo' : match[1]!;
    for (const [index, letter] of ['u', 'g', 'o'].entries()) {
      if (!who.includes(letter)) continue;
      const bits = [...match[3]!].reduce((sum, bit) => sum | { r: 4, w: 2, x: 1 }[bit]!, 0) << (6 - 3 * index);
      if (match[2] === '=') result = (result & ~(7 << (6 - 3 * index))) | bits;
      else result = match[2] === '+' ? result | bits : result & ~bits;
    }
  }
  return result;
}

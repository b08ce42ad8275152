/** diff (GNU): normal and unified (`-u`, `-U N`) formats, `-q`, `-r`, `-N`, `-i`, `-w`, `-B`; exit 1 when files differ. */
import { diffArrays, structuredPatch } from 'diff';
import { FileError } from '../filesystem.ts';
import { readAll } from '../lines.ts';
import { basename, joinPath } from '../path.ts';
import type { Process } from '../process.ts';
import { formatDate } from './time.ts';
import {
  absolute,
  complain,
  coreutil,
  errorText,
  openInput,
  type Options,
  parseOptions,
  UsageError,
} from './options.ts';

const LONG = {
  unified: '?u',
  brief: 'q',
  recursive: 'r',
  'new-file': 'N',
  'ignore-case': 'i',
  'ignore-all-space': 'w',
  'report-identical-files': 's',
  color: '?color',
};

export const diff = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'uU:qrNiwbBsy', long: LONG, status: 2 });
  const [left, right, extra] = options.operands;
  if (left === undefined || right === undefined) throw new UsageError(`missing operand after '${left ?? 'diff'}'`, 2);
  if (extra !== undefined) throw new UsageError(`extra operand '${extra}'`, 2);
  return compare(process, options, left, right);
});

async function compare(process: Process, options: Options, left: string, right: string): Promise<number> {
  const { fs } = process.machine;
  const kinds = [left, right].map((name) =>
    name === '-' || name === '/dev/null' ? 'file' : fs.stat(absolute(process, name))?.type,
  );
  if (kinds[0] === 'directory' && kinds[1] === 'directory') return compareDirectories(process, options, left, right);
  if (kinds[0] === 'directory' && kinds[1] === 'file')
    return compare(process, options, joinPath(left, basename(right)), right);
  if (kinds[1] === 'directory' && kinds[0] === 'file')
    return compare(process, options, left, joinPath(right, basename(left)));
  try {
    return await compareFiles(process, options, left, right);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    for (const [index, name] of [left, right].entries())
      if (kinds[index] === undefined) await complain(process, `${name}: ${errorText(error)}`);
    return 2;
  }
}

async function compareDirectories(process: Process, options: Options, left: string, right: string): Promise<number> {
  const { fs } = process.machine;
  const names = [
    ...new Set([...fs.readDirectory(absolute(process, left)), ...fs.readDirectory(absolute(process, right))]),
  ].sort();
  let status = 0;
  for (const name of names) {
    const paths = [joinPath(left, name), joinPath(right, name)] as const;
    const stats = paths.map((path) => fs.stat(absolute(process, path)));
    const only = stats[0] ? (stats[1] ? undefined : left) : right;
    if (only !== undefined) {
      await process.stdout.write(`Only in ${only}: ${name}\n`);
      status = Math.max(status, 1);
    } else if (stats[0]!.type === 'directory' && !options.has('r'))
      await process.stdout.write(`Common subdirectories: ${paths[0]} and ${paths[1]}\n`);
    else {
      if (
        !options.has('q') &&
        stats[0]!.type === 'file' &&
        fs.readFile(absolute(process, paths[0])) !== fs.readFile(absolute(process, paths[1]))
      )
        await process.stdout.write(
          `diff ${process.argv.slice(1, -2).join(' ')}${process.argv.length > 3 ? ' ' : ''}${paths[0]} ${paths[1]}\n`,
        );
      status = Math.max(status, await compare(process, options, paths[0], paths[1]));
    }
  }
  return status;
}

async function compareFiles(process: Process, options: Options, left: string, right: string): Promise<number> {
  const texts: string[] = [];
  for (const name of [left, right]) texts.push(await readAll(openInput(process, name), process.signal));
  const [before, after] = texts as [string, string];
  const key = (line: string): string => {
    const spaced = options.has('w') ? line.replace(/[ \t]/g, '') : line;
    return options.has('i') ? spaced.toLowerCase() : spaced;
  };
  const split = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const changes = diffArrays(split(before), split(after), { comparator: (a, b) => key(a) === key(b) });
  if (changes.every((change) => !change.added && !change.removed)) {
    if (options.has('s')) await process.stdout.write(`Files ${left} and ${right} are identical\n`);
    return 0;
  }
  if (options.has('q')) await process.stdout.write(`Files ${left} and ${right} differ\n`);
  else if (options.has('u', 'U'))
    await process.stdout.write(unified(process, left, right, before, after, Number(options.value('U') || 3)));
  else await process.stdout.write(normal(changes));
  return 1;
}

function unified(
  process: Process,
  left: string,
  right: string,
  before: string,
  after: string,
  context: number,
): string {
  const head = (mark: string, name: string): string => {
    const stat = name === '-' ? undefined : process.machine.fs.stat(absolute(process, name));
    return `${mark} ${name}\t${formatDate('%F %T.%N +0000', new Date(stat?.modified ?? process.machine.clock.now()))}\n`;
  };
  const range = (start: number, count: number): string =>
    count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
  let text = head('---', left) + head('+++', right);
  for (const hunk of structuredPatch(left, right, before, after, '', '', { context })!.hunks) {
    text += `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@\n${hunk.lines.join('\n')}\n`;
  }
  return text;
}

function normal(changes: readonly { value: string[]; added: boolean; removed: boolean }[]): string {
  let text = '';
  let [old, fresh] = [1, 1];
  const range = (start: number, count: number): string =>
    count === 1 ? String(start) : `${start},${start + count - 1}`;
  const mark = (sign: string, lines: readonly string[]): string =>
    lines.map((line) => `${sign} ${line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`}`).join('');
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at]!;
    if (!change.added && !change.removed) {
      old += change.value.length;
      fresh += change.value.length;
      continue;
    }
    const next = changes[at + 1];
    const pair = next && (next.added || next.removed) ? next : undefined;
    const removed = (change.removed ? change : pair)?.value ?? [];
    const added = (change.added ? change : pair)?.value ?? [];
    if (pair) at++;
    if (removed.length === 0) text += `${old - 1}a${range(fresh, added.length)}\n`;
    else if (added.length === 0) text += `${range(old, removed.length)}d${fresh - 1}\n`;
    else text += `${range(old, removed.length)}c${range(fresh, added.length)}\n`;
    text += `${mark('<', removed)}${removed.length > 0 && added.length > 0 ? '---\n' : ''}${mark('>', added)}`;
    old += removed.length;
    fresh += added.length;
  }
  return text;
}

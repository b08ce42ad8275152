/** ls (GNU): `-a -A -l -1 -R -r -t -S -h -d -F`. Not a terminal: one name a line. */
import type { FileStat } from '../filesystem.ts';
import { joinPath } from '../path.ts';
import type { Process } from '../process.ts';
import { nameOf } from './identity.ts';
import { absolute, complain, coreutil, type Options, parseOptions } from './options.ts';
import { displayWidth } from '../width.ts';

const LONG = {
  all: 'a',
  'almost-all': 'A',
  recursive: 'R',
  reverse: 'r',
  'human-readable': 'h',
  directory: 'd',
  classify: 'F',
  color: '?color',
};

interface Entry {
  name: string;
  stat: FileStat;
}

export const ls = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'aAl1RrtShdFCgoinGk', long: LONG, status: 2 });
  const files: Entry[] = [];
  const directories: string[] = [];
  let status = 0;
  for (const name of options.operands.length === 0 ? ['.'] : options.operands) {
    const stat = process.machine.fs.stat(absolute(process, name));
    if (!stat || name === '') {
      await complain(process, `cannot access '${name}': No such file or directory`);
      status = process.machine.dialect === 'ash' ? 1 : 2;
    } else if (stat.type === 'directory' && !options.has('d')) directories.push(name);
    else files.push({ name, stat });
  }
  if (files.length > 0) await print(process, options, sort(options, files), false);
  const headings = options.operands.length > 1 || options.has('R');
  let first = files.length === 0;
  for (const directory of directories.sort(byName)) {
    await list(process, options, directory, headings, first);
    first = false;
  }
  return status;
});

/** As in the C.UTF-8 locale. */
const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function list(
  process: Process,
  options: Options,
  directory: string,
  heading: boolean,
  first: boolean,
): Promise<void> {
  if (heading) await process.stdout.write(`${first ? '' : '\n'}${directory}:\n`);
  const { fs } = process.machine;
  const entries = fs
    .readDirectory(absolute(process, directory))
    .filter((name) => options.has('a', 'A') || !name.startsWith('.'))
    .map((name) => ({ name, stat: fs.stat(absolute(process, joinPath(directory, name)))! }));
  const dots = options.has('a')
    ? ['.', '..'].map((name) => ({ name, stat: fs.stat(absolute(process, joinPath(directory, name)))! }))
    : [];
  const sorted = sort(options, [...dots, ...entries]);
  await print(process, options, sorted, true);
  if (!options.has('R')) return;
  for (const { name, stat } of sorted)
    if (stat.type === 'directory' && name !== '.' && name !== '..')
      await list(process, options, joinPath(directory, name), true, false);
}

function sort(options: Options, entries: Entry[]): Entry[] {
  const order = options.has('t')
    ? (a: Entry, b: Entry) => b.stat.modified - a.stat.modified || byName(a.name, b.name)
    : options.has('S')
      ? (a: Entry, b: Entry) => b.stat.size - a.stat.size || byName(a.name, b.name)
      : (a: Entry, b: Entry) => byName(a.name, b.name);
  const sorted = [...entries].sort(order);
  return options.has('r') ? sorted.reverse() : sorted;
}

async function print(process: Process, options: Options, entries: Entry[], total: boolean): Promise<void> {
  const colour = process.stdout.isTerminal;
  const label = ({ name, stat }: Entry): string => {
    const mark = options.has('F') ? (stat.type === 'directory' ? '/' : stat.mode & 0o111 ? '*' : '') : '';
    const code = stat.type === 'directory' ? '01;34' : stat.mode & 0o111 ? '01;32' : '';
    return (colour && code ? `\x1b[0m\x1b[${code}m${name}\x1b[0m` : name) + mark;
  };
  if (options.has('l', 'g', 'o', 'n')) return printLong(process, options, entries, label, total);
  if (options.has('1') || !process.stdout.isTerminal)
    return process.stdout.write(entries.map((entry) => `${label(entry)}\n`).join(''));
  return process.stdout.write(columns(entries, label, process.terminal?.columns ?? 80));
}

function columns(entries: Entry[], label: (entry: Entry) => string, width: number): string {
  if (entries.length === 0) return '';
  const widths = entries.map(({ name }) => displayWidth(name));
  for (let rows = 1; ; rows++) {
    const count = Math.ceil(entries.length / rows);
    const columnWidths = Array.from(
      { length: count },
      (_, column) => Math.max(...widths.slice(column * rows, (column + 1) * rows)) + 2,
    );
    if (rows < entries.length && columnWidths.reduce((sum, value) => sum + value, -2) > width) continue;
    let text = '';
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < count; column++) {
        const index = column * rows + row;
        const entry = entries[index];
        if (!entry) continue;
        const last = index + rows >= entries.length;
        text += label(entry) + (last ? '' : ' '.repeat(columnWidths[column]! - widths[index]!));
      }
      text += '\n';
    }
    return text;
  }
}

async function printLong(
  process: Process,
  options: Options,
  entries: Entry[],
  label: (entry: Entry) => string,
  total: boolean,
): Promise<void> {
  const blocks = entries.reduce((sum, { stat }) => sum + Math.ceil(stat.size / 4096) * 4, 0);
  const sizes = entries.map(({ stat }) => (options.has('h') ? humanSize(stat.size) : String(stat.size)));
  const width = Math.max(0, ...sizes.map((size) => size.length));
  const own = process.env['USER'] ?? 'root';
  const { machine } = process;
  const named = (file: 'passwd' | 'group', number: number | undefined): string =>
    number === undefined ? (machine.user ? 'root' : own) : (nameOf(machine, file, number) ?? String(number));
  let text = total ? `total ${options.has('h') ? humanSize(blocks * 1024) : blocks}\n` : '';
  entries.forEach((entry, index) => {
    const { stat } = entry;
    const links = stat.type === 'directory' ? 2 : 1;
    text += `${modeText(stat)} ${links} ${named('passwd', stat.uid)} ${named('group', stat.gid)} ${sizes[index]!.padStart(width)} ${dateText(stat.modified, process.machine.clock.now())} ${label(entry)}\n`;
  });
  await process.stdout.write(text);
}

/** Set-user, set-group and sticky bits stand in the places of the rights to execute. */
function special(mode: number, index: number): string | undefined {
  const bit = ({ 2: 0o4000, 5: 0o2000, 8: 0o1000 } as Record<number, number>)[index] ?? 0;
  if ((mode & bit) === 0) return undefined;
  const letter = index === 8 ? 't' : 's';
  return mode & (0o400 >> index) ? letter : letter.toUpperCase();
}

export function modeText({ type, mode }: FileStat): string {
  const letters = 'rwxrwxrwx';
  return (
    (type === 'directory' ? 'd' : '-') +
    [...letters].map((letter, index) => special(mode, index) ?? (mode & (0o400 >> index) ? letter : '-')).join('')
  );
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dateText(modified: number, now: number): string {
  const date = new Date(modified);
  const day = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}`;
  const old = now - modified > 182 * 86_400_000 || modified > now + 3_600_000;
  const time = `${String(date.getUTCHours()).padStart(2, '0')}:${String(date.getUTCMinutes()).padStart(2, '0')}`;
  return `${day} ${old ? ` ${date.getUTCFullYear()}` : time}`;
}

/** 1.2K, 34M, as `ls -h`. */
export function humanSize(size: number): string {
  let value = size;
  for (const unit of ['', 'K', 'M', 'G', 'T']) {
    if (value < 1024 || unit === 'T')
      return unit === ''
        ? String(value)
        : value < 10
          ? `${(Math.ceil(value * 10) / 10).toFixed(1)}${unit}`
          : `${Math.ceil(value)}${unit}`;
    value /= 1024;
  }
  return String(size);
}

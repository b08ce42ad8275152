/** stat (GNU and busybox): the whole picture, or `-c FORMAT` with its commonest directives. */
import type { FileStat } from '../filesystem.ts';
import { isDevice } from '../devices.ts';
import type { Process } from '../process.ts';
import { nameOf } from './identity.ts';
import { modeText } from './ls.ts';
import { absolute, complain, coreutil, parseOptions, UsageError } from './options.ts';

const kindOf = (path: string, { type, size }: FileStat): string =>
  type === 'directory'
    ? 'directory'
    : isDevice(path)
      ? 'character special file'
      : `regular ${size === 0 ? 'empty ' : ''}file`;

const octal = (mode: number): string => (mode & 0o7777).toString(8);
const blocks = (size: number): number => Math.ceil(size / 4096) * 8;

/** `2026-11-21 10:00:00.000000000 +0000` */
function time(ms: number): string {
  const text = new Date(ms).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}000000 +0000`;
}

/** The same path has the same number. */
function inode(path: string): number {
  let hash = 0;
  for (const letter of path) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return 1_000_000 + (hash % 9_000_000);
}

function directives(process: Process, name: string, stat: FileStat): Record<string, string> {
  const { machine } = process;
  const { mode, modified, size, type, uid = 0, gid = 0 } = stat;
  const path = absolute(process, name);
  return {
    a: octal(mode),
    A: modeText(stat),
    b: String(blocks(size)),
    B: '512',
    d: '57',
    F: kindOf(path, stat),
    f: ((type === 'directory' ? 0o040000 : 0o100000) | mode).toString(16),
    g: String(gid),
    G: nameOf(machine, 'group', gid) ?? 'UNKNOWN',
    h: type === 'directory' ? '2' : '1',
    i: String(inode(path)),
    n: name,
    N: `'${name}'`,
    o: '4096',
    s: String(size),
    u: String(uid),
    U: nameOf(machine, 'passwd', uid) ?? 'UNKNOWN',
    x: time(modified),
    X: String(Math.floor(modified / 1000)),
    y: time(modified),
    Y: String(Math.floor(modified / 1000)),
    z: time(modified),
    Z: String(Math.floor(modified / 1000)),
    '%': '%',
  };
}

export const stat = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'c:fLt', long: { format: '=c', printf: '=p', terse: 't' } });
  if (options.operands.length === 0) throw new UsageError('missing operand', 1);
  let status = 0;
  for (const name of options.operands) {
    const found = process.machine.fs.stat(absolute(process, name));
    if (!found) {
      status = await complain(process, `cannot statx '${name}': No such file or directory`);
      continue;
    }
    const values = directives(process, name, found);
    const fill = (text: string): string => text.replace(/%([a-zA-Z%])/g, (all, key: string) => values[key] ?? all);
    const format = options.value('c');
    const printed = options.value('p');
    if (printed !== undefined) await process.stdout.write(fill(printed).replaceAll(String.raw`\n`, '\n'));
    else await process.stdout.write(format === undefined ? whole(values) : `${fill(format)}\n`);
  }
  return status;
});

function whole(of: Record<string, string>): string {
  const owner = (id: string, name: string): string => `(${id.padStart(5)}/${name.padStart(8)})`;
  return `  File: ${of['n']}
  Size: ${of['s']!.padEnd(10)}\tBlocks: ${of['b']!.padEnd(10)} IO Block: 4096   ${of['F']}
Device: 0,57\tInode: ${of['i']!.padEnd(11)} Links: ${of['h']}
Access: (${of['a']!.padStart(4, '0')}/${of['A']})  Uid: ${owner(of['u']!, of['U']!)}   Gid: ${owner(of['g']!, of['G']!)}
Access: ${of['x']}
Modify: ${of['y']}
Change: ${of['z']}
`;
}

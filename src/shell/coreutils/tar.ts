/**
 * tar(1): c, x and t, from and to files or pipes; `--transform s,^A,B,` for one rename of a beginning.
 * Simplified: `-z` writes what other tars would compress, and reads only what it wrote.
 */
import { FileError } from '../filesystem.ts';
import { readAll } from '../lines.ts';
import { dirname, joinPath } from '../path.ts';
import type { Process } from '../process.ts';
import { absolute, complain, coreutil, errorText, openInput, type Options, parseOptions, Writer } from './options.ts';
import { packEntry, TAR_END, type TarEntry, unpackEntries } from './tar-format.ts';

const TABLE = {
  short: 'cxtvf:C:zmpokhP',
  long: {
    create: 'c',
    extract: 'x',
    get: 'x',
    list: 't',
    verbose: 'v',
    file: '=f',
    directory: '=C',
    gzip: 'z',
    touch: 'm',
    'no-same-owner': 'o',
    'no-same-permissions': 'no-same-permissions',
    'same-permissions': 'p',
    transform: '=transform',
  },
  status: 2,
};

export const tar = coreutil(async (process) => {
  const [name = 'tar', first = '', ...rest] = process.argv;
  // `tar cf - DIR`: the oldest style has no dash.
  const argv = /^[a-zA-Z]*[cxt][a-zA-Z]*$/.test(first) ? [name, `-${first}`, ...rest] : process.argv;
  const options = parseOptions(argv, TABLE);
  const within: Process = { ...process, cwd: absolute(process, options.value('C') ?? '.') };
  if (options.has('c')) return create(process, within, options);
  if (!options.has('x', 't')) {
    return complain(process, "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options").then(
      () => 2,
    );
  }
  const file = options.value('f') ?? '-';
  const archive = await readAll(openInput(process, file), process.signal);
  try {
    return await extract(process, within, unpackEntries(archive), options);
  } catch (error) {
    if (error instanceof FileError) throw error;
    await complain(process, (error as Error).message);
    await complain(process, 'Exiting with failure status due to previous errors');
    return 2;
  }
});

async function create(process: Process, within: Process, options: Options): Promise<number> {
  const { fs } = process.machine;
  const file = options.value('f') ?? '-';
  const { operands } = options;
  if (operands.length === 0) {
    await complain(process, 'Cowardly refusing to create an empty archive');
    return 2;
  }
  const parts: string[] = [];
  const listed: string[] = [];
  const rename = renamer(options);
  let status = 0;
  let told = false;
  const add = (path: string, name: string): void => {
    const stat = fs.stat(path);
    if (!stat) throw new FileError('ENOENT', path);
    const directory = stat.type === 'directory';
    const shown = directory && !name.endsWith('/') ? `${name}/` : name;
    const { mode, modified } = stat;
    parts.push(packEntry({ name: rename(shown), directory, text: directory ? '' : fs.readFile(path), mode, modified }));
    listed.push(`${shown}\n`);
    if (directory)
      for (const child of fs.readDirectory(path)) add(joinPath(path, child), joinPath(shown.replace(/\/$/, ''), child));
  };
  for (const operand of operands) {
    const name = operand.replace(/^\/+/, '') || '.';
    if (operand.startsWith('/') && !told) {
      told = true;
      await complain(process, "Removing leading `/' from member names");
    }
    try {
      add(absolute(within, operand), name.length > 1 ? name.replace(/\/$/, '') : name);
    } catch (error) {
      status = 2;
      await complain(process, `${operand}: Cannot stat: ${errorText(error)}`);
    }
  }
  parts.push(TAR_END);
  if (file === '-') {
    if (options.has('v')) await process.stderr.write(listed.join(''));
    for (const part of parts) await process.stdout.write(part);
  } else {
    if (options.has('v')) await process.stdout.write(listed.join(''));
    fs.writeFile(absolute(process, file), parts.join(''));
  }
  if (status !== 0) await complain(process, 'Exiting with failure status due to previous errors');
  return status;
}

async function extract(
  process: Process,
  within: Process,
  entries: readonly TarEntry[],
  options: Options,
): Promise<number> {
  const { fs } = process.machine;
  const out = new Writer(process);
  const rename = renamer(options);
  for (const entry of entries) {
    const { operands } = options;
    const wanted =
      operands.length === 0 || operands.some((one) => `${entry.name}/`.startsWith(`${one.replace(/\/$/, '')}/`));
    if (!wanted) continue;
    if (options.has('t', 'v')) await out.write(`${entry.name}\n`);
    if (options.has('t')) continue;
    // Names with `..` would lead out of the directory.
    const name = rename(entry.name)
      .split('/')
      .filter((part) => part !== '' && part !== '.' && part !== '..')
      .join('/');
    if (name === '') continue;
    const path = absolute(within, name);
    if (entry.directory) fs.makeDirectory(path, { recursive: true });
    else {
      fs.makeDirectory(dirname(path), { recursive: true });
      fs.writeFile(path, entry.text, { mode: entry.mode || 0o644 });
    }
  }
  await out.flush();
  return 0;
}

/** `s,^FROM,TO,`: replaces the beginning of names. */
function renamer(options: Options): (name: string) => string {
  const match = /^s(.)\^(.*?)\1(.*?)\1$/.exec(options.value('transform') ?? '');
  if (!match) return (name) => name;
  const [, , from = '', to = ''] = match;
  return (name) => (name === from || name.startsWith(`${from}/`) ? to + name.slice(from.length) : name);
}

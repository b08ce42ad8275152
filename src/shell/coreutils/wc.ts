/** wc (GNU): lines, words, bytes, characters. */
import { readAll } from '../lines.ts';
import { utf8Length } from '../memory-filesystem.ts';
import { coreutil, eachInput, parseOptions } from './options.ts';

export const wc = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'lwcmL',
    long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' },
  });
  const wanted = ['l', 'w', 'm', 'c', 'L'].filter((name) => options.has(name));
  const shown = wanted.length > 0 ? wanted : ['l', 'w', 'c'];
  const rows: { counts: number[]; name: string }[] = [];
  const status = await eachInput(process, options.operands, async (input, name) => {
    const text = await readAll(input, process.signal);
    rows.push({ counts: shown.map((column) => count(column, text)), name: options.operands.length === 0 ? '' : name });
  });
  if (options.operands.length > 1)
    rows.push({
      counts: shown.map((_, index) => rows.reduce((sum, row) => sum + row.counts[index]!, 0)),
      name: 'total',
    });
  // GNU makes the columns as wide as the total size needs, and 7 for a pipe.
  const piped = options.operands.length === 0 || options.operands.includes('-');
  const single = shown.length === 1 && rows.length === 1;
  const width = single ? 1 : piped ? 7 : Math.max(1, String(sizeOf(process, options.operands)).length);
  for (const { counts, name } of rows)
    await process.stdout.write(
      `${counts.map((value) => String(value).padStart(width)).join(' ')}${name === '' ? '' : ` ${name}`}\n`,
    );
  return status;
});

function sizeOf(process: Parameters<typeof wc>[0], operands: readonly string[]): number {
  return operands.reduce(
    (sum, operand) =>
      sum + (process.machine.fs.stat(operand.startsWith('/') ? operand : `${process.cwd}/${operand}`)?.size ?? 0),
    0,
  );
}

function count(column: string, text: string): number {
  if (column === 'l') return text.split('\n').length - 1;
  if (column === 'w') return text.split(/\s+/).filter((word) => word !== '').length;
  if (column === 'm') return [...text].length;
  if (column === 'L') return Math.max(0, ...text.split('\n').map((line) => line.length));
  return utf8Length(text);
}

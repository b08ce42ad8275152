/** head (GNU): `-n N`, `-n -N`, `-c N`, `-N`, `-q`, `-v`. */
import { createTextDecoder, encodeText } from '../bytes.ts';
import { lines, readChunk } from '../lines.ts';
import type { Input, Process } from '../process.ts';
import { coreutil, eachInput, parseOptions, UsageError } from './options.ts';

export const head = coreutil(async (process) => {
  const argv = process.argv.map((argument, index) =>
    index === 1 && /^-\d+$/.test(argument) ? `-n${argument.slice(1)}` : argument,
  );
  const options = parseOptions(argv, {
    short: 'n:c:qv',
    long: { lines: '=n', bytes: '=c', quiet: 'q', silent: 'q', verbose: 'v' },
  });
  const headed = options.has('v') || (options.operands.length > 1 && !options.has('q'));
  const bytes = options.value('c');
  const count = parseCount(bytes ?? options.value('n') ?? '10', bytes === undefined ? 'lines' : 'bytes');
  let first = true;
  return eachInput(process, options.operands, async (input, name) => {
    if (headed) await process.stdout.write(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
    first = false;
    if (bytes !== undefined) await headBytes(process, input, count);
    else if (count < 0 || Object.is(count, -0)) await allButLast(process, input, -count);
    else await headLines(process, input, count);
  });
});

const UNITS: Record<string, number> = {
  '': 1,
  b: 512,
  k: 1024,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
  kB: 1000,
  KB: 1000,
};

/** A count with GNU's units; wrong ones end the program. */
export function parseCount(text: string, what: 'lines' | 'bytes'): number {
  const match = /^([-+]?\d+)(b|k|K|M|G|kB|KB)?$/.exec(text);
  if (!match) throw new UsageError(`invalid number of ${what}: ‘${text}’`, 1, false);
  return Number(match[1]) * UNITS[match[2] ?? '']!;
}

async function headLines(process: Process, input: Input, count: number): Promise<void> {
  if (count === 0) return;
  let left = count;
  for await (const line of lines(input, process.signal)) {
    await process.stdout.write(line.ended ? `${line.text}\n` : line.text);
    if (--left === 0) return;
  }
}

async function allButLast(process: Process, input: Input, count: number): Promise<void> {
  const held: string[] = [];
  for await (const line of lines(input, process.signal)) {
    held.push(line.ended ? `${line.text}\n` : line.text);
    if (held.length > count) await process.stdout.write(held.shift()!);
  }
}

async function headBytes(process: Process, input: Input, count: number): Promise<void> {
  const decoder = createTextDecoder();
  let left = count;
  while (left > 0) {
    const chunk = await readChunk(input, process.signal);
    if (chunk === undefined) return;
    const bytes = encodeText(chunk).slice(0, left);
    left -= bytes.length;
    await process.stdout.write(decoder.decode(bytes));
  }
  await process.stdout.write(decoder.end());
}

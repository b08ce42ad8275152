/** tail (GNU): `-n N`, `-n +N`, `-c N`, `-f` (looks again four times a second), `-q`, `-v`. */
import { decodeText, encodeText } from '../bytes.ts';
import { lines, readAll } from '../lines.ts';
import type { Input, Process } from '../process.ts';
import { parseCount } from './head.ts';
import { absolute, coreutil, eachInput, parseOptions } from './options.ts';

export const tail = coreutil(async (process) => {
  const argv = process.argv.map((argument, index) =>
    index === 1 && /^[-+]\d+$/.test(argument) ? `-n${argument.replace(/^-/, '')}` : argument,
  );
  const options = parseOptions(argv, {
    short: 'n:c:fFqvs:',
    long: { lines: '=n', bytes: '=c', follow: '?f', quiet: 'q', verbose: 'v' },
  });
  const headed = options.has('v') || (options.operands.length > 1 && !options.has('q'));
  const bytes = options.value('c');
  const text = bytes ?? options.value('n') ?? '10';
  parseCount(text, bytes === undefined ? 'lines' : 'bytes');
  let first = true;
  const status = await eachInput(process, options.operands, async (input, name) => {
    if (headed) await process.stdout.write(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
    first = false;
    if (bytes === undefined) await tailLines(process, input, text);
    else await tailBytes(process, input, bytes);
  });
  if (options.has('f', 'F') && options.operands.length > 0) await follow(process, options.operands);
  return status;
});

async function tailLines(process: Process, input: Input, text: string): Promise<void> {
  const count = Math.abs(Number(text.replace(/\D*$/, '')));
  const held: string[] = [];
  let number = 0;
  for await (const line of lines(input, process.signal)) {
    const written = line.ended ? `${line.text}\n` : line.text;
    if (text.startsWith('+')) {
      if (++number >= count) await process.stdout.write(written);
      continue;
    }
    held.push(written);
    if (held.length > count) held.shift();
  }
  await process.stdout.write(held.join(''));
}

async function tailBytes(process: Process, input: Input, text: string): Promise<void> {
  const bytes = encodeText(await readAll(input, process.signal));
  const count = Math.abs(parseCount(text, 'bytes'));
  await process.stdout.write(
    decodeText(text.startsWith('+') ? bytes.slice(count - 1) : bytes.slice(Math.max(0, bytes.length - count))),
  );
}

async function follow(process: Process, files: readonly string[]): Promise<never> {
  const { fs, clock } = process.machine;
  const lengths = new Map(files.map((file) => [file, textOf(process, file).length]));
  for (;;) {
    await clock.sleep(250, process.signal);
    for (const [file, length] of lengths) {
      const text = fs.stat(absolute(process, file)) ? textOf(process, file) : '';
      if (text.length < length) await process.stderr.write(`tail: ${file}: file truncated\n`);
      await process.stdout.write(text.length < length ? text : text.slice(length));
      lengths.set(file, text.length);
    }
  }
}

function textOf(process: Process, file: string): string {
  const path = absolute(process, file);
  return process.machine.fs.stat(path)?.type === 'file' ? process.machine.fs.readFile(path) : '';
}

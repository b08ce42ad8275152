/** Line filters: uniq, tac, rev, nl, paste, less (as cat). */
import { lines, readAll } from '../lines.ts';
import { coreutil, eachInput, openInput, parseOptions, Writer } from './options.ts';
import { cat } from './cat.ts';

export const uniq = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'cduif:s:w:',
    long: { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i' },
  });
  const writer = new Writer(process);
  let held: string | undefined;
  let count = 0;
  const same = (a: string, b: string): boolean => (options.has('i') ? a.toLowerCase() === b.toLowerCase() : a === b);
  const flush = async (): Promise<void> => {
    if (held === undefined || (options.has('d') && count < 2) || (options.has('u') && count > 1)) return;
    await writer.write(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${held}\n`);
  };
  const status = await eachInput(process, options.operands.slice(0, 1), async (input) => {
    for await (const { text } of lines(input, process.signal)) {
      if (held !== undefined && same(held, text)) {
        count++;
        continue;
      }
      await flush();
      held = text;
      count = 1;
    }
  });
  await flush();
  await writer.flush();
  return status;
});

export const tac = coreutil(async (process) => {
  const { operands } = parseOptions(process.argv, { short: '' });
  return eachInput(process, operands, async (input) => {
    const text = await readAll(input, process.signal);
    await process.stdout.write((text.match(/[^\n]*\n|[^\n]+$/g) ?? []).reverse().join(''));
  });
});

export const rev = coreutil(async (process) => {
  const { operands } = parseOptions(process.argv, { short: '' });
  return eachInput(process, operands, async (input) => {
    for await (const { text, ended } of lines(input, process.signal))
      await process.stdout.write([...text].reverse().join('') + (ended ? '\n' : ''));
  });
});

export const nl = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'b:w:s:v:n:',
    long: { 'body-numbering': '=b', 'number-width': '=w', 'number-separator': '=s', 'starting-line-number': '=v' },
  });
  const width = Number(options.value('w') ?? 6);
  const separator = options.value('s') ?? '\t';
  let number = Number(options.value('v') ?? 1);
  return eachInput(process, options.operands, async (input) => {
    for await (const { text } of lines(input, process.signal)) {
      const counted = options.value('b') === 'a' || text !== '';
      await process.stdout.write(
        counted
          ? `${String(number++).padStart(width)}${separator}${text}\n`
          : `${' '.repeat(width + separator.length)}\n`,
      );
    }
  });
});

export const paste = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'd:sz', long: { delimiters: '=d', serial: 's' } });
  const delimiters = [...(options.value('d') ?? '\t').replaceAll('\\n', '\n').replaceAll('\\t', '\t')];
  const glue = (cells: readonly string[]): string =>
    cells.reduce(
      (text, cell, index) => (index === 0 ? cell : text + (delimiters[(index - 1) % delimiters.length] ?? '') + cell),
      '',
    );
  const columns: string[][] = [];
  const shared = new Map<string, string[]>();
  for (const operand of options.operands.length === 0 ? ['-'] : options.operands) {
    const text = shared.has(operand) ? undefined : await readAll(openInput(process, operand), process.signal);
    if (text !== undefined) shared.set(operand, text === '' ? [] : text.replace(/\n$/, '').split('\n'));
    columns.push(shared.get(operand)!);
  }
  if (options.has('s')) {
    for (const column of columns) await process.stdout.write(`${glue(column)}\n`);
    return 0;
  }
  // `paste - -` deals the lines of one input out to its columns.
  const readers = columns.map((column) => column);
  const positions = new Map<string[], number>();
  for (;;) {
    const row = readers.map((column) => {
      const at = positions.get(column) ?? 0;
      positions.set(column, at + 1);
      return column[at];
    });
    if (row.every((cell) => cell === undefined)) return 0;
    await process.stdout.write(`${glue(row.map((cell) => cell ?? ''))}\n`);
  }
});

/** Simplified: a pager that shows all at once. */
export const less = coreutil(async (process) =>
  cat({ ...process, argv: ['less', ...process.argv.slice(1).filter((argument) => !/^[-+]./.test(argument))] }),
);

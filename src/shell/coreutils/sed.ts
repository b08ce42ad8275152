/** sed (POSIX and GNU's common options): the program; sed-script.ts parses, sed-run.ts executes. */
import { readAll } from '../lines.ts';
import { textInput } from '../pipe.ts';
import type { Process } from '../process.ts';
import { absolute, complain, coreutil, errorText, openInput, parseOptions } from './options.ts';
import { runSed } from './sed-run.ts';
import { parseSed, type SedCommand, SedError } from './sed-script.ts';

export const sed = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'ne:f:i::Ers',
    long: {
      quiet: 'n',
      silent: 'n',
      expression: '=e',
      file: '=f',
      'in-place': '?i',
      'regexp-extended': 'E',
      separate: 's',
    },
  });
  const operands = [...options.operands];
  const scripts = options.list
    .filter(({ name }) => name === 'e' || name === 'f')
    .map(({ name, value }) => (name === 'e' ? value : process.machine.fs.readFile(absolute(process, value))));
  if (scripts.length === 0) {
    const script = operands.shift();
    if (script === undefined) {
      await process.stderr.write('Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n');
      return 1;
    }
    scripts.push(script);
  }
  let commands: SedCommand[];
  try {
    commands = parseSed(scripts.join('\n'), options.has('E', 'r'));
  } catch (error) {
    if (error instanceof SedError) return complain(process, `-e expression #1, char ${error.at}: ${error.message}`);
    throw error;
  }
  const settings = { quiet: options.has('n') };
  if (options.has('i')) return editInPlace(process, operands, commands, settings, options.value('i') ?? '');
  return filter(process, operands, commands, settings);
});

async function filter(
  process: Process,
  operands: readonly string[],
  commands: readonly SedCommand[],
  settings: { quiet: boolean },
): Promise<number> {
  let status = 0;
  const inputs = [];
  for (const name of operands.length === 0 ? ['-'] : operands) {
    try {
      inputs.push(openInput(process, name));
    } catch (error) {
      await complain(process, `can't read ${name}: ${errorText(error)}`);
      status = 2;
    }
  }
  const code = await runSed(process, commands, settings, inputs, (text) => process.stdout.write(text));
  return code || status;
}

async function editInPlace(
  process: Process,
  operands: readonly string[],
  commands: readonly SedCommand[],
  settings: { quiet: boolean },
  suffix: string,
): Promise<number> {
  let status = 0;
  for (const name of operands) {
    try {
      const before = await readAll(openInput(process, name), process.signal);
      let text = '';
      await runSed(process, commands, settings, [textInput(before)], async (out) => {
        text += out;
      });
      if (suffix !== '') process.machine.fs.writeFile(absolute(process, name + suffix), before);
      process.machine.fs.writeFile(absolute(process, name), text);
    } catch (error) {
      await complain(process, `can't read ${name}: ${errorText(error)}`);
      status = 4;
    }
  }
  return status;
}

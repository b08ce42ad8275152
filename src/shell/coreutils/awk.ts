/** awk (POSIX): the program; awk-parser.ts parses, awk-run.ts executes. */
import { absolute, coreutil, openInput, parseOptions } from './options.ts';
import { parseAwk } from './awk-parser.ts';
import { AwkError } from './awk-tree.ts';
import { AwkMachine } from './awk-run.ts';

export const awk = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'F:v:f:',
    long: { 'field-separator': '=F', assign: '=v', file: '=f' },
    ordered: true,
    status: 2,
  });
  const operands = [...options.operands];
  const sources = options.values('f').map((file) => process.machine.fs.readFile(absolute(process, file)));
  if (sources.length === 0) {
    const source = operands.shift();
    if (source === undefined) {
      await process.stderr.write('usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]\n');
      return 2;
    }
    sources.push(source);
  }
  try {
    const machine = new AwkMachine(process, parseAwk(sources.join('\n')));
    const separator = options.value('F');
    if (separator !== undefined)
      machine.setVariable('FS', separator === 't' ? '\t' : separator.replaceAll('\\t', '\t'));
    for (const assignment of options.values('v')) machine.assign(assignment);
    return await machine.run(operands, (name) => openInput(process, name));
  } catch (error) {
    if (!(error instanceof AwkError)) throw error;
    await process.stderr.write(`awk: ${error.message}\n`);
    return 2;
  }
});

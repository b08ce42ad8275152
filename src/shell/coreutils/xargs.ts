/** xargs (GNU): `-n -I -L -r -t -0 -d -P` (one after the other). */
import { readAll } from '../lines.ts';
import { emptyInput, outputTo } from '../pipe.ts';
import { coreutil, type Options, parseOptions } from './options.ts';

const LONG = {
  'max-args': '=n',
  replace: '?I',
  'no-run-if-empty': 'r',
  verbose: 't',
  null: '0',
  delimiter: '=d',
  'max-procs': '=P',
  'max-lines': '=L',
};

export const xargs = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'n:I:L:rt0d:P:i::', long: LONG, ordered: true });
  const command = options.operands.length > 0 ? options.operands : ['echo'];
  const replace = options.has('I', 'i') ? options.value('I') || '{}' : undefined;
  const items = split(await readAll(process.stdin, process.signal), options, replace !== undefined);
  if (typeof items === 'string') {
    await process.stderr.write(`xargs: ${items}\n`);
    return 1;
  }
  let status = 0;
  for (const argv of batches(command, items, options, replace)) {
    if (options.has('t')) await process.stderr.write(`${argv.join(' ')}\n`);
    const code = await run(process, argv);
    if (code === 127 || code === 126) return code;
    if (code === 255) {
      await process.stderr.write(`xargs: ${argv[0]}: exited with status 255; aborting\n`);
      return 124;
    }
    if (code !== 0) status = 123;
  }
  return status;
});

async function run(process: Parameters<typeof xargs>[0], argv: readonly string[]): Promise<number> {
  let said = '';
  // The shell's own "command not found" becomes xargs' message.
  const stderr = { ...outputTo((text) => process.stderr.write(text)), isTerminal: process.stderr.isTerminal };
  const missing = outputTo((text) => {
    said += text;
    return /command not found\n$|: not found\n$/.test(said) ? undefined : stderr.write(text);
  });
  const code = (await process.spawn?.(argv, { stdin: emptyInput(), stderr: missing })) ?? 127;
  if (code === 127) await process.stderr.write(`xargs: ${argv[0]}: No such file or directory\n`);
  return code;
}

function batches(
  command: readonly string[],
  items: readonly string[],
  options: Options,
  replace: string | undefined,
): string[][] {
  if (replace !== undefined) return items.map((item) => command.map((word) => word.replaceAll(replace, item)));
  if (items.length === 0) return options.has('r') ? [] : [[...command]];
  const size = Number(options.value('n') ?? options.value('L') ?? items.length);
  const out: string[][] = [];
  for (let at = 0; at < items.length; at += size) out.push([...command, ...items.slice(at, at + size)]);
  return out;
}

/** The items, or the message of an unmatched quote. */
function split(text: string, options: Options, byLine: boolean): string[] | string {
  const delimiter = options.has('0')
    ? '\0'
    : options.value('d')?.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\0');
  if (delimiter !== undefined)
    return text
      .replace(new RegExp(`\\u{${delimiter.codePointAt(0)!.toString(16)}}$`, 'u'), '')
      .split(delimiter)
      .filter((item, _, all) => all.length > 1 || item !== '');
  if (byLine)
    return text
      .split('\n')
      .map((line) => line.trimStart())
      .filter((line) => line !== '');
  const items: string[] = [];
  for (const match of text.matchAll(/(?:[^\s'"\\]|\\[\s\S]|"[^"\n]*"|'[^'\n]*'|(["']))+/g)) {
    if (match[1] !== undefined)
      return `unmatched ${match[1] === '"' ? 'double' : 'single'} quote; by default quotes are special to xargs unless you use the -0 option`;
    items.push(
      match[0].replace(
        /\\([\s\S])|"([^"]*)"|'([^']*)'/g,
        (_, escaped?: string, double?: string, single?: string) => escaped ?? double ?? single ?? '',
      ),
    );
  }
  return items;
}

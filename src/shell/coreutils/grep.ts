/** grep (GNU): basic, extended and fixed patterns; `-i -v -n -c -l -L -o -w -x -q -s -r -h -H -m -A -B -C -e -f -E -F -P`. */
import { FileError } from '../filesystem.ts';
import { lines } from '../lines.ts';
import { joinPath } from '../path.ts';
import { compile, matchesPattern } from '../pattern.ts';
import { RegexError, type RegexSyntax, translateRegex } from '../posix-regex.ts';
import type { Input, Process } from '../process.ts';
import {
  absolute,
  complain,
  coreutil,
  errorText,
  openInput,
  type Options,
  parseOptions,
  UsageError,
  Writer,
} from './options.ts';

const LONG = {
  'ignore-case': 'i',
  'invert-match': 'v',
  'line-number': 'n',
  count: 'c',
  'files-with-matches': 'l',
  'files-without-match': 'L',
  'only-matching': 'o',
  'word-regexp': 'w',
  'line-regexp': 'x',
  quiet: 'q',
  silent: 'q',
  'no-messages': 's',
  recursive: 'r',
  'no-filename': 'h',
  'with-filename': 'H',
  'max-count': '=m',
  'after-context': '=A',
  'before-context': '=B',
  context: '=C',
  regexp: '=e',
  file: '=f',
  'extended-regexp': 'E',
  'fixed-strings': 'F',
  'perl-regexp': 'P',
  'basic-regexp': 'G',
  color: '?color',
  colour: '?color',
  include: '=include',
  exclude: '=exclude',
  'line-buffered': 'u',
};

interface Search {
  process: Process;
  options: Options;
  expression: RegExp;
  writer: Writer;
  named: boolean;
  found: boolean;
  failed: boolean;
}

export const grep = coreutil(async (process) => {
  const name = process.argv[0];
  const options = parseOptions(process.argv, {
    short: 'EFGPivncloLwxqsrRhHm:A:B:C:e:f:au0123456789',
    long: LONG,
    status: 2,
  });
  const patterns = options.values('e');
  for (const file of options.values('f'))
    patterns.push(...process.machine.fs.readFile(absolute(process, file)).replace(/\n$/, '').split('\n'));
  const operands = [...options.operands];
  if (patterns.length === 0) {
    if (operands.length === 0) {
      await process.stderr.write(
        `Usage: ${name} [OPTION]... PATTERNS [FILE]...\nTry '${name} --help' for more information.\n`,
      );
      return 2;
    }
    patterns.push(...operands.shift()!.split('\n'));
  }
  const recursive = options.has('r', 'R');
  if (operands.length === 0) operands.push(recursive ? '.' : '-');
  const named = options.has('H') || (!options.has('h') && (operands.length > 1 || recursive));
  const search: Search = {
    process,
    options,
    expression: toExpression(process, options, patterns),
    writer: new Writer(process),
    named,
    found: false,
    failed: false,
  };
  for (const operand of operands)
    await searchOperand(search, operand, operand === '.' && options.operands.length < 2 && recursive ? '' : operand);
  await search.writer.flush();
  return search.failed && !(search.found && options.has('q')) ? 2 : search.found ? 0 : 1;
});

function toExpression(process: Process, options: Options, patterns: readonly string[]): RegExp {
  const mode = options.list.findLast(({ name }) => 'EFGP'.includes(name))?.name;
  const syntax: RegexSyntax =
    mode === 'E' || process.argv[0] === 'egrep'
      ? 'extended'
      : mode === 'F' || process.argv[0] === 'fgrep'
        ? 'fixed'
        : 'basic';
  try {
    let source = patterns.map((pattern) => `(?:${mode === 'P' ? pattern : translateRegex(pattern, syntax)})`).join('|');
    if (options.has('w')) source = `(?<!\\w)(?:${source})(?!\\w)`;
    if (options.has('x')) source = `^(?:${source})$`;
    return compile(source, options.has('i') ? 'gui' : 'gu');
  } catch (error) {
    if (error instanceof RegexError) throw new UsageError(error.message, 2, false);
    throw error;
  }
}

async function searchOperand(search: Search, operand: string, shown: string): Promise<void> {
  const { process, options } = search;
  const stat = operand === '-' ? undefined : process.machine.fs.stat(absolute(process, operand));
  if (stat?.type === 'directory') {
    if (!options.has('r', 'R')) return void (await complain(process, `${operand}: Is a directory`));
    for (const name of process.machine.fs.readDirectory(absolute(process, operand))) {
      const path = joinPath(operand, name);
      if (process.machine.fs.stat(absolute(process, path))?.type === 'file' && !included(options, name)) continue;
      await searchOperand(search, path, shown === '' ? name : joinPath(shown, name));
    }
    return;
  }
  let input: Input;
  try {
    input = openInput(process, operand);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    search.failed = true;
    if (!options.has('s')) await complain(process, `${operand}: ${errorText(error)}`);
    return;
  }
  await searchInput(search, input, operand === '-' ? '(standard input)' : shown);
}

function included(options: Options, name: string): boolean {
  const matches = (pattern: string): boolean => matchesPattern([{ text: pattern, quoted: false }], name);
  const includes = options.values('include');
  return (includes.length === 0 || includes.some(matches)) && !options.values('exclude').some(matches);
}

async function searchInput(search: Search, input: Input, name: string): Promise<void> {
  const { options, writer, process } = search;
  const limit = Number(options.value('m') ?? Infinity);
  const digits = options.list
    .filter(({ name: letter }) => /\d/.test(letter))
    .map(({ name: letter }) => letter)
    .join('');
  const after = Number(options.value('A') ?? options.value('C') ?? (digits || 0));
  const before = Number(options.value('B') ?? options.value('C') ?? (digits || 0));
  // `-A 0` asks for groups too.
  const grouped = digits !== '' || options.has('A', 'B', 'C');
  const context: { number: number; text: string }[] = [];
  const plain = !options.has('c', 'l', 'L', 'q');
  let count = 0;
  let number = 0;
  let trailing = 0;
  let lastShown = 0;
  const show = async (at: number, text: string, separator: string): Promise<void> => {
    if (lastShown > 0 && at > lastShown + 1 && grouped) await writer.write('--\n');
    lastShown = at;
    await writer.write(prefix(search, name, at, separator) + text + '\n');
  };
  for await (const { text } of count < limit ? lines(input, process.signal) : []) {
    number++;
    search.expression.lastIndex = 0;
    if (search.expression.test(text) !== options.has('v')) {
      count++;
      search.found = true;
      if (options.has('q') || options.has('l')) break;
      if (plain && options.has('o')) await showMatches(search, name, number, text);
      else if (plain) {
        for (const line of context.splice(0)) await show(line.number, line.text, '-');
        await show(number, highlight(search, text), ':');
      }
      trailing = after;
      if (count >= limit) break;
    } else if (plain && trailing > 0) {
      trailing--;
      await show(number, text, '-');
    } else if (before > 0) {
      context.push({ number, text });
      if (context.length > before) context.shift();
    }
  }
  if (options.has('c') && !options.has('q')) await writer.write(`${search.named ? `${name}:` : ''}${count}\n`);
  if ((options.has('l') && count > 0) || (options.has('L') && count === 0)) await writer.write(`${name}\n`);
}

function prefix({ named, options }: Search, name: string, number: number, separator: string): string {
  return (named ? name + separator : '') + (options.has('n') ? number + separator : '');
}

async function showMatches(search: Search, name: string, number: number, text: string): Promise<void> {
  if (search.options.has('v')) return;
  search.expression.lastIndex = 0;
  for (const match of text.matchAll(search.expression))
    if (match[0] !== '') await search.writer.write(`${prefix(search, name, number, ':')}${match[0]}\n`);
}

function highlight({ options, expression, process }: Search, text: string): string {
  const wanted = options.value('color');
  const on = wanted !== undefined && (wanted === 'always' || (wanted !== 'never' && process.stdout.isTerminal));
  if (!on || options.has('v')) return text;
  return text.replace(expression, (match) => (match === '' ? '' : `\x1b[01;31m\x1b[K${match}\x1b[m\x1b[K`));
}

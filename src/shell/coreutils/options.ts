/** getopt_long(3) with GNU's messages, and what all coreutils say and read in the same way. */
import { ERROR_TEXTS } from '../environment.ts';
import { deviceInput } from '../devices.ts';
import { FileError } from '../filesystem.ts';
import { basename, resolvePath } from '../path.ts';
import { busyboxWords } from './busybox-words.ts';
import { emptyInput, textInput } from '../pipe.ts';
import type { Input, Process } from '../process.ts';

export interface OptionTable {
  /** As getopt's: a colon behind a letter that takes a value. */
  short: string;
  /** Long name → short letter, or a name of its own; `=` in front: takes a value, `?`: may. */
  long?: Record<string, string>;
  /** Stop at the first operand (env, xargs, timeout). */
  ordered?: boolean;
  /** Exit status for a wrong use (ls, grep: 2). */
  status?: number;
}

export interface Options {
  operands: string[];
  has(...names: string[]): boolean;
  value(name: string): string | undefined;
  values(name: string): string[];
  /** All options in their order. */
  list: { name: string; value: string }[];
}

/** A wrong use or a failed file: ends the program with a message. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly hint = true,
  ) {
    super(message);
  }
}

export function parseOptions(argv: readonly string[], table: OptionTable): Options {
  const list: Options['list'] = [];
  const operands: string[] = [];
  const status = table.status ?? 1;
  for (let at = 1; at < argv.length; at++) {
    const argument = argv[at]!;
    if (argument === '--') {
      operands.push(...argv.slice(at + 1));
      break;
    }
    if (argument.startsWith('--')) at = parseLong(argv, at, table, list, status);
    else if (/^-./.test(argument)) at = parseShort(argv, at, table, list, status);
    else if (table.ordered) {
      operands.push(...argv.slice(at));
      break;
    } else operands.push(argument);
  }
  return {
    operands,
    list,
    has: (...names) => list.some(({ name }) => names.includes(name)),
    value: (name) => list.findLast((option) => option.name === name)?.value,
    values: (name) => list.filter((option) => option.name === name).map(({ value }) => value),
  };
}

function parseShort(
  argv: readonly string[],
  at: number,
  table: OptionTable,
  list: Options['list'],
  status: number,
): number {
  const argument = argv[at]!;
  for (let index = 1; index < argument.length; index++) {
    const letter = argument[index]!;
    const known = letter === ':' ? -1 : table.short.indexOf(letter);
    if (known < 0) throw new UsageError(`invalid option -- '${letter}'`, status);
    if (table.short[known + 1] !== ':') {
      list.push({ name: letter, value: '' });
      continue;
    }
    const attached = argument.slice(index + 1);
    if (attached === '' && table.short[known + 2] !== ':' && at + 1 >= argv.length)
      throw new UsageError(`option requires an argument -- '${letter}'`, status);
    const optional = table.short[known + 2] === ':';
    list.push({ name: letter, value: attached !== '' || optional ? attached : argv[at + 1]! });
    return attached !== '' || optional ? at : at + 1;
  }
  return at;
}

function parseLong(
  argv: readonly string[],
  at: number,
  table: OptionTable,
  list: Options['list'],
  status: number,
): number {
  const argument = argv[at]!;
  const equals = argument.indexOf('=');
  const written = argument.slice(2, equals < 0 ? undefined : equals);
  const long = table.long ?? {};
  const matches = Object.hasOwn(long, written)
    ? [written]
    : Object.keys(long).filter((name) => name.startsWith(written));
  if (matches.length === 0)
    throw new UsageError(`unrecognized option '${argument.slice(0, equals < 0 ? undefined : equals)}'`, status);
  if (matches.length > 1 && new Set(matches.map((name) => long[name])).size > 1)
    throw new UsageError(
      `option '--${written}' is ambiguous; possibilities: ${matches.map((name) => `'--${name}'`).join(' ')}`,
      status,
    );
  const target = long[matches[0]!]!;
  const name = target.replace(/^[=?]/, '');
  const value = equals < 0 ? undefined : argument.slice(equals + 1);
  if (target.startsWith('=') && value === undefined) {
    if (at + 1 >= argv.length) throw new UsageError(`option '--${matches[0]}' requires an argument`, status);
    list.push({ name, value: argv[at + 1]! });
    return at + 1;
  }
  if (!/^[=?]/.test(target) && value !== undefined)
    throw new UsageError(`option '--${matches[0]}' doesn't allow an argument`, status);
  list.push({ name, value: value ?? '' });
  return at;
}

/** Runs a coreutil's body; a UsageError becomes its message, GNU's hint and its status. */
export function coreutil(body: (process: Process) => Promise<number>): (process: Process) => Promise<number> {
  return async (process) => {
    try {
      return await body(process);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const name = process.argv[0]!;
      await process.stderr.write(
        `${name}: ${error.message}\n${error.hint ? `Try '${name} --help' for more information.\n` : ''}`,
      );
      return error.status;
    }
  };
}

/** Writes `NAME: MESSAGE`. Gives 1, the usual status. */
export async function complain(process: Process, message: string): Promise<number> {
  const name = process.argv[0] ?? '';
  const words = process.machine.dialect === 'ash' ? busyboxWords(basename(name), message) : message;
  await process.stderr.write(`${name}: ${words}\n`);
  return 1;
}

export const errorText = (error: unknown): string => {
  if (error instanceof FileError) return ERROR_TEXTS[error.code] ?? error.code;
  throw error;
};

export const absolute = (process: Process, path: string): string => resolvePath(process.cwd, path);

/** `-` and /dev/stdin are standard input. Throws FileError. */
export function openInput(process: Process, path: string): Input {
  if (path === '-' || path === '/dev/stdin' || path === '/dev/fd/0') return process.stdin;
  if (path === '/dev/null') return emptyInput();
  const device = deviceInput(path, process.machine);
  if (device) return device;
  return textInput(process.machine.fs.readFile(absolute(process, path)));
}

/** Opens each operand (none: standard input) in turn; a failing one is complained about and makes the status 1. */
export async function eachInput(
  process: Process,
  operands: readonly string[],
  use: (input: Input, name: string) => Promise<void>,
): Promise<number> {
  let status = 0;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    let input: Input;
    try {
      input = openInput(process, name);
    } catch (error) {
      status = await complain(process, `${name}: ${errorText(error)}`);
      continue;
    }
    await use(input, name);
  }
  return status;
}

/** Gathers small writes into larger ones; `flush` at the end. Keeps a filter from a promise a line. */
export class Writer {
  private buffer = '';

  constructor(private readonly process: Process) {}

  async write(text: string): Promise<void> {
    this.buffer += text;
    if (this.buffer.length >= 4096 || this.process.stdout.isTerminal) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.buffer;
    this.buffer = '';
    if (text !== '') await this.process.stdout.write(text);
  }
}

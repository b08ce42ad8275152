/** Builtins that read and write: cd, pwd, echo, printf, read, test, history. */
import { ERROR_TEXTS, getVariable, setVariable } from '../environment.ts';
import { evaluateTest, TestError } from '../execute/condition.ts';
import { echoText } from '../coreutils/echo.ts';
import { formatPrintf } from '../coreutils/printf.ts';
import { setArray } from '../arrays.ts';
import { FieldBuilder, segmentsText } from '../expand/fields.ts';
import { readAll, readLine } from '../lines.ts';
import { resolvePath } from '../path.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { fail } from './builtin.ts';

export const cd: Builtin = async (call) => {
  const { environment } = call.context;
  const args = call.argv.slice(1).filter((argument) => !['-L', '-P', '--'].includes(argument));
  if (args.length > 1) return fail(call, 'too many arguments');
  const home = getVariable(environment, 'HOME');
  const old = getVariable(environment, 'OLDPWD');
  const target = args[0] === '-' ? old : (args[0] ?? home);
  if (target === undefined) return fail(call, args[0] === '-' ? 'OLDPWD not set' : 'HOME not set');
  const path = resolvePath(environment.cwd, target);
  const stat = environment.machine.fs.stat(path);
  if (target !== '' && stat?.type !== 'directory')
    return fail(call, `${target}: ${stat ? ERROR_TEXTS['ENOTDIR'] : ERROR_TEXTS['ENOENT']}`);
  setVariable(environment, 'OLDPWD', environment.cwd);
  environment.cwd = path;
  setVariable(environment, 'PWD', path, true);
  if (args[0] === '-') await call.stdout.write(`${path}\n`);
  return 0;
};

export const pwd: Builtin = async ({ context, stdout }) => {
  await stdout.write(`${context.environment.cwd}\n`);
  return 0;
};

export const echo: Builtin = async ({ argv, stdout, context }) => {
  await stdout.write(echoText(argv.slice(1), context.environment.dialect === 'ash'));
  return 0;
};

export const printf: Builtin = async (call) => {
  const { environment } = call.context;
  let args = call.argv.slice(1);
  const variable = args[0] === '-v' ? args[1] : undefined;
  if (variable !== undefined) args = args.slice(2);
  if (args[0] === '--') args = args.slice(1);
  if (args.length === 0) return fail(call, 'usage: printf [-v var] format [arguments]', 2);
  const { text, errors } = formatPrintf(args[0]!, args.slice(1), 'builtin');
  if (variable === undefined) await call.stdout.write(text);
  else setVariable(environment, variable, text);
  for (const error of errors) await fail(call, error);
  return errors.length > 0 ? 1 : 0;
};

export const test: Builtin = async (call) => {
  const { context } = call;
  let args = call.argv.slice(1);
  if (call.argv[0] === '[') {
    if (args.at(-1) !== ']') return fail(call, "missing `]'", 2);
    args = args.slice(0, -1);
  }
  const isTerminal = (fd: number): boolean => {
    const descriptor = context.descriptors.get(fd);
    return descriptor?.output?.isTerminal ?? descriptor?.input?.isTerminal ?? false;
  };
  try {
    return evaluateTest({ environment: context.environment, isTerminal }, args) ? 0 : 1;
  } catch (error) {
    if (error instanceof TestError) return fail(call, error.message, 2);
    throw error;
  }
};

interface ReadOptions {
  raw: boolean;
  prompt: string;
  timeout: number | undefined;
  names: string[];
  /** Takes the words as its elements. */
  array?: string;
}

function readOptions(args: readonly string[]): ReadOptions | string {
  const options: ReadOptions = { raw: false, prompt: '', timeout: undefined, names: [] };
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    if (options.names.length > 0 || !/^-./.test(argument)) {
      options.names.push(argument);
      continue;
    }
    for (let index = 1; index < argument.length; index++) {
      const letter = argument[index]!;
      if (letter === 'r') options.raw = true;
      else if (letter === 's' || letter === 'e') continue;
      else if ('ptndNua'.includes(letter)) {
        const value = argument.slice(index + 1) || (args[++at] ?? '');
        if (letter === 'p') options.prompt = value;
        if (letter === 'a') options.array = value;
        if (letter === 't') options.timeout = Number(value) * 1000;
        break;
      } else return letter;
    }
  }
  return options;
}

export const read: Builtin = async (call) => {
  const { environment } = call.context;
  const options = readOptions(call.argv.slice(1));
  if (typeof options === 'string') return fail(call, `-${options}: invalid option`, 2);
  if (options.prompt !== '' && call.stdin.isTerminal) await call.stderr.write(options.prompt);
  const line = await readLogicalLine(call, options);
  if (line === 'timeout') return 142;
  assign(call, options, line?.text ?? '');
  environment.status = 0;
  return line?.ended ? 0 : 1;
};

async function readLogicalLine(
  call: BuiltinCall,
  options: ReadOptions,
): Promise<{ text: string; ended: boolean } | undefined | 'timeout'> {
  const { clock } = call.context.environment.machine;
  const controller = new AbortController();
  const forward = (): void => controller.abort(call.context.signal.reason);
  call.context.signal.addEventListener('abort', forward, { once: true });
  const timer =
    options.timeout === undefined ? undefined : clock.after(options.timeout, () => controller.abort('timeout'));
  try {
    let line = await readLine(call.stdin, controller.signal);
    while (!options.raw && line?.ended && /(?:^|[^\\])(?:\\\\)*\\$/.test(line.text)) {
      const next = await readLine(call.stdin, controller.signal);
      line = { text: line.text.slice(0, -1) + (next?.text ?? ''), ended: next?.ended ?? false };
    }
    return line;
  } catch (error) {
    if (error === 'timeout') return 'timeout';
    throw error;
  } finally {
    timer?.cancel();
    call.context.signal.removeEventListener('abort', forward);
  }
}

function assign(call: BuiltinCall, options: ReadOptions, text: string): void {
  const { environment } = call.context;
  const unescape = (value: string): string => (options.raw ? value : value.replace(/\\(.)/g, '$1'));
  const separators = getVariable(environment, 'IFS') ?? ' \t\n';
  if (options.array !== undefined) {
    const fields = new FieldBuilder(separators);
    fields.addSplit(text);
    fields.finish();
    return setArray(
      environment,
      options.array,
      fields.fields.map((field) => unescape(segmentsText(field))),
    );
  }
  if (options.names.length === 0) return setVariable(environment, 'REPLY', unescape(text));
  let rest = trimSeparators(text, separators);
  options.names.forEach((name, index) => {
    if (index === options.names.length - 1) return setVariable(environment, name, unescape(rest));
    const end = [...rest].findIndex((char, at) => separators.includes(char) && (options.raw || rest[at - 1] !== '\\'));
    const value = end < 0 ? rest : rest.slice(0, end);
    rest = end < 0 ? '' : trimStartOnce(rest.slice(end), separators);
    setVariable(environment, name, unescape(value));
  });
}

const blanksOf = (separators: string): string => [...separators].filter((char) => /\s/.test(char)).join('');

function trimSeparators(text: string, separators: string): string {
  const blanks = blanksOf(separators);
  let start = 0;
  let end = text.length;
  while (start < end && blanks.includes(text[start]!)) start++;
  while (end > start && blanks.includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** Blanks, at most one other separator, blanks. */
function trimStartOnce(text: string, separators: string): string {
  const blanks = blanksOf(separators);
  let at = 0;
  while (blanks.includes(text[at] ?? 'x')) at++;
  if (at < text.length && separators.includes(text[at]!) && !blanks.includes(text[at]!)) at++;
  while (at < text.length && blanks.includes(text[at]!)) at++;
  return text.slice(at);
}

/** `mapfile -t ARRAY`: the lines of standard input. */
export const mapfile: Builtin = async (call) => {
  const trim = call.argv.includes('-t');
  const name = call.argv.slice(1).findLast((word) => !word.startsWith('-')) ?? 'MAPFILE';
  const text = await readAll(call.stdin, call.context.signal);
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  setArray(
    call.context.environment,
    name,
    lines.map((line) => (trim ? line.replace(/\n$/, '') : line)),
  );
  return 0;
};

export const history: Builtin = async ({ context, stdout, argv }) => {
  const lines = context.environment.history;
  const from = argv[1] === undefined ? 0 : Math.max(0, lines.length - Number(argv[1]));
  for (let index = from; index < lines.length; index++)
    await stdout.write(`${String(index + 1).padStart(5)}  ${lines[index]}\n`);
  return 0;
};

/** Simple commands (POSIX XCU 2.9.1): assignments, expansion, redirection, then function, builtin or program. */
import { builtins } from '../builtins/index.ts';
import {
  type Context,
  type Descriptors,
  ERROR_TEXTS,
  exportedVariables,
  getVariable,
  messagePrefix,
  type Variable,
} from '../environment.ts';
import { Expander } from '../expand/expand.ts';
import { FileError } from '../filesystem.ts';
import { BrokenPipe, Killed, OutOfMemory, SIGNAL_NUMBERS } from '../process.ts';
import type { Assignment, Command, Simple } from '../syntax/ast.ts';
import { executeCommand } from './command.ts';
import { FunctionReturn } from './control-flow.ts';
import { checkpoint, complain, substitute } from './list.ts';
import { findProgram, makeProcess, type Missing } from './program.ts';
import { inputOf, outputOf, redirect } from './redirect.ts';

export async function executeSimple(context: Context, command: Simple): Promise<number> {
  await checkpoint(context);
  const expander = new Expander(context, substitute);
  try {
    return await expandAndRun(context, expander, command);
  } finally {
    expander.release();
  }
}

async function expandAndRun(context: Context, expander: Expander, command: Simple): Promise<number> {
  const { environment } = context;
  const before = environment.status;
  environment.status = 0;
  if (command.words.length > 0) environment.status = before;
  const argv = await expander.fields(command.words);
  if (environment.options.xtrace) await trace(context, expander, command.assignments, argv);
  if (argv.length === 0) return assignOnly(context, expander, command);
  const descriptors = await redirect(context, expander, command.redirections);
  if (argv[0] === 'exec' && argv.length === 1) {
    context.descriptors = descriptors;
    return 0;
  }
  const { arrays = [] } = command;
  const declare = (): Promise<number> => runArgv({ ...context, descriptors }, argv, command.assignments);
  const fill = async (): Promise<void> => {
    for (const assignment of arrays) await expander.assign(assignment);
  };
  // What is readonly cannot be filled any more; what is local must be made first.
  if (arrays.length > 0 && /^(readonly|export)$/.test(argv[0]!)) {
    await fill();
    return declare();
  }
  const status = await declare();
  await fill();
  return status;
}

async function assignOnly(context: Context, expander: Expander, command: Simple): Promise<number> {
  await redirect(context, expander, command.redirections);
  for (const assignment of command.assignments) await expander.assign(assignment);
  return context.environment.status;
}

/** Runs an expanded command in `context`; the assignments hold only for it. */
export async function runArgv(
  context: Context,
  argv: readonly string[],
  assignments: readonly Assignment[] = [],
): Promise<number> {
  const { environment } = context;
  const name = argv[0]!;
  const body = environment.functions.get(name);
  const builtin = builtins[name];
  if (!body && !builtin) return runProgram(context, argv, assignments);
  const restore = await assignFor(context, assignments);
  try {
    if (body) return await callFunction(context, body, argv);
    return await builtin!({
      context,
      argv,
      stdin: inputOf(context.descriptors),
      stdout: outputOf(context.descriptors, 1),
      stderr: outputOf(context.descriptors, 2),
    });
  } catch (error) {
    if (error instanceof BrokenPipe) return 128 + SIGNAL_NUMBERS.PIPE;
    if (error instanceof FileError && builtin) return failWrite(context, messagePrefix(environment) + name, error);
    throw error;
  } finally {
    restore();
  }
}

async function assignFor(context: Context, assignments: readonly Assignment[]): Promise<() => void> {
  const { variables } = context.environment;
  const saved: [string, Variable | undefined][] = [];
  const expander = new Expander(context, substitute);
  for (const assignment of assignments) {
    saved.push([assignment.name, variables.get(assignment.name)]);
    await expander.assign(assignment, true);
  }
  return () => {
    for (const [name, old] of saved.reverse()) {
      if (old) variables.set(name, old);
      else variables.delete(name);
    }
  };
}

async function callFunction(context: Context, body: Command, argv: readonly string[]): Promise<number> {
  const { environment } = context;
  if (environment.depth >= 200) {
    await complain(context, `${argv[0]}: maximum function nesting level exceeded (200)`);
    return 1;
  }
  const { positional } = environment;
  const scope = new Map<string, Variable | undefined>();
  environment.positional = argv.slice(1);
  environment.scopes.push(scope);
  environment.depth++;
  try {
    return await executeCommand(context, body);
  } catch (error) {
    if (error instanceof FunctionReturn) return error.status;
    throw error;
  } finally {
    environment.depth--;
    environment.scopes.pop();
    environment.positional = positional;
    for (const [name, old] of scope) {
      if (old) environment.variables.set(name, old);
      else environment.variables.delete(name);
    }
  }
}

async function runProgram(
  context: Context,
  argv: readonly string[],
  assignments: readonly Assignment[],
): Promise<number> {
  const { environment } = context;
  const found = findProgram(environment, argv[0]!);
  if (typeof found !== 'function') return failMissing(context, argv[0]!, found);
  const env = exportedVariables(environment);
  const expander = new Expander(context, substitute);
  for (const assignment of assignments) {
    const value = await expander.text(assignment.value);
    env[assignment.name] = assignment.append ? (getVariable(environment, assignment.name) ?? '') + value : value;
  }
  try {
    return await found(makeProcess(context, argv, env));
  } catch (error) {
    if (error instanceof BrokenPipe) return 128 + SIGNAL_NUMBERS.PIPE;
    if (error instanceof FileError) return failWrite(context, argv[0]!, error);
    if (error instanceof OutOfMemory) throw error;
    if (error instanceof Killed && !context.signal.aborted) return 128 + SIGNAL_NUMBERS[error.signalName];
    throw error;
  }
}

/** What was redirected to could not take it: the disk is full. */
async function failWrite(context: Context, name: string, { code }: FileError): Promise<number> {
  await outputOf(context.descriptors, 2).write(`${name}: write error: ${ERROR_TEXTS[code] ?? code}\n`);
  return 1;
}

async function failMissing(context: Context, name: string, missing: Missing): Promise<number> {
  const ash = context.environment.dialect === 'ash';
  const text =
    missing === 'not found' && !name.includes('/') ? (ash ? 'not found' : 'command not found') : MISSING[missing];
  await complain(context, `${name}: ${ash && missing === 'not found' ? 'not found' : text}`);
  return missing === 'not found' ? 127 : 126;
}

const MISSING: Record<Missing, string> = {
  'not found': 'No such file or directory',
  directory: 'Is a directory',
  denied: 'Permission denied',
};

async function trace(
  context: Context,
  expander: Expander,
  assignments: readonly Assignment[],
  argv: readonly string[],
): Promise<void> {
  const texts: string[] = [];
  for (const { name, value } of assignments) texts.push(`${name}=${quote(await expander.text(value))}`);
  const prefix = getVariable(context.environment, 'PS4') ?? '+ ';
  await outputOf(context.descriptors, 2).write(`${prefix}${[...texts, ...argv.map(quote)].join(' ')}\n`);
}

/** A word as the shell would read it back. */
export function quote(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The way of everything that runs a command by its name without words to expand (xargs, timeout, exec). */
export function runCommandLine(context: Context, argv: readonly string[], descriptors: Descriptors): Promise<number> {
  return runArgv({ ...context, descriptors }, argv);
}

/** One command of a pipeline: compound commands here, simple ones in simple.ts (POSIX XCU 2.9.4). */
import { type Context, ReadonlyVariable, setVariable } from '../environment.ts';
import { Expander } from '../expand/expand.ts';
import { matchesPattern } from '../pattern.ts';
import type { Command, Word } from '../syntax/ast.ts';
import { evaluateCondition } from './condition.ts';
import { ExpansionError, LoopControl, ShellExit } from './control-flow.ts';
import { checkpoint, complain, executeScript, executeSubshell, substitute } from './list.ts';
import { redirect, RedirectionError } from './redirect.ts';
import { executeSimple } from './simple.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

export async function executeCommand(context: Context, command: Command): Promise<number> {
  context.environment.line = command.line;
  try {
    if (command.type === 'simple') return await executeSimple(context, command);
    const expander = new Expander(context, substitute);
    try {
      const descriptors = await redirect(context, expander, command.redirections);
      return await executeCompound({ ...context, descriptors }, command);
    } finally {
      expander.release();
    }
  } catch (error) {
    if (error instanceof RedirectionError) {
      await complain(context, error.message);
      return 1;
    }
    if (error instanceof ExpansionError || error instanceof ReadonlyVariable) return failExpansion(context, error);
    throw error;
  }
}

/** An expansion error ends a script; at a prompt it ends the line. */
async function failExpansion(context: Context, error: ExpansionError | ReadonlyVariable): Promise<number> {
  await complain(context, error.message);
  if (context.environment.interactive) return 1;
  throw new ShellExit(error instanceof ExpansionError ? error.status : 1);
}

async function executeCompound(context: Context, command: Exclude<Command, { type: 'simple' }>): Promise<number> {
  switch (command.type) {
    case 'group':
      return executeScript(context, command.body);
    case 'subshell':
      return executeSubshell(context, (inner) => executeScript(inner, command.body));
    case 'if':
      return executeIf(context, command);
    case 'loop':
      return executeLoop(context, command);
    case 'for':
      return executeFor(context, command);
    case 'count':
      return executeCount(context, command);
    case 'case':
      return executeCase(context, command);
    case 'condition':
      return evaluateCondition(context, new Expander(context, substitute), command.words);
    case 'arithmetic':
      return (await arithmetic(context, command.expression)) === 0n ? 1 : 0;
    case 'function':
      context.environment.functions.set(command.name, command.body);
      return 0;
  }
}

const arithmetic = (context: Context, word: Word): Promise<bigint> =>
  new Expander(context, substitute).arithmetic(word);

async function executeIf(context: Context, command: Of<'if'>): Promise<number> {
  for (const { test, body } of command.branches) {
    if ((await executeScript({ ...context, tested: true }, test)) === 0) return executeScript(context, body);
  }
  return command.otherwise ? executeScript(context, command.otherwise) : 0;
}

async function executeLoop(context: Context, command: Of<'loop'>): Promise<number> {
  let status = 0;
  const test = async (): Promise<boolean> =>
    ((await executeScript({ ...context, tested: true }, command.test)) === 0) !== command.until;
  await loop(context, test, async () => {
    status = await executeScript(context, command.body);
  });
  return status;
}

async function executeFor(context: Context, command: Of<'for'>): Promise<number> {
  const { environment } = context;
  const values = command.words
    ? await new Expander(context, substitute).fields(command.words)
    : [...environment.positional];
  let status = 0;
  let index = 0;
  const more = async (): Promise<boolean> => index < values.length;
  await loop(context, more, async () => {
    setVariable(environment, command.name, values[index++]!);
    status = await executeScript(context, command.body);
  });
  return status;
}

async function executeCount(context: Context, command: Of<'count'>): Promise<number> {
  let status = 0;
  await arithmetic(context, command.start);
  const test = async (): Promise<boolean> =>
    command.test.raw.trim() === '' || (await arithmetic(context, command.test)) !== 0n;
  await loop(
    context,
    test,
    async () => {
      status = await executeScript(context, command.body);
    },
    () => arithmetic(context, command.step),
  );
  return status;
}

/** Turns while `test` says so; `break` and `continue` of inner bodies end here or go on outwards. */
async function loop(
  context: Context,
  test: () => Promise<boolean>,
  body: () => Promise<void>,
  step?: () => Promise<unknown>,
): Promise<void> {
  for (;;) {
    await checkpoint(context);
    try {
      if (!(await test())) return;
      await body();
    } catch (error) {
      if (!(error instanceof LoopControl)) throw error;
      if (error.levels > 1) {
        error.levels--;
        throw error;
      }
      if (error.kind === 'break') return;
    }
    await step?.();
  }
}

async function executeCase(context: Context, command: Of<'case'>): Promise<number> {
  const expander = new Expander(context, substitute);
  const subject = await expander.text(command.subject);
  let status = 0;
  let falling = false;
  for (const arm of command.arms) {
    let matched = falling;
    for (const pattern of matched ? [] : arm.patterns) {
      matched = matchesPattern(await expander.segments(pattern), subject);
      if (matched) break;
    }
    if (!matched) continue;
    status = await executeScript(context, arm.body);
    if (arm.falls === ';;') return status;
    falling = arm.falls === ';&';
  }
  return status;
}

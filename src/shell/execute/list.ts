/** Lists, and-or lists, pipelines and background jobs (POSIX XCU 2.9.2 and 2.9.3). */
import { setArray } from '../arrays.ts';
import { type Context, messagePrefix, needMemory, subshell } from '../environment.ts';
import { collectOutput, emptyInput, Pipe } from '../pipe.ts';
import { BrokenPipe, Killed, OutOfMemory, SIGNAL_NUMBERS } from '../process.ts';
import type { AndOr, Command, Pipeline, Script } from '../syntax/ast.ts';
import { executeCommand } from './command.ts';
import { FunctionReturn, LoopControl, ShellExit } from './control-flow.ts';
import { type Job, isRunning } from './jobs.ts';
import { outputOf } from './redirect.ts';

export async function executeScript(context: Context, script: Script): Promise<number> {
  let status = 0;
  for (const item of script) {
    status = item.background ? await startJob(context, item) : await executeAndOr(context, item);
    context.environment.status = status;
  }
  return status;
}

async function executeAndOr(context: Context, item: AndOr): Promise<number> {
  const { environment } = context;
  const pipelines = [item.first, ...item.rest.map(({ pipeline }) => pipeline)];
  let status = 0;
  for (const [index, pipeline] of pipelines.entries()) {
    const operator = index === 0 ? undefined : item.rest[index - 1]!.operator;
    if ((operator === '&&' && status !== 0) || (operator === '||' && status === 0)) continue;
    const tested = context.tested || index < pipelines.length - 1 || pipeline.negated;
    status = await executePipeline({ ...context, tested }, pipeline, context);
    environment.status = status;
    if (status !== 0 && !tested && environment.options.errexit) throw new ShellExit(status);
  }
  return status;
}

async function executePipeline(context: Context, pipeline: Pipeline, outer: Context): Promise<number> {
  const { clock } = context.environment.machine;
  const started = clock.now();
  const [only, ...more] = pipeline.commands;
  // `exec` with redirections changes the context it stands in, so a lone command gets that one, not a copy.
  const alone = outer.tested === context.tested ? outer : context;
  const status =
    more.length === 0 ? await executeCommand(alone, only!) : await executePiped(context, pipeline.commands);
  if (pipeline.timed) {
    const seconds = (clock.now() - started) / 1000;
    const real = `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s`;
    await outputOf(context.descriptors, 2).write(`\nreal\t${real}\nuser\t0m0.000s\nsys\t0m0.000s\n`);
  }
  return pipeline.negated ? Number(status === 0) : status;
}

async function executePiped(context: Context, commands: readonly Command[]): Promise<number> {
  const pipes = commands.slice(1).map(() => new Pipe());
  const members = commands.map(async (command, index) => {
    const descriptors = new Map(context.descriptors);
    const before = pipes[index - 1];
    const behind = pipes[index];
    if (before) descriptors.set(0, { input: before.input });
    if (behind) descriptors.set(1, { output: behind.output });
    try {
      return await executeSubshell({ ...context, descriptors }, (inner) => executeCommand(inner, command));
    } finally {
      behind?.output.close();
      before?.input.close();
    }
  });
  const results = await Promise.allSettled(members);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  const statuses = results.map((result) => (result as PromiseFulfilledResult<number>).value);
  if (context.environment.dialect === 'bash') setArray(context.environment, 'PIPESTATUS', statuses.map(String));
  if (context.environment.options.pipefail) return statuses.findLast((status) => status !== 0) ?? 0;
  return statuses.at(-1)!;
}

/** Runs in a copy of the environment: what it changes is lost, `exit` ends only it. */
export async function executeSubshell(context: Context, run: (inner: Context) => Promise<number>): Promise<number> {
  const { machine } = context.environment;
  const leave = machine.fork ? (machine.fork() ?? (await forkAgain(context))) : (): void => {};
  if (!leave) return context.environment.dialect === 'ash' ? 2 : 254;
  const inner: Context = { ...context, environment: subshell(context.environment) };
  try {
    let status: number;
    try {
      status = await run(inner);
    } catch (error) {
      status = statusOfEnd(error, inner);
    }
    return await runExitTrap(inner, status);
  } finally {
    leave();
  }
}

/** Seconds that bash waits between its attempts (jobs.c: FORKSLEEP_MAX). */
const RETRIES = [1, 2, 4, 8];

/** There is no place left in the process table: bash tries again for a while. */
async function forkAgain(context: Context): Promise<(() => void) | undefined> {
  const { machine, dialect } = context.environment;
  const why = 'Resource temporarily unavailable';
  for (const seconds of dialect === 'ash' ? [] : RETRIES) {
    await complain(context, `fork: retry: ${why}`);
    await machine.clock.sleep(seconds * 1000, context.signal);
    const leave = machine.fork?.();
    if (leave) return leave;
  }
  await machine.tick(context.signal);
  await complain(context, `${dialect === 'ash' ? "can't fork" : 'fork'}: ${why}`);
  return undefined;
}

/** The status with which an environment ends by this exception; anything that is not an end is thrown on. */
export function statusOfEnd(error: unknown, context: Context): number {
  if (error instanceof ShellExit || error instanceof FunctionReturn) return error.status;
  if (error instanceof LoopControl) return 0;
  if (error instanceof BrokenPipe) return 128 + SIGNAL_NUMBERS.PIPE;
  if (error instanceof Killed && !(error instanceof OutOfMemory) && !context.signal.aborted)
    return 128 + SIGNAL_NUMBERS[error.signalName];
  throw error;
}

export async function runExitTrap(context: Context, status: number): Promise<number> {
  const { environment } = context;
  const action = environment.traps.get('EXIT');
  if (!action) return status;
  environment.traps.delete('EXIT');
  environment.status = status;
  try {
    await evaluate(context, action);
  } catch (error) {
    return statusOfEnd(error, context);
  }
  return status;
}

/** Parses and runs a text in this very environment; set by interpreter.ts, which owns the parsing of lines. */
export let evaluate: (context: Context, source: string) => Promise<number>;
export function setEvaluator(evaluator: typeof evaluate): void {
  evaluate = evaluator;
}

/** Command substitution: the script's output. */
export async function substitute(context: Context, script: Script): Promise<string> {
  const output = collectOutput((size) => needMemory(context.environment.machine, size));
  const descriptors = new Map(context.descriptors).set(1, { output });
  const status = await executeSubshell({ ...context, descriptors }, (inner) => executeScript(inner, script));
  context.environment.status = status;
  return output.text();
}

async function startJob(context: Context, item: AndOr): Promise<number> {
  const { environment } = context;
  const controller = new AbortController();
  const end = (): void => controller.abort(environment.life.reason);
  if (environment.life.aborted) end();
  environment.life.addEventListener('abort', end, { once: true });
  const descriptors = new Map(context.descriptors).set(0, { input: emptyInput() });
  const inner: Context = { environment, descriptors, signal: controller.signal, tested: false };
  const job: Job = {
    // The number of a job that ended is free again.
    number: Math.max(0, ...environment.jobs.filter(isRunning).map((one) => one.number)) + 1,
    pid: environment.pids.next++,
    text: item.text,
    controller,
    status: undefined,
    reported: false,
    done: executeSubshell(inner, (own) => executeAndOr(own, { ...item, background: false }))
      .catch((error: unknown) => (error instanceof Killed ? 128 + SIGNAL_NUMBERS[error.signalName] : 1))
      .then((status) => {
        environment.life.removeEventListener('abort', end);
        job.status = status;
        return status;
      }),
  };
  environment.jobs.push(job);
  environment.lastBackground = job.pid;
  if (environment.interactive) await outputOf(context.descriptors, 2).write(`[${job.number}] ${job.pid}\n`);
  return 0;
}

/** Between commands: lets others run, and runs the traps of signals that came meanwhile. */
export async function checkpoint(context: Context): Promise<void> {
  const { environment } = context;
  if (context.signal.aborted) throw context.signal.reason;
  await environment.machine.tick(context.signal);
  while (environment.pending.length > 0) {
    const action = environment.traps.get(environment.pending.shift()!);
    const { status } = environment;
    if (action) await evaluate(context, action);
    environment.status = status;
  }
}

/** Writes a message of the shell itself. */
export async function complain(context: Context, message: string): Promise<void> {
  await outputOf(context.descriptors, 2).write(`${messagePrefix(context.environment)}${message}\n`);
}

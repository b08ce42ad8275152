/**
 * The workstation without a screen, on virtual time: runs commands while the clock goes from event to event, and lets
 * the cluster settle in between. What Node gives (streams, arguments) stays in the root.
 */
import { collectOutput, emptyInput } from '../shell/pipe.ts';
import { Shell } from '../shell/interpreter.ts';
import { Parser } from '../shell/syntax/parser.ts';
import { ShellSyntaxError } from '../shell/syntax/syntax-error.ts';
import type { Input, Output } from '../shell/process.ts';
import type { VirtualClock } from '../time/virtual-clock.ts';
import type { Workstation } from './laptop.ts';

export interface Settling {
  /** Virtual ms without a write (leases apart) that count as settled, and the most to wait. */
  quiet: number;
  limit: number;
  /** Quiet before the settling began counts too: a command that only looked is not waited for. */
  lookBack?: boolean;
}

export interface HeadlessHost {
  /** Undefined on a real cluster, where time passes by itself. */
  clock: VirtualClock | undefined;
  workstation: Workstation;
  /** Resolves once the host has run all that is ready. */
  breathe: () => Promise<void>;
  /** Virtual time of the last write that was no Lease; undefined where nobody knows (a real cluster). */
  lastChange?: () => number;
}

/** How long in virtual ms the start of a program takes: about what a kubectl call takes. */
export const CALL_TIME = 100;
/** Turns of the host's loop that a request's and a stream's promises may need between two events. */
const TURNS = 12;

/** Advances the clock event by event until the work is done. */
export async function drive<T>(host: HeadlessHost, work: Promise<T>): Promise<T> {
  const { clock } = host;
  if (!clock) return work;
  const state = { done: false };
  const finished = work.finally(() => {
    state.done = true;
  });
  finished.catch(() => {});
  while (!state.done) {
    for (let turn = 0; turn < TURNS && !state.done; turn++) await host.breathe();
    if (state.done) break;
    await clock.settlePromises();
    const next = clock.next();
    // Nothing to wait for in virtual time: something outside (a real server, standard input) will come.
    if (next === undefined) await host.breathe();
    else clock.fireNext(next);
  }
  return finished;
}

/** Runs the clock until the cluster is quiet. */
export async function settle(host: HeadlessHost, { quiet, limit, lookBack }: Settling): Promise<void> {
  const { clock, lastChange } = host;
  if (!clock || !lastChange) return;
  const end = clock.now() + limit;
  const start = lookBack ? Number.NEGATIVE_INFINITY : clock.now();
  const isQuiet = (): boolean => clock.now() - Math.max(start, lastChange()) >= quiet;
  while (!isQuiet() && clock.now() < end) {
    await clock.runUntil(Math.min(end, Math.max(start, lastChange()) + quiet));
    for (let turn = 0; turn < 3; turn++) await host.breathe();
  }
}

export interface RunOptions {
  stdin: Input;
  stdout: Output;
  stderr: Output;
  cwd: string;
  signal: AbortSignal;
  /** Settle between top-level commands. */
  settling?: Settling;
}

/** Runs a script's top-level commands one after the other in one shell. Resolves with the exit status. */
export async function runCommands(host: HeadlessHost, source: string, options: RunOptions): Promise<number> {
  const shell = host.workstation.shell({ life: options.signal, interactive: false, cwd: options.cwd });
  shell.environment.expandAliases = true;
  const streams = { stdin: options.stdin, stdout: options.stdout, stderr: options.stderr, signal: options.signal };
  const pieces = options.settling ? splitCommands(source) : [source];
  for (const piece of pieces) {
    await drive(host, shell.run(piece, streams));
    if (options.settling) await settle(host, options.settling);
    if (shell.exited !== undefined) break;
  }
  return drive(host, shell.end(streams));
}

/** The source cut at its top-level lines; all of it in one piece when it does not parse. */
function splitCommands(source: string): string[] {
  const parser = new Parser(source);
  const pieces: string[] = [];
  let from = 0;
  try {
    while (parser.nextLine()) {
      const { at } = parser.lexer.cursor;
      pieces.push(source.slice(from, at));
      from = at;
    }
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    pieces.push(source.slice(from));
  }
  return pieces;
}

export interface StepResult {
  run: string;
  stdout: string;
  stderr: string;
  exit: number;
}

export interface StepOptions {
  cwd: string;
  settling: Settling;
  /** Aborts (with a Killed) when the step has taken too long. */
  limit: AbortSignal;
}

/** One step of a transcript: its own `bash -c` with no terminal and empty standard input, then the settling. */
export async function replayStep(host: HeadlessHost, run: string, options: StepOptions): Promise<StepResult> {
  const { cwd, settling, limit } = options;
  const stdout = collectOutput();
  const stderr = collectOutput();
  const life = new AbortController();
  limit.addEventListener('abort', () => life.abort(limit.reason), { once: true });
  const shell: Shell = host.workstation.shell({ life: life.signal, interactive: false, cwd });
  const streams = { stdin: emptyInput(), stdout, stderr, signal: life.signal };
  await drive(host, shell.run(run, streams));
  const exit = await drive(host, shell.end(streams));
  life.abort(new Error('the step is over'));
  await settle(host, settling);
  return { run, stdout: stdout.text(), stderr: stderr.text(), exit };
}

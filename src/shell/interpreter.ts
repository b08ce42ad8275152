/**
 * The shell's front door. `runShell` is the program `sh` (a Program like any other: `sh -c 'COMMANDS' [NAME ARG…]`,
 * `sh FILE [ARG…]`, `sh` on standard input); `Shell` is an environment that lives from command to command (a terminal
 * session, the headless shell).
 */
import {
  type Context,
  type Descriptors,
  type Dialect,
  type Environment,
  ERROR_TEXTS,
  messagePrefix,
  setVariable,
} from './environment.ts';
import { ShellExit } from './execute/control-flow.ts';
import { describeJob } from './execute/jobs.ts';
import { executeScript, runExitTrap, setEvaluator, statusOfEnd } from './execute/list.ts';
import { FileError } from './filesystem.ts';
import { runInput } from './interactive.ts';
import { basename, resolvePath } from './path.ts';
import {
  type Input,
  Killed,
  type Machine,
  type Output,
  type Process,
  type Program,
  SIGNAL_NUMBERS,
} from './process.ts';
import { Parser } from './syntax/parser.ts';
import { ShellSyntaxError } from './syntax/syntax-error.ts';

export interface ShellSettings {
  machine: Machine;
  env: Readonly<Record<string, string>>;
  cwd: string;
  /** $0 and the head of messages; default bash. */
  name?: string;
  dialect?: Dialect;
  interactive?: boolean;
  positional?: readonly string[];
  pid?: number;
  /** Aborts when the machine or the session ends: background jobs end with it. */
  life: AbortSignal;
  terminal?: Process['terminal'];
  trap?: Process['trap'];
}

export interface ShellStreams {
  stdin: Input;
  stdout: Output;
  stderr: Output;
  signal: AbortSignal;
}

export class Shell {
  readonly environment: Environment;
  /** The status of `exit`, once it was called. */
  exited: number | undefined;

  constructor(settings: ShellSettings) {
    this.environment = createEnvironment(settings);
  }

  /** Runs commands as if read line by line. Resolves with $?; never rejects: a killed command gives 128 + signal. */
  async run(source: string, streams: ShellStreams): Promise<number> {
    const context: Context = {
      environment: this.environment,
      descriptors: descriptorsOf(streams),
      signal: streams.signal,
      tested: false,
    };
    try {
      this.environment.status = await runSource(context, source, false);
    } catch (error) {
      if (error instanceof ShellExit) this.exited = error.status;
      this.environment.status = endStatus(error, context);
    }
    return this.environment.status;
  }

  /** Runs the EXIT trap. */
  async end(streams: ShellStreams): Promise<number> {
    const context: Context = {
      environment: this.environment,
      descriptors: descriptorsOf(streams),
      signal: streams.signal,
      tested: false,
    };
    return runExitTrap(context, this.exited ?? this.environment.status);
  }

  /** Lines about background jobs that ended since the last call, as bash prints them before a prompt. */
  reportJobs(): string {
    const { jobs } = this.environment;
    const ended = jobs.filter((job) => job.status !== undefined);
    const text = ended.map((job) => describeJob(job, jobs)).join('');
    this.environment.jobs = jobs.filter((job) => job.status === undefined);
    return text;
  }
}

function createEnvironment(settings: ShellSettings): Environment {
  const { machine, env, cwd } = settings;
  const pid = settings.pid ?? 1000;
  const environment: Environment = {
    machine,
    dialect: settings.dialect ?? 'bash',
    name: settings.name ?? 'bash',
    interactive: settings.interactive ?? false,
    numbered: !settings.interactive,
    pid,
    variables: new Map(Object.entries(env).map(([name, value]) => [name, { value, exported: true }])),
    functions: new Map(),
    aliases: new Map(),
    expandAliases: settings.interactive ?? false,
    cwd,
    positional: [...(settings.positional ?? [])],
    status: 0,
    options: {
      errexit: false,
      nounset: false,
      xtrace: false,
      noglob: false,
      noclobber: false,
      pipefail: false,
      verbose: false,
    },
    jobs: [],
    lastBackground: undefined,
    traps: new Map(),
    pending: [],
    history: [],
    terminal: settings.terminal,
    trapSignal: settings.trap,
    life: settings.life,
    line: 1,
    depth: 0,
    started: machine.clock.now(),
    pids: { next: pid + 1 },
    scopes: [],
    wake: undefined,
  };
  setVariable(environment, 'PWD', cwd, true);
  setVariable(environment, 'HOSTNAME', machine.hostname);
  if (environment.dialect === 'bash') setVariable(environment, 'BASH_VERSION', '5.2.15(1)-release');
  return environment;
}

function descriptorsOf({ stdin, stdout, stderr }: ShellStreams): Descriptors {
  return new Map([
    [0, { input: stdin }],
    [1, { output: stdout }],
    [2, { output: stderr }],
  ]);
}

/** Parses and executes line by line, so that an alias or `set` counts from the next line on. */
async function runSource(context: Context, source: string, dashC: boolean): Promise<number> {
  const { environment } = context;
  let status = 0;
  try {
    const parser = new Parser(source, {
      ...(environment.expandAliases && { aliases: environment.aliases }),
      posix: environment.dialect === 'ash',
    });
    const warnings: string[] = [];
    if (!environment.interactive) {
      parser.lexer.unclosed = ({ at, line, delimiter }) => {
        const what = `here-document at line ${at} delimited by end-of-file (wanted \`${delimiter}')`;
        warnings.push(`${messagePrefix(environment, line)}warning: ${what}\n`);
      };
    }
    for (let script = parser.nextLine(); script; script = parser.nextLine()) {
      for (const warning of warnings.splice(0)) await context.descriptors.get(2)?.output?.write(warning);
      status = await executeScript(context, script);
    }
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    await complainOfSyntax(context, error, dashC);
    return 2;
  }
  return status;
}

setEvaluator((context, source) => runSource(context, source, false));

async function complainOfSyntax(context: Context, error: ShellSyntaxError, dashC: boolean): Promise<void> {
  const { environment } = context;
  const prefix =
    environment.numbered && dashC && environment.dialect === 'bash'
      ? `${environment.name}: -c: line ${error.line}: `
      : messagePrefix(environment, error.line);
  const stderr = context.descriptors.get(2)?.output;
  const message = environment.dialect === 'ash' ? inAsh(error.message) : error.message;
  await stderr?.write(`${prefix}${message}\n`);
  if (error.source !== undefined && environment.numbered && !error.incomplete && environment.dialect === 'bash')
    await stderr?.write(`${prefix}\`${error.source}'\n`);
}

/** As busybox's shell says it (shell/ash.c: synexpect). */
function inAsh(message: string): string {
  const token = /^syntax error near unexpected token `(.+)'$/s.exec(message)?.[1];
  if (token !== undefined) return `syntax error: unexpected ${token === 'newline' ? token : `"${token}"`}`;
  return /^unexpected EOF while looking for matching `["']'$/.test(message)
    ? 'syntax error: unterminated quoted string'
    : message;
}

function endStatus(error: unknown, context: Context): number {
  if (error instanceof Killed) return 128 + SIGNAL_NUMBERS[error.signalName];
  if (error === context.signal.reason) return 128 + SIGNAL_NUMBERS.TERM;
  return statusOfEnd(error, context);
}

/** The program `sh`/`bash`. Rejects with Killed when its own signal aborts. */
export const runShell: Program = async (process) => {
  const call = readArguments(process.argv);
  const invoked = basename(process.argv[0] ?? 'sh');
  const environment = createEnvironment({
    machine: process.machine,
    env: process.env,
    cwd: process.cwd,
    name: call.name ?? invoked,
    dialect: invoked === 'bash' ? 'bash' : (process.machine.dialect ?? 'bash'),
    positional: call.positional,
    life: process.signal,
    terminal: process.terminal,
    trap: process.trap,
    ...(process.pid === undefined ? {} : { pid: process.pid }),
  });
  Object.assign(environment.options, call.options);
  const context: Context = { environment, descriptors: descriptorsOf(process), signal: process.signal, tested: false };
  let source = call.commands;
  if (call.file !== undefined) {
    const text = readScript(process, call.file);
    if (text instanceof FileError) {
      await process.stderr.write(`${invoked}: ${call.file}: ${ERROR_TEXTS[text.code] ?? text.code}\n`);
      return text.code === 'ENOENT' ? 127 : 126;
    }
    source = text;
  }
  let status: number;
  try {
    status =
      source === undefined
        ? await runInput(process, context, (within, text) => runSource(within, text, false))
        : await runSource(context, source, call.commands !== undefined);
  } catch (error) {
    status = statusOfEnd(error, context);
  }
  return runExitTrap(context, status);
};

function readScript(process: Process, file: string): string | FileError {
  try {
    return process.machine.fs.readFile(resolvePath(process.cwd, file));
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}

interface Call {
  commands?: string;
  file?: string;
  name?: string;
  positional: string[];
  options: Partial<Environment['options']>;
}

const LETTERS: Record<string, keyof Environment['options']> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
  f: 'noglob',
  C: 'noclobber',
  v: 'verbose',
};

function readArguments(argv: readonly string[]): Call {
  const call: Call = { positional: [], options: {} };
  let at = 1;
  let command = false;
  for (; at < argv.length && /^[-+]./.test(argv[at]!); at++) {
    const argument = argv[at]!;
    if (argument === '--') {
      at++;
      break;
    }
    if (argument.startsWith('--')) continue;
    for (const letter of argument.slice(1)) {
      if (letter === 'c') command = true;
      else if (letter === 'o') call.options[argv[++at] as keyof Environment['options']] = true;
      else if (LETTERS[letter]) call.options[LETTERS[letter]] = argument.startsWith('-');
    }
  }
  const rest = argv.slice(at);
  if (command) {
    call.commands = rest.shift() ?? '';
    if (rest.length > 0) call.name = rest.shift()!;
  } else if (rest.length > 0) {
    call.file = rest.shift()!;
    call.name = call.file;
  }
  call.positional = rest;
  return call;
}

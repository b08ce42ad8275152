/** What a shell execution environment holds (POSIX XCU 2.12) and how a subshell gets its own copy. */
import type { Command } from './syntax/ast.ts';
import type { Job } from './execute/jobs.ts';
import {
  type Input,
  type Machine,
  MOST_HELD,
  OutOfMemory,
  type Output,
  type Process,
  type SignalName,
} from './process.ts';

export interface Variable {
  value: string;
  exported: boolean;
  readonly?: boolean;
  /** Of an array, by index or key; `value` is then element 0. */
  items?: Map<string, string>;
  associative?: true;
}

export interface ShellOptions {
  errexit: boolean;
  nounset: boolean;
  xtrace: boolean;
  noglob: boolean;
  noclobber: boolean;
  pipefail: boolean;
  verbose: boolean;
}

/** Which shell's messages are spoken. */
export type Dialect = 'bash' | 'ash';

export interface Environment {
  machine: Machine;
  dialect: Dialect;
  /** $0. */
  name: string;
  interactive: boolean;
  /** Set while a script or -c runs: its messages carry line numbers. */
  numbered: boolean;
  pid: number;
  variables: Map<string, Variable>;
  functions: Map<string, Command>;
  aliases: Map<string, string>;
  expandAliases: boolean;
  cwd: string;
  positional: string[];
  status: number;
  options: ShellOptions;
  jobs: Job[];
  lastBackground: number | undefined;
  traps: Map<string, string>;
  /** Signals that came for a trap and wait for the command to end. */
  pending: SignalName[];
  /** Kept for `history`. */
  history: readonly string[];
  terminal: Process['terminal'];
  trapSignal: Process['trap'];
  /** Ends with the shell itself, not with Ctrl-C: background jobs hang on it. */
  life: AbortSignal;
  line: number;
  /** How deep functions and sourced files are nested; bash gives up, and so do we, before the host's stack ends. */
  depth: number;
  /** Virtual ms when the shell started ($SECONDS). */
  started: number;
  /** Shared by a shell and its subshells. */
  pids: { next: number };
  /** What `local` saved, one map a function call. */
  scopes: Map<string, Variable | undefined>[];
  /** Set while `wait` waits: a trapped signal ends it. */
  wake: (() => void) | undefined;
}

export type Descriptors = ReadonlyMap<number, { input?: Input; output?: Output }>;

/** What a command runs in: the environment, its streams, what kills it, and whether `set -e` looks away. */
export interface Context {
  environment: Environment;
  descriptors: Descriptors;
  signal: AbortSignal;
  tested: boolean;
}

export function subshell(environment: Environment): Environment {
  return {
    ...environment,
    variables: new Map([...environment.variables].map(([name, variable]) => [name, copyOf(variable)])),
    functions: new Map(environment.functions),
    aliases: new Map(environment.aliases),
    positional: [...environment.positional],
    options: { ...environment.options },
    jobs: [],
    traps: new Map(),
    pending: [],
    scopes: [...environment.scopes],
    // A process of its own has a stack of its own; how many there are, the machine says.
    depth: environment.machine.fork ? 0 : environment.depth,
    wake: undefined,
  };
}

const copyOf = (variable: Variable): Variable =>
  variable.items ? { ...variable, items: new Map(variable.items) } : { ...variable };

export function getVariable(environment: Environment, name: string): string | undefined {
  return environment.variables.get(name)?.value;
}

export class ReadonlyVariable extends Error {}

export function setVariable(environment: Environment, name: string, value: string, exported = false): void {
  const old = environment.variables.get(name);
  if (old?.readonly) throw new ReadonlyVariable(`${name}: readonly variable`);
  if (value.length > LARGE) needMemory(environment.machine, value.length);
  if (old?.items) {
    old.items.set('0', value);
    old.value = value;
    return;
  }
  environment.variables.set(name, { value, exported: exported || (old?.exported ?? false) });
}

/** Characters from which on it is worth looking whether there is room. */
const LARGE = 65_536;

/** Throws OutOfMemory when one text is more than all processes of the machine may have. */
export function needMemory(machine: Machine, size: number): void {
  if (size > Math.min(MOST_HELD, machine.memory ?? MOST_HELD)) throw new OutOfMemory();
}

export function exportedVariables(environment: Environment): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, { value, exported, items }] of environment.variables) if (exported && !items) out[name] = value;
  return out;
}

/** How this shell begins its messages: `bash: `, or `bash: line 3: ` in a script. */
export function messagePrefix(environment: Environment, line = environment.line): string {
  const { name, numbered, dialect } = environment;
  if (dialect === 'ash' || !numbered) return `${name}: `;
  return `${name}: line ${line}: `;
}

export const ERROR_TEXTS: Record<string, string> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
  ENOTEMPTY: 'Directory not empty',
  ENOSPC: 'No space left on device',
  EINVAL: 'Invalid argument',
};

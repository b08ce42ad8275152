/**
 * What a program sees of the machine it runs on. The shell, the coreutils, kubectl's wrapper and the programs of
 * images are all `Program`s; the laptop and every container are `Machine`s.
 */
import type { Clock } from '../time/clock.ts';
import type { FileSystem } from './filesystem.ts';

/** Text in; resolves with undefined at end of file. Chunks are as written, not lines. */
export interface Input {
  read(signal?: AbortSignal): Promise<string | undefined>;
  /** True when it is a terminal (prompts and colour depend on it). */
  readonly isTerminal: boolean;
  /** Where the terminal's settings can be changed. */
  readonly control?: TerminalControl;
}

/** What stty(1) and SIGWINCH are to a program at a terminal. */
export interface TerminalControl {
  /** Raw: keys come as they are typed, control characters too, and nothing is echoed. */
  raw(on: boolean): void;
  /** Returns how not to be told any more. */
  onResize(resized: () => void): () => void;
}

/** Text out. Resolves when there is room again (back-pressure); rejects with BrokenPipe when nobody reads any more. */
export interface Output {
  write(text: string): Promise<void>;
  close(): void;
  readonly isTerminal: boolean;
}

export interface Machine {
  readonly hostname: string;
  readonly fs: FileSystem;
  readonly clock: Clock;
  /** A program by its name on PATH (`kubectl`, `curl`), undefined when there is none. Coreutils and builtins are the shell's own. */
  find(name: string): Program | undefined;
  /** Names for completion. */
  programs(): string[];
  /** Called once per simple command and loop turn: spends simulated CPU time and lets others run; rejects when killed. */
  tick(signal: AbortSignal): Promise<void>;
  /** Whose messages `sh` speaks here (busybox: ash); bash when absent. */
  readonly dialect?: 'bash' | 'ash';
  /** The process table, for `ps`, where the machine keeps one. */
  processes?(): readonly { pid: number; user: string; command: string; started: number }[];
  /** Who programs run as; root when absent. */
  readonly user?: { uid: number; gid: number; groups: readonly number[] };
  /** True when they have a capability (without CAP_) in effect; a machine without it lets root do everything. */
  can?(capability: string): boolean;
  /** Bytes that its processes may take together; absent where nothing is said of it. */
  readonly memory?: number;
  /** Takes a place in the process table, until it is given back; undefined when there is none left. */
  fork?(): (() => void) | undefined;
  /** Sends a signal; false when there is no such process. */
  kill?(pid: number, signal: SignalName): boolean;
}

export interface Process {
  readonly machine: Machine;
  /** argv[0] is the program's name. */
  readonly argv: readonly string[];
  /** A copy of the exported variables; writing to it changes only this process. */
  readonly env: Record<string, string>;
  /** Absolute. Only the shell's `cd` changes it. */
  cwd: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborts with a Killed (signal name) on Ctrl-C, kill, container stop. */
  readonly signal: AbortSignal;
  /** Columns and rows when there is a terminal. */
  readonly terminal?: { columns: number; rows: number };
  readonly pid?: number;
  /** Runs another command (a program, coreutil or builtin) of this machine and resolves with its exit status. */
  readonly spawn?: Spawn;
  /**
   * Says that this process handles a signal itself (undefined: no longer). The machine then calls `handler` where it
   * would have aborted `signal`. KILL cannot be handled.
   */
  readonly trap?: (name: SignalName, handler: (() => void) | undefined) => void;
}

/** Streams, variables and signal not given are the caller's. */
export type Spawn = (
  argv: readonly string[],
  options?: { stdin?: Input; stdout?: Output; stderr?: Output; env?: Record<string, string>; signal?: AbortSignal },
) => Promise<number>;

/** Resolves with the exit status. A rejection with Killed means 128 + signal. */
export type Program = (process: Process) => Promise<number>;

export type SignalName = 'INT' | 'TERM' | 'KILL' | 'HUP' | 'PIPE' | 'QUIT' | 'USR1' | 'USR2';
export const SIGNAL_NUMBERS: Record<SignalName, number> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  PIPE: 13,
  TERM: 15,
};

export class Killed extends Error {
  constructor(readonly signalName: SignalName) {
    super(`killed by SIG${signalName}`);
    this.name = 'Killed';
  }
}

/** A process wanted more memory than its machine gives: the kernel ends it, and whoever it belongs to hears why. */
export class OutOfMemory extends Killed {
  constructor() {
    super('KILL');
    this.name = 'OutOfMemory';
  }
}

/**
 * Characters that one process may hold. Simplified: a machine has more, but the learner's browser must hold it as well.
 */
export const MOST_HELD = 64 * 1024 * 1024;

export class BrokenPipe extends Error {
  constructor() {
    super('broken pipe');
    this.name = 'BrokenPipe';
  }
}

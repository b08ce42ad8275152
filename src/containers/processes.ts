/** The process table of one container: PID 1, what was exec'd beside it, and signals (pid_namespaces(7)). */
import { Killed, SIGNAL_NUMBERS, type SignalName } from '../shell/process.ts';

export interface ProcessEntry {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly startedAt: number;
  /** Delivers a signal; whether it is minded is the program's affair. KILL always ends it. */
  signal(name: SignalName): void;
}

export class ProcessTable {
  private next = 1;
  private readonly entries = new Map<number, ProcessEntry>();

  add(argv: readonly string[], startedAt: number, signal: (name: SignalName) => void): ProcessEntry {
    const entry = { pid: this.next++, argv, startedAt, signal };
    this.entries.set(entry.pid, entry);
    return entry;
  }

  remove(entry: ProcessEntry): void {
    this.entries.delete(entry.pid);
  }

  get(pid: number): ProcessEntry | undefined {
    return this.entries.get(pid);
  }

  list(): ProcessEntry[] {
    return [...this.entries.values()];
  }

  /** When PID 1 ends the kernel kills all others. */
  killAll(): void {
    for (const entry of this.list()) entry.signal('KILL');
    this.entries.clear();
  }
}

/** What a program's rejection means as an exit status; rethrows nothing: a crash of the program is status 1. */
export function exitStatusOf(error: unknown): number {
  return error instanceof Killed ? 128 + SIGNAL_NUMBERS[error.signalName] : 1;
}

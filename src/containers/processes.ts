/** Processes of containers: PID namespaces, what runs in one, and signals (pid_namespaces(7)). */
import { Killed, SIGNAL_NUMBERS, type SignalName } from '../shell/process.ts';

export interface ProcessEntry {
  readonly pid: number;
  /** Who it runs as. */
  readonly uid: number;
  readonly argv: readonly string[];
  readonly startedAt: number;
  /** Delivers a signal; whether it is minded is the program's affair. KILL always ends it. */
  signal(name: SignalName): void;
}

/** A container's own; one for all containers of a Pod with `shareProcessNamespace`. */
export class PidNamespace {
  private next = 1;
  readonly entries = new Map<number, { entry: ProcessEntry; table: ProcessTable | undefined }>();

  /** The namespace of a Pod, held open by its sandbox. */
  static shared(startedAt: number): PidNamespace {
    const namespace = new PidNamespace();
    const pause = { pid: namespace.take(), uid: 65_535, argv: ['/pause'], startedAt, signal: () => {} };
    namespace.entries.set(pause.pid, { entry: pause, table: undefined });
    return namespace;
  }

  take(): number {
    return this.next++;
  }
}

export interface ProcessOwner {
  uid: number;
  /** A signal for its first process, as the container minds it. */
  signal(name: SignalName): void;
}

export class ProcessTable {
  /** The container's own program; PID 1 where the namespace is its own. */
  main: ProcessEntry | undefined;

  constructor(
    private readonly owner: ProcessOwner,
    readonly namespace = new PidNamespace(),
  ) {}

  add(argv: readonly string[], startedAt: number, signal: (name: SignalName) => void): ProcessEntry {
    const entry = { pid: this.namespace.take(), uid: this.owner.uid, argv, startedAt, signal };
    this.namespace.entries.set(entry.pid, { entry, table: this });
    this.main ??= entry;
    return entry;
  }

  remove(entry: ProcessEntry): void {
    this.namespace.entries.delete(entry.pid);
  }

  get(pid: number): ProcessEntry | undefined {
    return this.namespace.entries.get(pid)?.entry;
  }

  /** All that can be seen from within. */
  list(): ProcessEntry[] {
    return [...this.namespace.entries.values()].map(({ entry }) => entry);
  }

  /** Sends a signal from within; false when there is no such process. */
  kill(pid: number, name: SignalName): boolean {
    const found = this.namespace.entries.get(pid);
    // The kernel keeps the first process of a namespace from what it does not handle, KILL itself.
    if (found && pid === 1 && name === 'KILL') return true;
    if (found?.table?.main === found?.entry) found?.table?.owner.signal(name);
    else found?.entry.signal(name);
    return found !== undefined;
  }

  /** When the first one ends the kernel kills all others. */
  killAll(): void {
    for (const { entry, table } of Array.from(this.namespace.entries.values())) {
      if (table !== this) continue;
      entry.signal('KILL');
      this.remove(entry);
    }
  }
}

/** What a program's rejection means as an exit status; rethrows nothing: a crash of the program is status 1. */
export function exitStatusOf(error: unknown): number {
  return error instanceof Killed ? 128 + SIGNAL_NUMBERS[error.signalName] : 1;
}

/** All that kubectl knows of the machine it runs on. It never touches a shell or a cluster's inside. */
import type { Fetch } from '../client/client.ts';
import type { Clock } from '../time/clock.ts';

export interface KubectlFiles {
  /** Throws an Error with `code: 'ENOENT' | 'EISDIR' | …` (as shell/filesystem.ts) when it can't. Paths may be relative. */
  read(path: string): string;
  write(path: string, text: string): void;
  /** Names in a directory, or undefined when `path` is not a directory. */
  list(path: string): string[] | undefined;
  remove?(path: string): void;
}

export interface KubectlIO {
  fetch: Fetch;
  clock: Clock;
  files: KubectlFiles;
  env: Readonly<Record<string, string>>;
  stdin: { read(signal?: AbortSignal): Promise<string | undefined>; isTerminal: boolean };
  stdout: { write(text: string): Promise<void>; isTerminal: boolean };
  stderr: { write(text: string): Promise<void>; isTerminal: boolean };
  signal: AbortSignal;
  terminal?: { columns: number; rows: number };
  /** Present on the simulated laptop: opens a file in the page's editor and resolves when it is closed (`kubectl edit`). */
  edit?: (path: string) => Promise<void>;
  /** Runs another program of this machine on kubectl's streams (`KUBE_EDITOR`); resolves with its exit status. */
  spawn?: (argv: readonly string[]) => Promise<number>;
}

// The entry point is `runKubectl(args: readonly string[], io: KubectlIO): Promise<number>` in run.ts.

/** All that kubectl knows of the machine it runs on. It never touches a shell or a cluster's inside. */
import type { Fetch } from '../client/client.ts';
import type { OpenStream } from '../client/stream.ts';
import type { Clock } from '../time/clock.ts';
import type { DiscoveryCache } from './mapper.ts';

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
  /** Two-way streams to the cluster; absent where nothing carries them. */
  stream?: OpenStream;
  /** Bytes as this machine's text, and back: a decoder keeps what is cut within a character. */
  text: { decoder(): (bytes: Uint8Array) => string; encode(text: string): Uint8Array };
  stdin: {
    read(signal?: AbortSignal): Promise<string | undefined>;
    isTerminal: boolean;
    /** Of a terminal: raw hands on every key at once and shows none; `onResize` returns how not to be told. */
    control?: { raw(on: boolean): void; onResize(resized: () => void): () => void };
  };
  stdout: { write(text: string): Promise<void>; isTerminal: boolean };
  stderr: { write(text: string): Promise<void>; isTerminal: boolean };
  signal: AbortSignal;
  terminal?: { columns: number; rows: number };
  /** Present on the simulated laptop: opens a file in the page's editor and resolves when it is closed (`kubectl edit`). */
  edit?: (path: string) => Promise<void>;
  /** Runs another program of this machine on kubectl's streams (`KUBE_EDITOR`); resolves with its exit status. */
  spawn?: (
    argv: readonly string[],
    streams?: {
      stdin?: { read(signal?: AbortSignal): Promise<string | undefined>; isTerminal: boolean };
      stdout?: { write(text: string): Promise<void>; close(): void; isTerminal: boolean };
    },
  ) => Promise<number>;
  /** Outlives one command, as ~/.kube/cache does. */
  discovered?: DiscoveryCache;
  /** Ports of this machine's 127.0.0.1. */
  ports?: LocalPorts;
}

export interface LocalPorts {
  /** Undefined when somebody listens there already. 0 asks for any port that is free. */
  listen(port: number, accept: (connection: Connection) => void): Listening | undefined;
  /** As `listen`, for who speaks HTTP. */
  serve(port: number, answer: Fetch): Listening | undefined;
}

interface Listening {
  port: number;
  close(): void;
}

/** One connection to a port. */
export interface Connection {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
  close(): void;
}

// The entry point is `runKubectl(args: readonly string[], io: KubectlIO): Promise<number>` in run.ts.

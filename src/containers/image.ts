/** What an image is: one file an image in `images/`, each a plain value of this shape. */
import type { Program } from '../shell/process.ts';
import type { ServerContainer } from './container.ts';

/**
 * The way a program of an image runs. A server is started once and then only answers: it costs nothing while nobody
 * asks. A command is a `Program` as the shell knows it: asynchronous, with streams.
 */
export type ImageProgram =
  | { kind: 'server'; start(container: ServerContainer): void }
  | { kind: 'command'; run: Program };

export interface Image {
  /** Repository without a tag: `docker.io/library/nginx`. */
  repository: string;
  /** Tags that exist. */
  hasTag(tag: string): boolean;
  /** Path → contents of the image's own files; a path ending in '/' is an empty directory. */
  files(tag: string): Record<string, string>;
  env(tag: string): Record<string, string>;
  entrypoint: readonly string[];
  cmd: readonly string[];
  workingDir?: string;
  /** 0 (root) when absent. */
  user?: number;
  exposedPorts?: readonly number[];
  /** Bytes to download. */
  size(tag: string): number;
  /** Resident bytes when idle. */
  memory: number;
  /** TERM when absent. */
  stopSignal?: 'QUIT' | 'TERM';
  /** True when `sh` and the coreutils are in it. */
  shell: boolean;
  /** Whose shell and tools those are: busybox brings no bash and prints a prompt of its own. Debian's when absent. */
  userland?: 'busybox';
  /** Base name of an entry point script that in the end execs its arguments. */
  wrapper?: string;
  /** By base name of argv[0], tried before the shell's own. */
  programs: Readonly<Record<string, ImageProgram>>;
  /** Runs what is in no other list: an image whose programs nobody knows. */
  fallback?: ImageProgram;
}

/** Directories that any Linux image has. */
export const BASE_FILES: Readonly<Record<string, string>> = {
  '/bin/': '',
  '/dev/null': '',
  '/home/': '',
  '/root/': '',
  '/tmp/': '',
  '/usr/bin/': '',
  '/var/run/': '',
};

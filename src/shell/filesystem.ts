/**
 * A file tree in memory. Paths are absolute POSIX paths (the shell resolves relative ones against its working
 * directory). Contents are text: bytes that are not UTF-8 are not simulated. Failing calls throw FileError.
 */
export type FileErrorCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'EACCES'
  | 'EPERM'
  | 'EROFS'
  | 'ENOTEMPTY'
  | 'ENOSPC'
  | 'EINVAL';

export class FileError extends Error {
  constructor(
    readonly code: FileErrorCode,
    readonly path: string,
  ) {
    super(`${code}: ${path}`);
    this.name = 'FileError';
  }
}

export interface FileStat {
  type: 'file' | 'directory';
  /** Bytes in UTF-8. */
  size: number;
  /** Permission bits, e.g. 0o644. */
  mode: number;
  /** ms since the epoch. */
  modified: number;
  /** Numbers of user and group, 0 (root) when absent. */
  uid?: number;
  gid?: number;
}

/** Whose a new file is; root's when it is not said. */
export interface FileOwner {
  uid: number;
  gid: number;
}

export interface FileSystem {
  readFile(path: string): string;
  /** Creates or replaces; the parent must exist. */
  writeFile(path: string, text: string, options?: { append?: boolean; mode?: number; owner?: FileOwner }): void;
  stat(path: string): FileStat | undefined;
  /** Names in order of code points. */
  readDirectory(path: string): string[];
  makeDirectory(path: string, options?: { recursive?: boolean; mode?: number; owner?: FileOwner }): void;
  remove(path: string, options?: { recursive?: boolean }): void;
  rename(from: string, to: string): void;
  /** Called after every change with the path changed; returns the way to stop. */
  watch(changed: (path: string) => void): () => void;
}

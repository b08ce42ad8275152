/**
 * A FileSystem in memory: a writable layer over an optional read-only base layer (an image's files), as a container
 * engine's overlay. Only the upper layer is serialised; a removed base file leaves a whiteout (null) in it.
 */
import { encodeText } from './bytes.ts';
import { FileError, type FileStat, type FileSystem } from './filesystem.ts';
import { basename, dirname, resolvePath } from './path.ts';

export interface FileEntry {
  /** Undefined for a directory. */
  text?: string;
  mode: number;
  /** ms since the epoch. */
  modified: number;
}

/** The upper layer as plain data: null marks a base file that was removed. */
export type FileChanges = Record<string, FileEntry | null>;

/** Files by absolute path, with every parent directory; shared by all that start from it. */
export interface FileLayer {
  entry(path: string): FileEntry | undefined;
  /** Names in a directory, in any order. */
  children(path: string): readonly string[];
}

export interface MemoryFileSystemOptions {
  now: () => number;
  base?: FileLayer;
  changes?: FileChanges;
}

/** A layer of text files (absolute path → text) and of directories (a path that ends with `/`). */
export function createLayer(
  files: Readonly<Record<string, string | { text: string; mode: number }>>,
  modified: number,
): FileLayer {
  const entries = new Map<string, FileEntry>([['/', { mode: 0o755, modified }]]);
  const children = new Map<string, string[]>([['/', []]]);
  const add = (path: string, entry: FileEntry): void => {
    if (entries.has(path)) return;
    const parent = dirname(path);
    add(parent, { mode: 0o755, modified });
    entries.set(path, entry);
    children.get(parent)!.push(basename(path));
    if (entry.text === undefined) children.set(path, []);
  };
  for (const [name, file] of Object.entries(files)) {
    const path = resolvePath('/', name);
    if (name.endsWith('/')) add(path, { mode: path === '/tmp' ? 0o777 : 0o755, modified });
    else if (typeof file === 'string') add(path, { text: file, mode: 0o644, modified });
    else add(path, { text: file.text, mode: file.mode, modified });
  }
  return { entry: (path) => entries.get(path), children: (path) => children.get(path) ?? [] };
}

/** One layer over another; both are read-only. */
export function stackLayers(upper: FileLayer, lower: FileLayer): FileLayer {
  return {
    entry: (path) => upper.entry(path) ?? lower.entry(path),
    children: (path) => [...new Set([...upper.children(path), ...lower.children(path)])],
  };
}

export class MemoryFileSystem implements FileSystem {
  private readonly upper = new Map<string, FileEntry | null>();
  private readonly watchers = new Set<(path: string) => void>();

  constructor(private readonly options: MemoryFileSystemOptions) {
    for (const [path, entry] of Object.entries(options.changes ?? {})) this.upper.set(path, entry);
    if (!this.entry('/')) this.upper.set('/', { mode: 0o755, modified: options.now() });
  }

  /** What differs from the base layer, for snapshots. */
  changes(): FileChanges {
    return Object.fromEntries(this.upper);
  }

  /** As `changes` was at some time. */
  restore(changes: FileChanges): void {
    const before = new Map(this.upper);
    this.upper.clear();
    for (const [path, entry] of Object.entries(changes)) this.upper.set(path, entry);
    for (const path of new Set([...before.keys(), ...this.upper.keys()]))
      if (before.get(path) !== this.upper.get(path)) this.changed(path);
  }

  readFile(path: string): string {
    const entry = this.require(path);
    if (entry.text === undefined) throw new FileError('EISDIR', path);
    return entry.text;
  }

  writeFile(path: string, text: string, options: { append?: boolean; mode?: number } = {}): void {
    const old = this.entry(path);
    if (old && old.text === undefined) throw new FileError('EISDIR', path);
    this.requireDirectory(dirname(path), path);
    if (path.endsWith('/')) throw new FileError('EISDIR', path);
    this.upper.set(path, {
      text: options.append && old ? old.text + text : text,
      mode: options.mode ?? old?.mode ?? 0o644,
      modified: this.options.now(),
    });
    this.changed(path);
  }

  stat(path: string): FileStat | undefined {
    const entry = this.entry(path);
    if (!entry) return undefined;
    const directory = entry.text === undefined;
    const size = directory ? 4096 : utf8Length(entry.text!);
    return { type: directory ? 'directory' : 'file', size, mode: entry.mode, modified: entry.modified };
  }

  readDirectory(path: string): string[] {
    const entry = this.require(path);
    if (entry.text !== undefined) throw new FileError('ENOTDIR', path);
    return this.names(path);
  }

  makeDirectory(path: string, options: { recursive?: boolean } = {}): void {
    const old = this.entry(path);
    if (old) {
      if (options.recursive && old.text === undefined) return;
      throw new FileError('EEXIST', path);
    }
    if (options.recursive) this.makeDirectory(dirname(path), options);
    else this.requireDirectory(dirname(path), path);
    this.upper.set(path, { mode: 0o755, modified: this.options.now() });
    this.changed(path);
  }

  remove(path: string, options: { recursive?: boolean } = {}): void {
    const entry = this.require(path);
    if (path === '/') throw new FileError('EACCES', path);
    if (entry.text === undefined) {
      const names = this.names(path);
      if (names.length > 0 && !options.recursive) throw new FileError('ENOTEMPTY', path);
      for (const name of names) this.remove(`${path}/${name}`, options);
    }
    this.forget(path);
    this.changed(path);
  }

  rename(from: string, to: string): void {
    const entry = this.require(from);
    if (from === to) return;
    if (to.startsWith(`${from}/`)) throw new FileError('EINVAL', to);
    const target = this.entry(to);
    if (target && target.text === undefined && entry.text !== undefined) throw new FileError('EISDIR', to);
    if (target && target.text !== undefined && entry.text === undefined) throw new FileError('ENOTDIR', to);
    if (target && target.text === undefined && this.names(to).length > 0) throw new FileError('ENOTEMPTY', to);
    this.requireDirectory(dirname(to), to);
    const names = entry.text === undefined ? this.names(from) : [];
    this.upper.set(to, entry);
    for (const name of names) this.rename(`${from}/${name}`, `${to}/${name}`);
    this.forget(from);
    this.changed(from);
    this.changed(to);
  }

  watch(changed: (path: string) => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  private entry(path: string): FileEntry | undefined {
    const upper = this.upper.get(path);
    if (upper !== undefined) return upper ?? undefined;
    return this.options.base?.entry(path);
  }

  private require(path: string): FileEntry {
    const entry = this.entry(path);
    if (!entry) this.requireDirectory(dirname(path), path);
    if (!entry) throw new FileError('ENOENT', path);
    return entry;
  }

  private requireDirectory(directory: string, path: string): void {
    for (let at = directory; ; at = dirname(at)) {
      const entry = this.entry(at);
      if (entry?.text !== undefined) throw new FileError('ENOTDIR', path);
      if (!entry && at === directory && at !== '/') {
        if (this.isBelowFile(at)) throw new FileError('ENOTDIR', path);
        throw new FileError('ENOENT', path);
      }
      if (at === '/' || entry) return;
    }
  }

  private isBelowFile(path: string): boolean {
    for (let at = dirname(path); at !== '/'; at = dirname(at)) {
      const entry = this.entry(at);
      if (entry) return entry.text !== undefined;
    }
    return false;
  }

  private names(directory: string): string[] {
    const prefix = directory === '/' ? '/' : `${directory}/`;
    const names = new Set(this.options.base?.children(directory) ?? []);
    for (const [path, entry] of this.upper) {
      if (path === '/' || !path.startsWith(prefix) || path.indexOf('/', prefix.length) >= 0) continue;
      const name = path.slice(prefix.length);
      if (entry) names.add(name);
      else names.delete(name);
    }
    return [...names].sort(byCodePoint);
  }

  private forget(path: string): void {
    if (this.options.base?.entry(path)) this.upper.set(path, null);
    else this.upper.delete(path);
  }

  private changed(path: string): void {
    for (const watcher of this.watchers) watcher(path);
  }
}

export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return encodeText(text).length;
}

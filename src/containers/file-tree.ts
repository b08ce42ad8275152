/**
 * A file tree with a read-only layer below and a writable one above, as overlayfs gives it to a container. The lower
 * layer is shared by every container of an image; the upper one is all that a snapshot must keep.
 */
import { FileError, type FileOwner, type FileStat, type FileSystem } from '../shell/filesystem.ts';
import { byteLength } from './http.ts';

export type FileEntry = ({ type: 'file'; text: string } | { type: 'directory' }) & {
  mode: number;
  modified: number;
  /** Root's when absent. */
  owner?: FileOwner;
};

/** What a volume is filled with: contents, and permission bits where they differ from 0644. */
export type FileContent = string | { text: string; mode: number; gid?: number };

/** Absolute path without a trailing slash (the root is '/') → entry. */
export type Layer = ReadonlyMap<string, FileEntry>;

/** null: removed from the layer below. */
export type TreeSnapshot = [path: string, entry: FileEntry | null][];

const BIRTH = Date.parse('2025-10-28T12:05:10Z');

/** Characters that one tree holds at the most. Simplified: a node's disk is larger, the learner's memory is not. */
const MOST = 64 * 1024 * 1024;

/** Directories that are not for everybody to read only. */
const DIRECTORIES: Readonly<Record<string, number>> = {
  '/tmp': 0o1777,
  '/var/tmp': 0o1777,
  '/root': 0o700,
  '/dev/shm': 0o1777,
};

/** A layer of files with the directories they need. A path ending in '/' is an empty directory. */
export function layerOf(files: Readonly<Record<string, string>>, mode = 0o644): Layer {
  const layer = new Map<string, FileEntry>([['/', { type: 'directory', mode: 0o755, modified: BIRTH }]]);
  const need = (path: string): void => {
    if (layer.has(path)) return;
    need(parentOf(path));
    layer.set(path, { type: 'directory', mode: DIRECTORIES[path] ?? 0o755, modified: BIRTH });
  };
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith('/')) {
      need(path.slice(0, -1));
      continue;
    }
    need(parentOf(path));
    const program = /^\/(usr\/)?(local\/)?s?bin\//.test(path) || path.endsWith('.sh');
    layer.set(path, { type: 'file', text, mode: program ? 0o755 : mode, modified: BIRTH });
  }
  return layer;
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/** Absolute, without `.`, `..`, doubled or trailing slashes. */
export function normalPath(path: string): string {
  if (path === '/' || (!path.includes('//') && !path.includes('/.') && !path.endsWith('/'))) return path || '/';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export class FileTree implements FileSystem {
  private readonly upper = new Map<string, FileEntry | null>();
  private readonly watchers = new Set<(path: string) => void>();
  private bytes = 0;

  constructor(
    private readonly lower: Layer,
    private readonly now: () => number,
  ) {}

  readFile(path: string): string {
    const at = normalPath(path);
    const entry = this.need(at);
    if (entry.type === 'directory') throw new FileError('EISDIR', path);
    return entry.text;
  }

  writeFile(path: string, text: string, options: { append?: boolean; mode?: number; owner?: FileOwner } = {}): void {
    const at = normalPath(path);
    const old = this.entry(at);
    if (old?.type === 'directory') throw new FileError('EISDIR', path);
    this.needDirectory(parentOf(at), path);
    const whole = options.append && old ? old.text + text : text;
    if (this.bytes + text.length > MOST) throw new FileError('ENOSPC', path);
    const owner = old ? old.owner : options.owner;
    const mode = options.mode ?? old?.mode ?? 0o644;
    this.set(at, { type: 'file', text: whole, mode, modified: this.now(), ...(owner && { owner }) });
  }

  stat(path: string): FileStat | undefined {
    const entry = this.entry(normalPath(path));
    if (!entry) return undefined;
    const size = entry.type === 'file' ? byteLength(entry.text) : 4096;
    const { type, mode, modified, owner } = entry;
    return owner ? { type, size, mode, modified, ...owner } : { type, size, mode, modified };
  }

  readDirectory(path: string): string[] {
    const at = normalPath(path);
    this.needDirectory(at, path);
    return this.children(at).sort();
  }

  makeDirectory(path: string, options: { recursive?: boolean; mode?: number; owner?: FileOwner } = {}): void {
    const at = normalPath(path);
    const old = this.entry(at);
    if (old) {
      if (options.recursive && old.type === 'directory') return;
      throw new FileError('EEXIST', path);
    }
    const parent = parentOf(at);
    if (options.recursive && !this.entry(parent)) this.makeDirectory(parent, options);
    this.needDirectory(parent, path);
    const { mode = 0o755, owner } = options;
    this.set(at, { type: 'directory', mode, modified: this.now(), ...(owner && { owner }) });
  }

  remove(path: string, options: { recursive?: boolean } = {}): void {
    const at = normalPath(path);
    const entry = this.need(at);
    if (entry.type === 'directory') {
      const names = this.children(at);
      if (names.length > 0 && !options.recursive) throw new FileError('ENOTEMPTY', path);
      for (const name of names) this.remove(join(at, name), options);
    }
    if (at !== '/') this.set(at, undefined);
  }

  rename(from: string, to: string): void {
    const source = normalPath(from);
    const target = normalPath(to);
    const entry = this.need(source);
    this.needDirectory(parentOf(target), to);
    if (target === source) return;
    if (target.startsWith(`${source}/`)) throw new FileError('EINVAL', to);
    const names = entry.type === 'directory' ? this.children(source) : [];
    this.set(target, entry);
    for (const name of names) this.rename(join(source, name), join(target, name));
    this.set(source, undefined);
  }

  /** Bytes written to it, about: what of it is not in the layer below. */
  get size(): number {
    return this.bytes;
  }

  watch(changed: (path: string) => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  snapshot(): TreeSnapshot {
    return [...this.upper];
  }

  restore(snapshot: TreeSnapshot): void {
    for (const [path, entry] of snapshot) {
      this.bytes += lengthOf(entry) - lengthOf(this.upper.get(path));
      this.upper.set(path, entry);
    }
  }

  private entry(path: string): FileEntry | undefined {
    const above = this.upper.get(path);
    return above === undefined ? this.lower.get(path) : (above ?? undefined);
  }

  private need(path: string): FileEntry {
    const entry = this.entry(path);
    if (entry) return entry;
    let above = parentOf(path);
    while (!this.entry(above)) above = parentOf(above);
    throw new FileError(this.entry(above)?.type === 'file' ? 'ENOTDIR' : 'ENOENT', path);
  }

  private needDirectory(path: string, asked: string): void {
    const entry = this.entry(path);
    if (!entry) throw new FileError('ENOENT', asked);
    if (entry.type !== 'directory') throw new FileError('ENOTDIR', asked);
  }

  private children(path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`;
    const names = new Set<string>();
    const look = (key: string): void => {
      if (key.length > prefix.length && key.startsWith(prefix) && !key.includes('/', prefix.length)) {
        names.add(key.slice(prefix.length));
      }
    };
    for (const key of this.lower.keys()) if (this.upper.get(key) !== null) look(key);
    for (const [key, entry] of this.upper) if (entry) look(key);
    return [...names];
  }

  private set(path: string, entry: FileEntry | undefined): void {
    this.bytes += lengthOf(entry) - lengthOf(this.upper.get(path));
    if (entry) this.upper.set(path, entry);
    else if (this.lower.has(path)) this.upper.set(path, null);
    else this.upper.delete(path);
    for (const changed of this.watchers) changed(path);
  }
}

const lengthOf = (entry: FileEntry | null | undefined): number => (entry?.type === 'file' ? entry.text.length : 0);

function join(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`;
}

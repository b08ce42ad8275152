/** POSIX paths as text; but for `onPath` no file system is asked. */
import type { FileSystem } from './filesystem.ts';

/** Joins `path` to `cwd` (absolute) and resolves `.`, `..` and doubled slashes. */
export function resolvePath(cwd: string, path: string): string {
  const out: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') out.pop();
    else out.push(part);
  }
  return `/${out.join('/')}`;
}

/** As dirname(1). */
export function dirname(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path.startsWith('/') ? '/' : '.';
  const slash = trimmed.lastIndexOf('/');
  if (slash < 0) return '.';
  return trimmed.slice(0, slash).replace(/\/+$/, '') || '/';
}

/** As basename(1), without a suffix. */
export function basename(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '' : '/';
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

export const joinPath = (directory: string, name: string): string =>
  directory.endsWith('/') ? directory + name : `${directory}/${name}`;

/** Where an executable file of that name lies in the directories of PATH. */
export function onPath(fs: FileSystem, path: string | undefined, name: string): string | undefined {
  if (name.includes('/')) return undefined;
  for (const directory of (path ?? '/usr/bin:/bin').split(':')) {
    const at = joinPath(directory, name);
    const stat = fs.stat(at);
    if (stat?.type === 'file' && (stat.mode & 0o111) !== 0) return at;
  }
  return undefined;
}

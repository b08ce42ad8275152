/** A folder of this machine as a read-only layer below the workstation's files: read when asked for, never written. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { FileEntry, FileLayer } from '../shell/memory-filesystem.ts';

export function folderLayer(folder: string): FileLayer {
  const known = new Map<string, FileEntry | undefined>();
  const inside = (path: string): boolean => path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
  const above = (path: string): boolean => path === '/' || folder.startsWith(`${path}/`);
  const read = (path: string): FileEntry | undefined => {
    if (above(path)) return { mode: 0o755, modified: 0 };
    if (!inside(path)) return undefined;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return { mode: stat.mode & 0o777, modified: stat.mtimeMs };
    if (!stat?.isFile()) return undefined;
    return { text: readFileSync(path, 'utf8'), mode: stat.mode & 0o777, modified: stat.mtimeMs };
  };
  return {
    entry: (path) => {
      if (!known.has(path)) known.set(path, read(path));
      return known.get(path);
    },
    children: (path) => {
      if (inside(path)) return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path) : [];
      if (!above(path)) return [];
      const rest = folder.slice(path === '/' ? 1 : path.length + 1);
      return rest === '' ? [] : [rest.split('/')[0]!];
    },
  };
}

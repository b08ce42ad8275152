/** What `docker build` sends: the files below a directory, without those that .dockerignore names. */
import type { FileSystem } from '../../shell/filesystem.ts';
import { resolvePath } from '../../shell/path.ts';

export interface BuildContext {
  /** Paths below the directory, without a slash before them → what they are. */
  files: ReadonlyMap<string, 'file' | 'directory'>;
  text(path: string): string;
  mode(path: string): number;
  /** Characters in all. */
  size: number;
}

export function readContext(fs: FileSystem, directory: string): BuildContext {
  const ignored = ignoring(fs, resolvePath(directory, '.dockerignore'));
  const files = new Map<string, 'file' | 'directory'>();
  let size = 0;
  const visit = (path: string): void => {
    for (const name of fs.readDirectory(resolvePath(directory, path))) {
      const at = path === '' ? name : `${path}/${name}`;
      const stat = fs.stat(resolvePath(directory, at));
      if (!stat) continue;
      if (stat.type === 'file' && !ignored(at)) {
        files.set(at, 'file');
        size += stat.size;
      }
      if (stat.type !== 'directory') continue;
      if (!ignored(at)) files.set(at, 'directory');
      visit(at);
    }
  };
  visit('');
  return {
    files,
    size,
    text: (path) => fs.readFile(resolvePath(directory, path)),
    mode: (path) => fs.stat(resolvePath(directory, path))?.mode ?? 0o644,
  };
}

function ignoring(fs: FileSystem, path: string): (file: string) => boolean {
  if (fs.stat(path)?.type !== 'file') return () => false;
  const rules = fs
    .readFile(path)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keep: line.startsWith('!'), shape: globOf(line.replace(/^!/, '')) }));
  return (file) => {
    let out = false;
    for (const { keep, shape } of rules) if (shape.test(file)) out = !keep;
    return out;
  };
}

/** Go's filepath.Match, `**` too; what lies below a directory that matches does as well. */
export function globOf(pattern: string): RegExp {
  const clean = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
  const body = clean.replace(/\*\*\/?|[*?.+^${}()|\\]|\[[^\]]*\]/g, (part) => {
    if (part.startsWith('**')) return '(?:.*/)?'.slice(0, part.endsWith('/') ? 8 : 0) || '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return part.startsWith('[') ? part : `\\${part}`;
  });
  return new RegExp(`^${body}(?:/.*)?$`);
}

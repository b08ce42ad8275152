/** A file system as an unprivileged user sees it (path_resolution(7), inode(7)). Root may do everything. */
import { FileError, type FileOwner, type FileStat, type FileSystem } from '../shell/filesystem.ts';
import { parentOf } from './file-tree.ts';
import type { MountedFiles } from './mounts.ts';

export interface ContainerUser {
  uid: number;
  gid: number;
  /** All groups, `gid` among them. */
  groups: readonly number[];
}

const READ = 4;
const WRITE = 2;
const SETGID = 0o2000;
const STICKY = 0o1000;

export function filesAs(files: MountedFiles, user: ContainerUser): FileSystem {
  const may = (stat: FileStat | undefined, right: number): boolean => {
    if (!stat) return true;
    const shift = stat.uid === user.uid ? 6 : user.groups.includes(stat.gid ?? 0) ? 3 : 0;
    return ((stat.mode >> shift) & right) !== 0;
  };
  const need = (path: string, right: number, asked: string): void => {
    if (may(files.stat(path), right)) return;
    throw new FileError(right === WRITE && files.isReadOnly?.(asked) ? 'EROFS' : 'EACCES', asked);
  };
  const ownerIn = (directory: string): FileOwner => {
    const stat = files.stat(directory);
    return { uid: user.uid, gid: stat && stat.mode & SETGID ? (stat.gid ?? 0) : user.gid };
  };
  /** To take a name away from a directory; in a sticky one only the owner of the file may. */
  const needRemoval = (path: string): void => {
    const directory = files.stat(parentOf(path));
    const sticky = directory && directory.mode & STICKY && files.stat(path)?.uid !== user.uid;
    if (sticky || !may(directory, WRITE)) throw new FileError(sticky ? 'EPERM' : 'EACCES', path);
  };
  return {
    readFile(path) {
      need(path, READ, path);
      return files.readFile(path);
    },
    stat: (path) => files.stat(path),
    readDirectory(path) {
      need(path, READ, path);
      return files.readDirectory(path);
    },
    writeFile(path, text, options) {
      const old = files.stat(path);
      if (old) need(path, WRITE, path);
      else need(parentOf(path), WRITE, path);
      files.writeFile(path, text, old ? options : { ...options, owner: ownerIn(parentOf(path)) });
    },
    makeDirectory(path, options) {
      let above = parentOf(path);
      if (options?.recursive) while (above !== '/' && !files.stat(above)) above = parentOf(above);
      if (!files.stat(path)) need(above, WRITE, path);
      files.makeDirectory(path, { ...options, owner: ownerIn(above) });
    },
    remove(path, options) {
      if (files.stat(path)) needRemoval(path);
      files.remove(path, options);
    },
    rename(from, to) {
      if (files.stat(from)) needRemoval(from);
      need(parentOf(to), WRITE, to);
      files.rename(from, to);
    },
    watch: (changed) => files.watch(changed),
  };
}

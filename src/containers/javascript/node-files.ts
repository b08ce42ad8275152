/** Node's file calls on a container's files, with the errors that libuv gives them (lib/fs.js). */
import { FileError, type FileErrorCode, type FileSystem } from '../../shell/filesystem.ts';
import { normalPath, parentOf } from '../file-tree.ts';

export interface FileCall {
  op: string;
  /** Absolute. */
  path: string;
  /** As the program said it. */
  asked: string;
  text?: string;
  to?: string;
  mode?: number;
  recursive?: boolean;
  force?: boolean;
}

/** What a program of Node.js is told of a call that failed. */
export interface SystemError {
  message: string;
  code: string;
  errno: number;
  syscall: string;
  path?: string;
}

const WORDS: Record<FileErrorCode, [errno: number, words: string]> = {
  ENOENT: [-2, 'no such file or directory'],
  EEXIST: [-17, 'file already exists'],
  ENOTDIR: [-20, 'not a directory'],
  EISDIR: [-21, 'illegal operation on a directory'],
  EACCES: [-13, 'permission denied'],
  EPERM: [-1, 'operation not permitted'],
  EROFS: [-30, 'read-only file system'],
  ENOTEMPTY: [-39, 'directory not empty'],
  ENOSPC: [-28, 'no space left on device'],
  EINVAL: [-22, 'invalid argument'],
};

const SYSCALLS: Record<string, string> = {
  readFile: 'open',
  writeFile: 'open',
  append: 'open',
  readdir: 'scandir',
  rm: 'rm',
};

export function fileError(code: FileErrorCode, { op, asked, to }: FileCall): SystemError {
  const [errno, words] = WORDS[code];
  const syscall = op === 'readFile' && code === 'EISDIR' ? 'read' : (SYSCALLS[op] ?? op);
  const where = syscall === 'read' ? '' : ` '${asked}'${to === undefined ? '' : ` -> '${to}'`}`;
  return { message: `${code}: ${words}, ${syscall}${where}`, code, errno, syscall, path: asked };
}

/** Throws a FileError. */
export function fileCall(fs: FileSystem, call: FileCall): unknown {
  const path = normalPath(call.path);
  switch (call.op) {
    case 'readFile':
      return fs.readFile(path);
    case 'writeFile':
    case 'append': {
      const { text = '', mode } = call;
      return fs.writeFile(path, text, { append: call.op === 'append', ...(mode !== undefined && { mode }) });
    }
    case 'stat':
    case 'access':
      return statOf(fs, path);
    case 'readdir':
      return fs.readDirectory(path);
    case 'mkdir':
      return fs.makeDirectory(path, { recursive: call.recursive === true });
    case 'rename':
      return fs.rename(path, normalPath(call.to ?? ''));
    case 'unlink':
      if (statOf(fs, path)._type === 'directory') throw new FileError('EISDIR', path);
      return fs.remove(path);
    case 'rmdir':
      if (statOf(fs, path)._type === 'file') throw new FileError('ENOTDIR', path);
      return fs.remove(path);
    case 'rm':
      if (call.force && !fs.stat(path)) return undefined;
      if (statOf(fs, path)._type === 'directory' && !call.recursive) throw new FileError('EISDIR', path);
      return fs.remove(path, { recursive: true });
    default:
      throw new FileError('EINVAL', path);
  }
}

function statOf(fs: FileSystem, path: string): Record<string, unknown> {
  const stat = fs.stat(path);
  if (!stat) throw new FileError(fs.stat(parentOf(path))?.type === 'file' ? 'ENOTDIR' : 'ENOENT', path);
  const { type, size, mode, modified, uid = 0, gid = 0 } = stat;
  const format = type === 'file' ? 0o100000 : 0o040000;
  return { _type: type, size, mode: format | mode, uid, gid, nlink: 1, mtimeMs: modified };
}

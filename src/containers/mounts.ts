/** A container's root with its volumes mounted over it. */
import { FileError, type FileStat, type FileSystem } from '../shell/filesystem.ts';
import { type FileTree, normalPath } from './file-tree.ts';

export interface Mount {
  /** Absolute, where it appears in the container. */
  path: string;
  tree: FileTree;
  /** What of the tree appears there: '/' for all of it, or a file or directory within (subPath). */
  source: string;
  readOnly: boolean;
}

interface Place {
  tree: FileTree;
  path: string;
  readOnly: boolean;
}

/** `mounts` may be empty: then this is the root itself. */
/** `isReadOnly` says of a path whether its file system is; absent where none is. */
export type MountedFiles = FileSystem & { isReadOnly?(path: string): boolean };

export function mountedFiles(
  root: FileTree,
  mounts: readonly Mount[],
  options: { readOnlyRoot?: boolean } = {},
): MountedFiles {
  const { readOnlyRoot = false } = options;
  if (mounts.length === 0 && !readOnlyRoot) return root;
  const deepestFirst = mounts.toSorted((a, b) => b.path.length - a.path.length);
  const locate = (asked: string): Place => {
    const path = normalPath(asked);
    for (const mount of deepestFirst) {
      if (path !== mount.path && !path.startsWith(`${mount.path}/`)) continue;
      const rest = path.slice(mount.path.length);
      return { tree: mount.tree, path: normalPath(mount.source + rest), readOnly: mount.readOnly };
    }
    // What the runtime mounts itself stays writable.
    return { tree: root, path, readOnly: readOnlyRoot && !path.startsWith('/dev/') };
  };
  const writable = (asked: string): Place => {
    const place = locate(asked);
    if (place.readOnly) throw new FileError('EROFS', asked);
    return place;
  };
  for (const mount of mounts) makeSource(mount);
  // The mount points themselves exist in the root, so that they are listed.
  for (const mount of mounts) makeMountPoint(root, mount);
  return {
    isReadOnly: (path) => locate(path).readOnly,
    readFile: (path) => reading(path, locate(path)),
    stat: (path): FileStat | undefined => {
      const place = locate(path);
      return place.tree.stat(place.path);
    },
    readDirectory: (path) => {
      const place = locate(path);
      return place.tree.readDirectory(place.path);
    },
    writeFile: (path, text, options) => {
      const place = writable(path);
      place.tree.writeFile(place.path, text, options);
    },
    makeDirectory: (path, options) => {
      const place = writable(path);
      place.tree.makeDirectory(place.path, options);
    },
    remove: (path, options) => {
      const place = writable(path);
      place.tree.remove(place.path, options);
    },
    rename: (from, to) => move(writable(from), writable(to)),
    watch: (changed) => {
      const stops = [root, ...mounts.map((mount) => mount.tree)].map((tree) => tree.watch(changed));
      return () => stops.forEach((stop) => stop());
    },
  };
}

function reading(asked: string, place: Place): string {
  try {
    return place.tree.readFile(place.path);
  } catch (error) {
    throw error instanceof FileError ? new FileError(error.code, asked) : error;
  }
}

function move(from: Place, to: Place): void {
  if (from.tree === to.tree) return from.tree.rename(from.path, to.path);
  // Across devices `mv` copies and removes; only files need it here.
  to.tree.writeFile(to.path, from.tree.readFile(from.path));
  from.tree.remove(from.path);
}

/** The kubelet makes a subPath that is not there, the runtime a directory of the host. */
function makeSource({ tree, source }: Mount): void {
  if (source !== '/' && !tree.stat(source)) tree.makeDirectory(source, { recursive: true });
}

function makeMountPoint(root: FileTree, mount: Mount): void {
  if (root.stat(mount.path)) return;
  if (mount.tree.stat(mount.source)?.type === 'file') {
    root.makeDirectory(mount.path.slice(0, mount.path.lastIndexOf('/')) || '/', { recursive: true });
    root.writeFile(mount.path, '');
  } else root.makeDirectory(mount.path, { recursive: true });
}

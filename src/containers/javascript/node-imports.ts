/** How ES modules find one another (lib/internal/modules/esm/resolve.js). */
import type { FileSystem } from '../../shell/filesystem.ts';
import { normalPath, parentOf } from '../file-tree.ts';
import { builtinNames } from './node/index.ts';

export interface Imports {
  resolve(base: string, name: string): string;
  read(name: string): string;
}

export function importsOf(fs: FileSystem): Imports {
  return {
    resolve(base, name) {
      const bare = name.replace(/^node:/, '');
      if (builtinNames.includes(bare)) return `node:${bare}`;
      if (/^(\.{1,2}\/|\/|file:)/.test(name)) {
        const path = name.replace(/^file:\/\//, '');
        const file = path.startsWith('/') ? path : normalPath(`${parentOf(base)}/${path}`);
        if (fs.stat(file)?.type === 'file') return file;
        throw new Error(`Cannot find module '${file}' imported from ${base}`);
      }
      return packageFile(fs, base, name);
    },
    read(name) {
      const text = fs.readFile(name);
      return name.endsWith('.json') ? `export default ${text};` : text;
    },
  };
}

function packageFile(fs: FileSystem, base: string, name: string): string {
  for (let up = parentOf(base); ; up = parentOf(up)) {
    const at = normalPath(`${up}/node_modules/${name}`);
    const about = `${at}/package.json`;
    if (fs.stat(about)?.type === 'file') {
      const { module, main = 'index.js' } = JSON.parse(fs.readFile(about)) as { module?: string; main?: string };
      return normalPath(`${at}/${module ?? main}`);
    }
    if (up === '/') throw new Error(`Cannot find package '${name}' imported from ${base}`);
  }
}

/** Whether the package that a file belongs to is one of ES modules. */
export function inModulePackage(fs: FileSystem, file: string): boolean {
  for (let up = parentOf(file); ; up = parentOf(up)) {
    const about = normalPath(`${up}/package.json`);
    if (fs.stat(about)?.type === 'file') {
      try {
        return (JSON.parse(fs.readFile(about)) as { type?: string }).type === 'module';
      } catch {
        return false;
      }
    }
    if (up === '/') return false;
  }
}

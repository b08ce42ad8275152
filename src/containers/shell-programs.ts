/** The shell and its coreutils as programs of images that have them. */
import { coreutils } from '../shell/coreutils/index.ts';
import { runShell } from '../shell/interpreter.ts';
import type { ShellPrograms } from './engine.ts';

const SHELLS = new Set(['sh', 'bash', 'ash']);

export const shellPrograms: ShellPrograms = {
  find(name) {
    if (SHELLS.has(name)) return runShell;
    return Object.hasOwn(coreutils, name) ? coreutils[name] : undefined;
  },
  names: () => [...SHELLS, ...Object.keys(coreutils)],
};

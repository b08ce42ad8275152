/** The shell and its coreutils as programs of images that have them. */
import { coreutils } from '../shell/coreutils/index.ts';
import { runShell } from '../shell/interpreter.ts';
import type { Program } from '../shell/process.ts';
import type { ShellPrograms } from './engine.ts';
import { systemTools } from './programs/system-tools.ts';

const SHELLS = new Set(['sh', 'bash', 'ash']);
/** Builtins of the shell that are in /bin as well, for who starts them without one. */
const ALSO_IN_BIN = new Set(['[', 'echo', 'false', 'kill', 'printf', 'pwd', 'test', 'true']);

const asProgram: Program = (process) =>
  runShell({
    ...process,
    argv: ['sh', '-c', '"$0" "$@"', ...process.argv.map((word, at) => (at === 0 ? base(word) : word))],
  });

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const shellPrograms: ShellPrograms = {
  find(name) {
    if (SHELLS.has(name)) return runShell;
    if (Object.hasOwn(systemTools, name)) return systemTools[name];
    if (Object.hasOwn(coreutils, name)) return coreutils[name];
    return ALSO_IN_BIN.has(name) ? asProgram : undefined;
  },
  names: () => [...new Set([...SHELLS, ...Object.keys(systemTools), ...Object.keys(coreutils), ...ALSO_IN_BIN])],
};

/** Finds the program for a command's name and makes the Process that it runs as (POSIX XCU 2.9.1.1). */
import { coreutils } from '../coreutils/index.ts';
import { type Context, type Environment, subshell } from '../environment.ts';
import { basename, dirname, onPath, resolvePath } from '../path.ts';
import type { Process, Program, Spawn } from '../process.ts';
import { runShell } from '../interpreter.ts';
import { runCommandLine } from './simple.ts';
import { inputOf, outputOf } from './redirect.ts';

export type Missing = 'not found' | 'directory' | 'denied';

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash']);
/** How the file of a program begins that is no script. */
export const BINARY = '\x7fELF';
const BINARY_DIRECTORIES = new Set(['/bin', '/usr/bin', '/usr/local/bin', '/sbin', '/usr/sbin', '/usr/local/sbin']);

export function findProgram(environment: Environment, name: string): Program | Missing {
  if (!name.includes('/')) return findByName(environment, name) ?? findOnPath(environment, name) ?? 'not found';
  const path = resolvePath(environment.cwd, name);
  const stat = environment.machine.fs.stat(path);
  if (!stat) {
    const binary = BINARY_DIRECTORIES.has(dirname(path)) ? findByName(environment, basename(path)) : undefined;
    return binary ?? 'not found';
  }
  if (stat.type === 'directory') return 'directory';
  if ((stat.mode & 0o111) === 0) return 'denied';
  const text = environment.machine.fs.readFile(path);
  if (text.startsWith(BINARY)) return findByName(environment, basename(path)) ?? 'not found';
  return runScriptFile(environment, name, text);
}

/** A script that was put into a directory of PATH. */
function findOnPath(environment: Environment, name: string): Program | undefined {
  const { fs } = environment.machine;
  const path = onPath(fs, environment.variables.get('PATH')?.value, name);
  return path === undefined ? undefined : runScriptFile(environment, path, fs.readFile(path));
}

/** By name alone, in the order machine, coreutils, shells; what `command -v` shows as /usr/bin/NAME. */
export function findByName(environment: Environment, name: string): Program | undefined {
  const own = environment.machine.find(name);
  if (own) return own;
  if (Object.hasOwn(coreutils, name)) return coreutils[name];
  return SHELLS.has(name) ? runShell : undefined;
}

export function programNames(environment: Environment): string[] {
  return [...new Set([...environment.machine.programs(), ...Object.keys(coreutils), ...SHELLS])].sort();
}

function runScriptFile(environment: Environment, name: string, text: string): Program {
  const interpreter = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(text);
  const words = interpreter ? [interpreter[1]!, ...(interpreter[2] ? [interpreter[2]] : [])] : ['/bin/sh'];
  if (basename(words[0]!) === 'env') words.shift();
  const program = findByName(environment, basename(words[0] ?? 'sh'));
  return async (process) => {
    if (program) return program({ ...process, argv: [...words, name, ...process.argv.slice(1)] });
    await process.stderr.write(`${environment.name}: ${name}: cannot execute: required file not found\n`);
    return 127;
  };
}

export function makeProcess(context: Context, argv: readonly string[], env: Record<string, string>): Process {
  const { environment, descriptors, signal } = context;
  return {
    machine: environment.machine,
    argv,
    env,
    cwd: environment.cwd,
    stdin: inputOf(descriptors, 0),
    stdout: outputOf(descriptors, 1),
    stderr: outputOf(descriptors, 2),
    signal,
    pid: environment.pids.next++,
    spawn: spawner(context),
    ...(environment.terminal ? { terminal: environment.terminal } : {}),
  };
}

/** Commands that programs start run in a subshell of the shell that started the program. */
function spawner(context: Context): Spawn {
  return (argv, options = {}) => {
    const descriptors = new Map(context.descriptors);
    if (options.stdin) descriptors.set(0, { input: options.stdin });
    if (options.stdout) descriptors.set(1, { output: options.stdout });
    if (options.stderr) descriptors.set(2, { output: options.stderr });
    const environment = subshell(context.environment);
    environment.functions.clear();
    for (const [name, value] of Object.entries(options.env ?? {}))
      environment.variables.set(name, { value, exported: true });
    if (options.env)
      for (const [name, variable] of environment.variables)
        if (variable.exported && options.env[name] === undefined) environment.variables.delete(name);
    return runCommandLine({ ...context, environment, signal: options.signal ?? context.signal }, argv, descriptors);
  };
}

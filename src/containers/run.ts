/** Starting programs: PID 1 of a container and what is exec'd beside it. The errors are runc's. */
import { type Input, Killed, OutOfMemory, type Output, type Program, type SignalName } from '../shell/process.ts';
import { emptyInput, outputTo } from '../shell/pipe.ts';
import { openInput } from './attach.ts';
import { packageManagers, packageManagersOf } from './programs/package-managers.ts';
import { BUSYBOX_TOOLS } from './programs/system-tools.ts';
import type { TerminalSize } from './attachment.ts';
import type { Container, ServerContainer } from './container.ts';
import type { EngineOptions, ProgramHook } from './engine.ts';
import type { Image, ImageProgram } from './image.ts';
import { runServer } from './server-process.ts';
import { exitStatusOf } from './processes.ts';

export interface ExecOptions {
  stdin?: Input;
  stdout: Output;
  stderr: Output;
  env?: Readonly<Record<string, string>>;
  /** Ends the process (as Ctrl-C on its terminal would). */
  signal?: AbortSignal;
  /** Changes with the client's window. */
  terminal?: TerminalSize;
  /** Told how to send it signals, once it runs. */
  started?(signal: (name: SignalName) => void): void;
}

const DIRECTORIES = /^\/(usr\/)?(local\/)?s?bin\//;

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

type Programs = Pick<EngineOptions, 'shell' | 'hooks'>;

/** What an entry point script execs: options alone are for the image's own program, as official images have it. */
function unwrapped(image: Image, argv: readonly string[]): readonly string[] {
  if (baseName(argv[0] ?? '') !== image.wrapper) return argv;
  const given = argv.slice(argv[1] === '--' ? 2 : 1);
  return given[0]?.startsWith('-') ? [...image.cmd.slice(0, 1), ...given] : given;
}

/** The image's own program, or the shell's, or a script in its files. */
function locate(container: Container, argv: readonly string[], programs: Programs): ImageProgram | undefined {
  const { image } = container;
  const argv0 = argv[0] ?? '';
  const name = baseName(argv0);
  if (name === image.wrapper) return locate(container, unwrapped(image, argv), programs);
  const own = image.programs[name];
  if (own) return hooked(own, programs.hooks?.get(image.repository));
  const known = argv0.includes('/') && !DIRECTORIES.test(argv0) ? script(container, argv0, programs) : undefined;
  if (known) return known;
  const inPath = !argv0.includes('/') || DIRECTORIES.test(argv0);
  const shared = image.shell && inPath && hasTool(image, name) ? programs.shell?.find(name) : undefined;
  return shared ? { kind: 'command', run: shared } : image.fallback;
}

function hasTool(image: Image, name: string): boolean {
  if (Object.hasOwn(packageManagers, name)) return packageManagersOf(image).includes(name);
  return image.userland === 'busybox' ? name !== 'bash' : name !== 'ash' && !BUSYBOX_TOOLS.has(name);
}

export function dialectOf(container: Container): 'bash' | 'ash' {
  return container.image.userland === 'busybox' ? 'ash' : 'bash';
}

function hooked(program: ImageProgram, hook: ProgramHook | undefined): ImageProgram {
  if (!hook || program.kind !== 'server') return program;
  return {
    kind: 'server',
    start(container) {
      program.start(container);
      const end = hook(container);
      if (end) container.onEnd(end);
    },
  };
}

/** An executable file that is a script (`#!/bin/sh`): the shell runs it. */
function script(container: Container, path: string, programs: Programs): ImageProgram | undefined {
  const stat = container.fs.stat(path);
  const shell = programs.shell?.find('sh');
  if (stat?.type !== 'file' || !shell || (stat.mode & 0o111) === 0) return undefined;
  return { kind: 'command', run: (process) => shell({ ...process, argv: ['sh', ...process.argv] }) };
}

/** What the shell inside of a container finds on PATH beside its own coreutils. */
export function findProgram(container: Container, name: string, programs: Programs): Program | undefined {
  const found = locate(container, [name], programs);
  // A stand-in answers for a whole container, not for any word that a script may contain.
  if (!found || found === container.image.fallback) return undefined;
  return found.kind === 'command' ? found.run : (process) => runServer(container, process, found.start);
}

export function programNames(container: Container, programs: Programs): string[] {
  return toolsOf(container.image, programs.shell);
}

/** What can be started in an image by its name. */
export function toolsOf(image: Image, shell: Programs['shell']): string[] {
  const tools = image.shell ? (shell?.names() ?? []).filter((name) => hasTool(image, name)) : [];
  return [...new Set([...Object.keys(image.programs), ...tools])].sort();
}

function notFound(argv0: string): Error {
  const words = argv0.includes('/') ? `stat ${argv0}: no such file or directory` : 'executable file not found in $PATH';
  return new Error(
    `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${argv0}": ${words}`,
  );
}

export function startContainer(container: Container, programs: Programs): void {
  const { argv } = container.config;
  const program = locate(container, argv, programs);
  const now = container.clock.now();
  if (container.state.status === 'created') container.state = { status: 'running', startedAt: now };
  if (!program) {
    const error = notFound(argv[0] ?? '');
    // containerd reports a start that failed with no start time at all, and status 128.
    container.state = { status: 'running', startedAt: 0 };
    container.exit(128, 'StartError', error.message);
    throw error;
  }
  const { memory } = container.image;
  container.use({ memory, cpu: 0 });
  if (program.kind === 'server') startServer(container, program.start);
  else startCommand(container, program.run);
}

/** As /etc/passwd has it (containerd: WithUser). */
function homeOf({ config, fs }: Container): string {
  const { env, user } = config;
  if (env['HOME'] !== undefined) return env['HOME'];
  if (!user || user.uid === 0) return '/root';
  const users = fs.stat('/etc/passwd') ? fs.readFile('/etc/passwd') : '';
  const line = users.split('\n').find((one) => one.split(':')[2] === String(user.uid));
  return line?.split(':')[5] ?? '/';
}

function startServer(container: Container, start: (container: ServerContainer) => void): void {
  const stop = (name: SignalName): void => {
    if (name === 'KILL') return;
    if (name === 'TERM' || name === 'QUIT' || name === 'INT') container.exit(0);
  };
  container.processes.add(unwrapped(container.image, container.config.argv), container.startedAt, stop);
  start(container);
}

function startCommand(container: Container, program: Program): void {
  const abort = new AbortController();
  const traps = new Map<SignalName, () => void>();
  const entry = container.processes.add(
    unwrapped(container.image, container.config.argv),
    container.startedAt,
    (name) => {
      const handler = name === 'KILL' ? undefined : traps.get(name);
      // PID 1 has no default actions: a signal that it does not handle is lost. Until KILL.
      if (handler) handler();
      else if (name === 'KILL' || entry.pid !== 1) return abort.abort(new Killed(name));
      clock.promised?.();
    },
  );
  const { clock, config } = container;
  const input = (container.input = config.stdin ? openInput(container, (name) => entry.signal(name)) : undefined);
  const output = (stream: 'stdout' | 'stderr'): Output => ({
    ...outputTo((text) => container.log(text, stream)),
    isTerminal: config.tty === true,
  });
  const ended = program({
    machine: container.machine(),
    argv: unwrapped(container.image, config.argv),
    env: { ...config.env, HOME: homeOf(container) },
    cwd: config.workingDir,
    stdin: input?.input ?? emptyInput(),
    stdout: input?.terminal?.output ?? output('stdout'),
    stderr: input?.terminal?.output ?? output('stderr'),
    signal: abort.signal,
    pid: entry.pid,
    trap: (name, handler) => void (handler ? traps.set(name, handler) : traps.delete(name)),
    ...(input?.terminal && { terminal: input.terminal.size }),
  });
  clock.promised?.();
  const finish = (status: number): void => {
    container.exit(status);
    clock.promised?.();
  };
  ended.then(finish, (error: unknown) => {
    if (error instanceof OutOfMemory) container.runOutOfMemory();
    finish(exitStatusOf(error));
  });
}

export async function runProcess(
  container: Container,
  argv: readonly string[],
  options: ExecOptions,
  programs: Programs,
): Promise<number> {
  const run = container.running ? findProgram(container, argv[0] ?? '', programs) : undefined;
  if (!run) {
    const words = 'OCI runtime exec failed: exec failed: unable to start container process';
    const reason = (argv[0] ?? '').includes('/')
      ? `stat ${argv[0]}: no such file or directory`
      : 'executable file not found in $PATH';
    throw new Error(`${words}: exec: "${argv[0] ?? ''}": ${reason}: unknown`);
  }
  const abort = new AbortController();
  const forward = (): void => abort.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', forward, { once: true });
  const traps = new Map<SignalName, () => void>();
  const entry = container.processes.add(argv, container.clock.now(), (name) => {
    const handler = name === 'KILL' ? undefined : traps.get(name);
    if (handler) handler();
    else abort.abort(new Killed(name));
    container.clock.promised?.();
  });
  options.started?.((name) => entry.signal(name));
  container.clock.promised?.();
  try {
    return await run({
      machine: container.machine(),
      argv,
      env: { ...container.config.env, ...options.env, HOME: homeOf(container) },
      cwd: container.config.workingDir,
      stdin: options.stdin ?? emptyInput(),
      stdout: options.stdout,
      stderr: options.stderr,
      signal: abort.signal,
      pid: entry.pid,
      trap: (name, handler) => void (handler ? traps.set(name, handler) : traps.delete(name)),
      ...(options.terminal && { terminal: options.terminal }),
    });
  } catch (error) {
    // Whoever of its cgroup was greedy, all end (memory.oom.group).
    if (error instanceof OutOfMemory) container.runOutOfMemory();
    return exitStatusOf(error);
  } finally {
    container.processes.remove(entry);
    options.signal?.removeEventListener('abort', forward);
    container.clock.promised?.();
  }
}

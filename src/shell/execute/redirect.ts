/** Redirection (POSIX XCU 2.7): opens files on the machine's file system and hands out new descriptor tables. */
import type { Expander } from '../expand/expand.ts';
import { type Context, type Descriptors, type Environment, ERROR_TEXTS } from '../environment.ts';
import { deviceInput } from '../devices.ts';
import { FileError } from '../filesystem.ts';
import { resolvePath } from '../path.ts';
import { emptyInput, nullOutput, outputTo, textInput } from '../pipe.ts';
import { BrokenPipe, type Input, type Output } from '../process.ts';
import type { Redirection } from '../syntax/ast.ts';

interface Descriptor {
  input?: Input;
  output?: Output;
}

/** A failed redirection: the message behind the shell's prefix. */
export class RedirectionError extends Error {}

export async function redirect(
  context: Context,
  expander: Expander,
  redirections: readonly Redirection[],
): Promise<Descriptors> {
  if (redirections.length === 0) return context.descriptors;
  const table = new Map<number, Descriptor>(context.descriptors);
  for (const redirection of redirections) await apply(context.environment, expander, redirection, table);
  return table;
}

async function apply(
  environment: Environment,
  expander: Expander,
  redirection: Redirection,
  table: Map<number, Descriptor>,
): Promise<void> {
  const { operator } = redirection;
  const fd = redirection.fd ?? (operator.startsWith('<') ? 0 : 1);
  if (operator === '<<' || operator === '<<-')
    return void table.set(fd, { input: textInput(await expander.text(redirection.body)) });
  if (operator === '<<<')
    return void table.set(fd, { input: textInput(`${await expander.text(redirection.target)}\n`) });
  const fields = await expander.fields([redirection.target]);
  if (fields.length !== 1) throw new RedirectionError(`${redirection.target.raw}: ambiguous redirect`);
  const target = fields[0]!;
  if (operator === '>&' || operator === '<&') {
    if (target === '-') return void table.set(fd, {});
    if (/^\d+$/.test(target)) {
      const copied = table.get(Number(target));
      if (!copied) throw new RedirectionError(`${target}: Bad file descriptor`);
      return void table.set(fd, copied);
    }
  }
  if (operator === '<' || operator === '<>')
    return void table.set(fd, openDevice(environment, target, table) ?? { input: openInput(environment, target) });
  const append = operator.endsWith('>>');
  const force = operator === '>|';
  const opened = openDevice(environment, target, table) ?? { output: openOutput(environment, target, append, force) };
  table.set(fd, opened);
  if (operator === '&>' || operator === '&>>' || operator === '>&') table.set(2, opened);
}

const DEVICES: Record<string, number> = { '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2, '/dev/tty': 1 };

function openDevice(
  { machine }: Environment,
  path: string,
  table: ReadonlyMap<number, Descriptor>,
): Descriptor | undefined {
  if (path === '/dev/null') return { input: emptyInput(), output: nullOutput() };
  if (path === '/dev/full') return { output: outputTo(() => Promise.reject(new FileError('ENOSPC', path))) };
  const device = deviceInput(path, machine);
  if (device) return { input: device, output: nullOutput() };
  const fd = /^\/dev\/fd\/(\d)$/.exec(path)?.[1] ?? DEVICES[path];
  return fd === undefined ? undefined : table.get(Number(fd));
}

function openInput(environment: Environment, target: string): Input {
  return textInput(
    guarded(environment, target, 'open', () => environment.machine.fs.readFile(resolvePath(environment.cwd, target))),
  );
}

function openOutput(environment: Environment, target: string, append: boolean, force: boolean): Output {
  const { fs } = environment.machine;
  const path = resolvePath(environment.cwd, target);
  const exists = fs.stat(path)?.type === 'file';
  if (exists && environment.options.noclobber && !append && !force)
    throw new RedirectionError(`${target}: cannot overwrite existing file`);
  guarded(environment, target, 'create', () => {
    if (target.endsWith('/') || target === '') throw new FileError(target === '' ? 'ENOENT' : 'EISDIR', path);
    fs.writeFile(path, '', { append });
  });
  return outputTo((text) => {
    fs.writeFile(path, text, { append: true });
  });
}

/** ash says what it wanted, and has words of its own for a missing file and a missing directory. */
function wordsOf({ dialect }: Environment, target: string, code: string, purpose: 'open' | 'create'): string {
  const text = ERROR_TEXTS[code] ?? code;
  if (dialect !== 'ash') return `${target}: ${text}`;
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  const own = purpose === 'open' ? 'no such file' : 'nonexistent directory';
  return `can't ${purpose} ${target}: ${missing ? own : text}`;
}

function guarded<T>(environment: Environment, target: string, purpose: 'open' | 'create', open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof FileError) throw new RedirectionError(wordsOf(environment, target, error.code, purpose));
    throw error;
  }
}

const CLOSED: Output = {
  isTerminal: false,
  write: () => Promise.reject(new BrokenPipe()),
  close: () => {},
};

export const inputOf = (descriptors: Descriptors, fd = 0): Input => descriptors.get(fd)?.input ?? emptyInput();
export const outputOf = (descriptors: Descriptors, fd: number): Output => descriptors.get(fd)?.output ?? CLOSED;

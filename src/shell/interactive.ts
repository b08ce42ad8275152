/** A shell that reads its commands one by one: from a terminal, with prompts and Ctrl-C, or from a pipe as they come. */
import { nameOf } from './coreutils/identity.ts';
import type { Context, Environment } from './environment.ts';
import { readLine } from './lines.ts';
import { type Input, Killed, type Output, type Process } from './process.ts';
import { Parser } from './syntax/parser.ts';
import { ShellSyntaxError } from './syntax/syntax-error.ts';

type Run = (context: Context, source: string) => Promise<number>;

/** Resolves with the status of the last command; rejects as `run` does when the shell is left. */
export async function runInput(process: Process, context: Context, run: Run): Promise<number> {
  const { stdin } = process;
  return stdin.isTerminal ? converse(process, context, run) : obey(stdin, context, run);
}

async function obey(stdin: Input, context: Context, run: Run): Promise<number> {
  const { environment, signal } = context;
  let source = '';
  for (let line = await readLine(stdin, signal); line; line = await readLine(stdin, signal)) {
    source += `${line.text}\n`;
    if (line.ended && isIncomplete(source, environment)) continue;
    environment.status = await run(context, source);
    source = '';
  }
  return source === '' ? environment.status : run(context, source);
}

async function converse(process: Process, context: Context, run: Run): Promise<number> {
  const { stdin, stdout, signal } = process;
  const { environment } = context;
  let foreground: AbortController | undefined;
  let source = '';
  environment.interactive = true;
  environment.numbered = false;
  process.trap?.('INT', () => {
    if (foreground) return foreground.abort(new Killed('INT'));
    source = '';
    environment.status = 130;
    void stdout.write(`\n${prompt(environment)}`).catch(() => undefined);
  });
  for (;;) {
    await stdout.write(source === '' ? prompt(environment) : '> ');
    const line = await readLine(stdin, signal);
    if (!line) return environment.status;
    source += `${line.text}\n`;
    if (isIncomplete(source, environment)) continue;
    foreground = new AbortController();
    const command = source;
    source = '';
    environment.status = await runOne(context, run, command, foreground, stdout);
    foreground = undefined;
  }
}

async function runOne(
  context: Context,
  run: Run,
  source: string,
  foreground: AbortController,
  stdout: Output,
): Promise<number> {
  const hangUp = (): void => foreground.abort(context.signal.reason);
  context.signal.addEventListener('abort', hangUp, { once: true });
  try {
    return await run({ ...context, signal: foreground.signal }, source);
  } catch (error) {
    if (context.signal.aborted || !foreground.signal.aborted) throw error;
    await stdout.write('\n');
    return 130;
  } finally {
    context.signal.removeEventListener('abort', hangUp);
  }
}

/** PS1 where it is set, else what the images of this userland show to root. */
function prompt(environment: Environment): string {
  const { machine, cwd, dialect, name } = environment;
  const home = environment.variables.get('HOME')?.value;
  const shown = cwd === home && cwd !== '/' ? '~' : cwd;
  const uid = machine.user?.uid ?? 0;
  const sign = uid === 0 ? '#' : '$';
  if (machine.dialect === 'ash') return `${shown} ${sign} `;
  const user = nameOf(machine, 'passwd', uid) ?? 'I have no name!';
  return dialect === 'bash' && name.endsWith('bash') ? `${user}@${machine.hostname}:${shown}${sign} ` : `${sign} `;
}

function isIncomplete(source: string, environment: Environment): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\\n$/.test(source)) return true;
  try {
    const parser = new Parser(source, { aliases: environment.aliases, posix: environment.dialect === 'ash' });
    while (parser.nextLine());
    return false;
  } catch (error) {
    return error instanceof ShellSyntaxError && error.incomplete === true;
  }
}

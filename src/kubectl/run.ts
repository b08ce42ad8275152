/** kubectl: finds the command, parses its flags, runs it, prints what went wrong (kubectl/pkg/cmd/cmd.go, spf13/cobra). */
import { CommandError, describeError, usageErrorf, UsageError } from './errors.ts';
import { type FlagSpec, parseFlags } from './flags.ts';
import { globalFlags, helpFlag } from './global-flags.ts';
import { helpColumns, helpText, rootHelp } from './help.ts';
import type { KubectlIO } from './io.ts';
import { type KubeConfig, loadKubeconfig } from './kubeconfig.ts';
import { loadMapper } from './mapper.ts';
import { findCommand, type FoundCommand } from './find-command.ts';
import { openSession } from './session.ts';
import type { VerbContext } from './verb.ts';

/** Resolves with the exit code. Rejects only when `io.signal` aborts or an output is gone (BrokenPipe). */
export async function runKubectl(args: readonly string[], io: KubectlIO): Promise<number> {
  let found: FoundCommand | undefined;
  try {
    found = findCommand(args);
    if (found.path.length === 0) {
      await io.stdout.write(rootHelp());
      return 0;
    }
    return await runVerb(found, io);
  } catch (error) {
    if (io.signal.aborted || isBrokenPipe(error)) throw error;
    const { text, exitCode } = describeError(withHint(error, found));
    if (text !== '') await io.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    return exitCode;
  }
}

async function runVerb(found: FoundCommand, io: KubectlIO): Promise<number> {
  const verb = found.verb!;
  const command = commandName(found);
  const parsed = parseFlags(found.rest, allFlags(verb.flags), verb.interspersed ?? true);
  if (parsed.flags.bool('help')) {
    await io.stdout.write(helpText(verb, command, helpColumns(io)));
    return 0;
  }
  const missing = verb.flags
    .filter((flag) => flag.required && !parsed.flags.changed(flag.name))
    .map((flag) => `"${flag.name}"`);
  if (missing.length > 0) throw new CommandError(`required flag(s) ${missing.join(', ')} not set`);
  checkTimeout(parsed.flags.string('request-timeout'));
  const context = createContext(io, command, parsed);
  if (!verb.run) {
    if (parsed.args.length > 0) throw usageErrorf(command, `unknown command ${JSON.stringify(parsed.args.join(' '))}`);
    await io.stdout.write(helpText(verb, command, helpColumns(io)));
    return 0;
  }
  verb.validate?.(context);
  return (await verb.run(context)) ?? 0;
}

export function commandName(found: FoundCommand): string {
  return ['kubectl', ...found.path].join(' ');
}

export function allFlags(own: readonly FlagSpec[]): FlagSpec[] {
  const names = new Set(own.map((flag) => flag.name));
  const shorts = new Set(own.map((flag) => flag.short));
  return [
    ...own,
    ...[...globalFlags, helpFlag].filter((flag) => !names.has(flag.name) && !(flag.short && shorts.has(flag.short))),
  ];
}

type Parsed = Pick<VerbContext, 'args' | 'dash' | 'flags'>;

export function createContext(io: KubectlIO, command: string, parsed: Parsed): VerbContext {
  let config: KubeConfig | undefined;
  let mapper: ReturnType<typeof loadMapper> | undefined;
  const getConfig = (): KubeConfig => (config ??= loadKubeconfig(parsed.flags, io));
  const client = openSession(io, parsed.flags, getConfig);
  const explicit = parsed.flags.string('namespace');
  return {
    ...parsed,
    io,
    command,
    client,
    config: getConfig,
    get namespace() {
      return explicit || getConfig().context.namespace || 'default';
    },
    enforceNamespace: explicit !== '',
    mapper: () => (mapper ??= loadMapper(client, (text) => void io.stderr.write(`Warning: ${text}\n`), io.discovered)),
    print: (text) => (text === '' ? Promise.resolve() : io.stdout.write(text)),
    complain: (text) => io.stderr.write(text),
  };
}

function checkTimeout(text: string): void {
  if (/^\d+$/.test(text) || /^\d+(ns|us|µs|ms|s|m|h)(\d+(ns|us|µs|ms|s|m|h))*$/.test(text)) return;
  throw new CommandError(
    'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
  );
}

/** Cobra's FlagErrorFunc of kubectl: points at the command's own help. */
function withHint(error: unknown, found: FoundCommand | undefined): unknown {
  if (!(error instanceof UsageError)) return error;
  return new CommandError(`${error.message}\nSee '${commandName(found ?? { path: [], rest: [] })} --help' for usage.`);
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && (error.name === 'BrokenPipe' || error.name === 'Killed');
}

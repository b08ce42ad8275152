/** How kubectl says that something went wrong, and with which exit code (kubectl/pkg/cmd/util/helpers.go). */
import { type Status, type StatusCause, StatusError } from '../api/status.ts';

/** Anything kubectl itself complains about: printed as `error: message` unless `verbatim`. */
export class CommandError extends Error {
  readonly exitCode: number;
  readonly verbatim: boolean;
  constructor(message: string, options: { exitCode?: number; verbatim?: boolean } = {}) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = options.exitCode ?? 1;
    this.verbatim = options.verbatim ?? false;
  }
}

/** A flag that could not be parsed: followed by `See 'kubectl get --help' for usage.`. */
export class UsageError extends CommandError {}

/** Several errors of one command; every one gets a line. */
export class AggregateError extends Error {
  constructor(readonly errors: readonly unknown[]) {
    super(aggregateMessage(errors.map(plainMessage)));
    this.name = 'AggregateError';
  }
}

/** As one error among others: `[a, b]`, each once (utilerrors.Aggregate). */
function aggregateMessage(messages: readonly string[]): string {
  const once = [...new Set(messages)];
  return once.length === 1 ? once[0]! : `[${once.join(', ')}]`;
}

/** Thrown when all has been said already: only the exit code is left (ErrExit). */
export class SilentExit extends Error {
  constructor(readonly exitCode = 1) {
    super('exit');
    this.name = 'SilentExit';
  }
}

/** `error: …\nSee 'kubectl logs -h' for help and examples` (UsageErrorf). `command` is `kubectl logs`. */
export function usageErrorf(command: string, message: string): CommandError {
  return new CommandError(`${message}\nSee '${command} -h' for help and examples`);
}

/** Throws nothing for no errors, the one, or all of them. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors);
}

/** `error when creating "x.yaml": …`, keeping the status a status (AddSourceToErr). */
export function addSource(error: unknown, verb: string, source: string): unknown {
  const prefix = source === '' ? '' : `error when ${verb} ${JSON.stringify(source)}: `;
  if (source === '') return error;
  if (error instanceof StatusError) {
    return new StatusError({ ...error.status, message: `${prefix}${error.status.message ?? ''}` });
  }
  return new CommandError(`${prefix}${plainMessage(error)}`);
}

export function plainMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The words for an error and the exit code it ends the program with (checkErr). No final newline is promised. */
export function describeError(error: unknown): { text: string; exitCode: number } {
  if (error instanceof SilentExit) return { text: '', exitCode: error.exitCode };
  if (error instanceof AggregateError) {
    return { text: error.errors.map((one) => `${standardMessage(one) ?? plainMessage(one)}\n`).join(''), exitCode: 1 };
  }
  if (error instanceof StatusError && error.reason === 'Invalid') return { text: invalid(error.status), exitCode: 1 };
  const standard = standardMessage(error);
  if (standard !== undefined) return { text: standard, exitCode: 1 };
  const exitCode = error instanceof CommandError ? error.exitCode : 1;
  const message = plainMessage(error);
  if (error instanceof CommandError && error.verbatim) return { text: message, exitCode };
  return { text: message.startsWith('error: ') ? message : `error: ${message}`, exitCode };
}

/** `Error from server (NotFound): …` for answers of the server, undefined for everything else. */
export function standardMessage(error: unknown): string | undefined {
  if (!(error instanceof StatusError)) return undefined;
  const message = error.status.message ?? '';
  if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`;
  if (error.reason !== '') return `Error from server (${error.reason}): ${message}`;
  return `Error from server: ${message}`;
}

function invalid(status: Status): string {
  const details = status.details;
  let text = 'The request is invalid';
  if (!details) return status.message ? `${text}: ${status.message}` : text;
  if (details.kind || details.name) text = `The ${details.kind ?? ''} ${JSON.stringify(details.name ?? '')} is invalid`;
  else if (status.message && !details.causes?.length) text += `: ${status.message}`;
  const causes = distinct(details.causes ?? []);
  if (causes.length === 0) return text;
  if (causes.length === 1) return `${text}: ${causes[0]}\n`;
  return `${text}: \n${causes.map((cause) => `* ${cause}\n`).join('')}`;
}

function distinct(causes: readonly StatusCause[]): string[] {
  return [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
}

/** A list's 400 or 404, telling what was asked for (cli-runtime/pkg/resource/selector.go). */
export function addSelection(
  error: unknown,
  asked: { resource: string; labelSelector: string; fieldSelector: string },
): unknown {
  if (!(error instanceof StatusError) || !['BadRequest', 'NotFound'].includes(error.reason)) return error;
  const { resource, labelSelector, fieldSelector } = asked;
  const prefix =
    labelSelector === '' && fieldSelector === ''
      ? `Unable to list ${JSON.stringify(resource)}`
      : `Unable to find ${JSON.stringify(resource)} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
  return new StatusError({ ...error.status, message: `${prefix}: ${error.status.message ?? ''}` });
}

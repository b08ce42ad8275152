/** Help texts in kubectl's layout (kubectl/pkg/util/templates). */
import type { FlagSpec } from './flags.ts';
import type { KubectlIO } from './io.ts';
import { globalFlags } from './global-flags.ts';
import type { Verb } from './verb.ts';
import { catalogue } from './verbs/catalogue.ts';

/** Widths a terminal is taken for; a narrower one, or none, gets lines as long as they are (util/term, getTerminalLimitWidth). */
const WIDTHS = [120, 100, 80];
/** What the printer of flags leaves free at the right. */
const MARGIN = 10;

/** Where help is written to: undefined for what is no terminal. */
export type HelpColumns = number | undefined;

export function helpColumns({ stdout, terminal }: Pick<KubectlIO, 'stdout' | 'terminal'>): HelpColumns {
  return stdout.isTerminal ? terminal?.columns : undefined;
}

export function rootHelp(): string {
  const groups = [...new Set(catalogue.map((entry) => entry.group))].map((group) => {
    const rows = catalogue
      .filter((entry) => entry.group === group)
      .map((entry) => `  ${entry.name.padEnd(15)} ${entry.short}\n`);
    return `${group === 'Other Commands' ? 'Subcommands provided by plugins:\n\n' : ''}${group}:\n${rows.join('')}`;
  });
  return `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/

${groups.join('\n')}
Usage:
  kubectl [flags] [options]

Use "kubectl <command> --help" for more information about a given command.
Use "kubectl options" for a list of global command-line options (applies to all commands).
`;
}

/** `command` is the full name: `kubectl rollout status`. */
export function helpText(verb: Verb, command: string, columns: HelpColumns): string {
  const parent = command.slice('kubectl'.length).trim().split(' ').slice(0, -1).join(' ');
  const subverbs = (verb.subverbs ?? []).filter((sub) => !sub.hidden);
  const sections = [verb.long ?? verb.short];
  if (verb.aliases?.length) sections.push(`Aliases:\n${[verb.name, ...verb.aliases].join(', ')}`);
  if (verb.examples) sections.push(`Examples:\n${indent(verb.examples)}`);
  if (subverbs.length > 0) sections.push(`Available Commands:\n${commandRows(subverbs)}`);
  const shown = verb.flags.filter((flag) => !flag.hidden);
  if (shown.length > 0) sections.push(`Options:\n${flagUsages(shown, columns)}`);
  sections.push(`Usage:\n  kubectl ${parent === '' ? '' : `${parent} `}${verb.usage}${usageEnd(verb, subverbs)}`);
  if (subverbs.length > 0)
    sections.push(`Use "${command} <command> --help" for more information about a given command.\n${OPTIONS_HINT}`);
  else sections.push(OPTIONS_HINT);
  return `${sections.join('\n\n')}\n`;
}

/** Parents that cobra itself describes take flags of their own. */
function usageEnd({ usage, name }: Verb, subverbs: readonly Verb[]): string {
  if (usage.includes('[options]')) return '';
  return subverbs.length > 0 && usage === name ? ' [flags] [options]' : ' [options]';
}

const OPTIONS_HINT = 'Use "kubectl options" for a list of global command-line options (applies to all commands).';

export function optionsText(columns: HelpColumns): string {
  return `The following options can be passed to any command:\n\n${flagUsages(
    globalFlags.filter((flag) => !flag.hidden),
    columns,
  )}\n`;
}

function commandRows(subverbs: readonly Verb[]): string {
  const width = Math.max(11, ...subverbs.map((sub) => sub.name.length)) + 2;
  return [...subverbs]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((sub) => `  ${sub.name.padEnd(width)} ${sub.short}`)
    .join('\n');
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `  ${line.trim()}`)
    .join('\n');
}

function flagUsages(flags: readonly FlagSpec[], columns: HelpColumns): string {
  return [...flags]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      (flag) =>
        `    ${flag.short ? `-${flag.short}, ` : ''}--${flag.name}=${defaultText(flag)}:\n${wrap(flag.usage, columns)}`,
    )
    .join('\n\n');
}

function defaultText(flag: FlagSpec): string {
  const value = flag.default;
  if (flag.type === 'string') return `'${String(value ?? '')}'`;
  if (flag.type === 'bool') return String(value ?? false);
  if (flag.type === 'int') return String(value ?? 0);
  if (flag.type === 'duration') return String(value ?? '0s');
  return `[${((value as readonly string[] | undefined) ?? []).join(',')}]`;
}

function wrap(text: string, columns: HelpColumns): string {
  const limit = (WIDTHS.find((width) => width <= (columns ?? 0)) ?? Infinity) - MARGIN;
  const lines: string[] = [];
  for (const word of text.split('\n').join(' ').split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > limit) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.map((line) => `\t${line}`).join('\n');
}

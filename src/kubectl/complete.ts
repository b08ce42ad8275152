/** Tab completion of a kubectl command line (cobra's __complete with kubectl's own functions). */
import { type FoundCommand, findCommand } from './find-command.ts';
import { completeNames } from './complete-resources.ts';
import { bare, type FlagSpec, parseFlags } from './flags.ts';
import type { KubectlIO } from './io.ts';
import { allFlags, commandName, createContext } from './run.ts';
import type { VerbContext } from './verb.ts';
import { mergedKubeconfig } from './kubeconfig.ts';
import { verbs } from './verbs/index.ts';

/**
 * What may stand at `words[index]`; `words` are the arguments after `kubectl` (`words[index]` is what is typed so far, maybe '').
 * Only matches are given, sorted. Files (`-f`) are the shell's to offer: [] then. Never rejects for a cluster that does not answer.
 */
export async function completeKubectl(words: readonly string[], index: number, io: KubectlIO): Promise<string[]> {
  const current = words[index] ?? '';
  const before = words.slice(0, index);
  try {
    const all = await candidates(before, current, io);
    return [...new Set(all)].filter((word) => word.startsWith(current)).sort();
  } catch {
    return [];
  }
}

async function candidates(before: readonly string[], current: string, io: KubectlIO): Promise<string[]> {
  const found = before.length === 0 ? { path: [], rest: [] } : findCommand(before);
  const { verb } = found as FoundCommand;
  if (!verb)
    return current.startsWith('-')
      ? flagNames(allFlags([]), [])
      : verbs.filter((one) => !one.hidden).map((one) => one.name);
  const specs = allFlags(verb.flags);
  const pending = pendingFlag(found.rest, specs);
  const usable = pending ? found.rest.slice(0, -1) : found.rest;
  const context = createContext(io, commandName(found), parseFlags(usable, specs));
  if (pending) return flagValues(context, pending);
  const [, name, given] = /^--([a-z-]+)=(.*)$/s.exec(current) ?? [];
  const flag = specs.find((spec) => spec.name === name);
  if (flag && given !== undefined) return (await flagValues(context, flag)).map((value) => `--${name}=${value}`);
  if (current.startsWith('-')) return flagNames(specs, usable);
  const subverbs = (verb.subverbs ?? []).map((one) => one.name);
  if (subverbs.length > 0 && context.args.length === 0) return subverbs;
  return verb.complete ? verb.complete(context, context.args, current) : [];
}

/** The flag at the end of the line that still waits for its value. */
function pendingFlag(rest: readonly string[], specs: readonly FlagSpec[]): FlagSpec | undefined {
  const last = rest.at(-1) ?? '';
  if (!last.startsWith('-') || last.includes('=')) return undefined;
  const spec = last.startsWith('--')
    ? specs.find((one) => one.name === last.slice(2))
    : specs.find((one) => last === `-${one.short}`);
  return spec && bare(spec) === undefined ? spec : undefined;
}

function flagNames(specs: readonly FlagSpec[], used: readonly string[]): string[] {
  const open = specs.filter(
    (spec) => !spec.hidden && (spec.type.startsWith('string') || !used.includes(`--${spec.name}`)),
  );
  return open.flatMap((spec) => [
    `--${spec.name}${bare(spec) === undefined ? '=' : ''}`,
    ...(spec.short ? [`-${spec.short}`] : []),
  ]);
}

async function flagValues(context: VerbContext, flag: FlagSpec): Promise<string[]> {
  const config = mergedKubeconfig(context.flags, context.io);
  if (flag.name === 'namespace') return completeNames(context, 'namespaces');
  if (flag.name === 'context') return (config.contexts ?? []).map((entry) => entry.name);
  if (flag.name === 'cluster') return (config.clusters ?? []).map((entry) => entry.name);
  if (flag.name === 'user') return (config.users ?? []).map((entry) => entry.name);
  if (flag.name === 'output') return ['json', 'yaml', 'name', 'wide', 'jsonpath', 'go-template', 'custom-columns'];
  if (flag.name === 'dry-run') return ['none', 'server', 'client'];
  if (flag.name === 'container') return completeContainers(context);
  return [];
}

async function completeContainers(context: VerbContext): Promise<string[]> {
  const name = context.args[0]?.replace(/^pods?\//, '');
  if (!name) return [];
  const pod = await context.client.get({ group: '', version: 'v1', resource: 'pods' }, name, context.namespace);
  const spec = pod['spec'] as { containers?: { name: string }[]; initContainers?: { name: string }[] } | undefined;
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map((one) => one.name);
}

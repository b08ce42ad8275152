/** Which command a line means, with cobra's rules: flags may stand before it; aliases; 'Did you mean this?'. */
import { catalogue } from './verbs/catalogue.ts';
import { CommandError } from './errors.ts';
import { bare, type FlagSpec } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import type { Verb } from './verb.ts';
import { verbs } from './verbs/index.ts';

export interface FoundCommand {
  /** Undefined only for `kubectl` alone. */
  verb?: Verb;
  /** Canonical names: ['rollout', 'status']. */
  path: string[];
  /** The arguments without the names of the commands. */
  rest: string[];
}

export function findCommand(args: readonly string[]): FoundCommand {
  let rest = [...args];
  let candidates: readonly Verb[] = verbs;
  let found: FoundCommand = { path: [], rest };
  for (;;) {
    const at = firstArgument(rest, found.verb?.flags ?? []);
    const word = at < 0 ? undefined : rest[at]!;
    const verb =
      word === undefined ? undefined : candidates.find((one) => one.name === word || one.aliases?.includes(word));
    if (!verb) {
      if (word !== undefined && found.path.length === 0 && word !== 'help') throw unknownCommand(word);
      break;
    }
    rest = [...rest.slice(0, at), ...rest.slice(at + 1)];
    found = { verb, path: [...found.path, verb.name], rest };
    candidates = verb.subverbs ?? [];
    if (candidates.length === 0) break;
  }
  return found.path.length === 0 ? rootCommand(rest) : found;
}

/** `kubectl help get` is `kubectl get --help`; `kubectl --foo` is checked by the root's flags. */
function rootCommand(rest: string[]): FoundCommand {
  if (rest[0] === 'help' && rest.length > 1) {
    const found = findCommand(rest.slice(1));
    return { ...found, rest: ['--help'] };
  }
  return { path: [], rest };
}

function firstArgument(args: readonly string[], flags: readonly FlagSpec[]): number {
  const specs = [...flags, ...globalFlags];
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return i;
    if (word.includes('=')) continue;
    const spec = word.startsWith('--')
      ? specs.find((one) => one.name === word.slice(2))
      : specs.find((one) => one.short === word.slice(-1) && word.length === 2);
    if (spec && bare(spec) === undefined) i++;
  }
  return -1;
}

function unknownCommand(word: string): CommandError {
  if (catalogue.some((entry) => entry.name === word)) {
    return new CommandError(`"kubectl ${word}" is not part of this kubectl yet`);
  }
  const base = `unknown command ${JSON.stringify(word)} for "kubectl"`;
  const near = suggestions(word);
  if (near.length === 0) return new CommandError(base);
  return new CommandError(`${base}\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`);
}

function suggestions(word: string): string[] {
  const typed = word.toLowerCase();
  return catalogue
    .filter(
      (entry) => distance(typed, entry.name) <= 2 || entry.name.startsWith(typed) || entry.suggestFor?.includes(typed),
    )
    .map((entry) => entry.name)
    .sort();
}

/** Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}

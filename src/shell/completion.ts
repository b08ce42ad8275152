/** Candidates for the word at the cursor: commands, variables, files, or what a program's own completer offers. */
import { builtins } from './builtins/index.ts';
import type { Environment } from './environment.ts';
import { programNames } from './execute/program.ts';
import { resolvePath } from './path.ts';

/** Candidates for `words[index]`, whole words; a program supplies one for its arguments. */
export type Completer = (words: readonly string[], index: number) => Promise<string[]>;

export interface Completion {
  /** Where in the line the completed text starts. */
  start: number;
  /** What may stand there, already quoted, without the blank behind. A directory ends with `/`. */
  candidates: string[];
}

const RESERVED = ['if', 'then', 'else', 'fi', 'for', 'while', 'until', 'do', 'done', 'case', 'esac', 'function'];

export async function complete(
  environment: Environment,
  line: string,
  cursor: number,
  completers: Readonly<Record<string, Completer>> = {},
): Promise<Completion> {
  const { words, start } = wordsBefore(line.slice(0, cursor));
  const current = words.at(-1)!;
  const variable = /\$\{?(\w*)$/.exec(current);
  if (variable) {
    const names = [...environment.variables.keys()].filter((name) => name.startsWith(variable[1]!));
    const brace = variable[0].startsWith('${');
    return { start: cursor - variable[1]!.length, candidates: names.sort().map((name) => (brace ? `${name}}` : name)) };
  }
  const at = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  if (at < 0 || at === words.length - 1) return { start, candidates: commandNames(environment, current) };
  const command = expandAlias(environment, words.slice(at));
  const completer = completers[command[0]!];
  if (completer && !isRedirected(line.slice(0, start))) {
    const found = await completer(command, command.length - 1);
    if (found.length > 0) return { start, candidates: found };
  }
  return { start, candidates: files(environment, current, command[0] === 'cd') };
}

const isRedirected = (before: string): boolean => /[<>]\s*$/.test(before);

function expandAlias(environment: Environment, words: readonly string[]): string[] {
  const alias = environment.aliases.get(words[0]!);
  return alias === undefined ? [...words] : [...alias.trim().split(/\s+/), ...words.slice(1)];
}

function commandNames(environment: Environment, prefix: string): string[] {
  if (prefix.includes('/')) return files(environment, prefix, false);
  const names = [
    ...Object.keys(builtins),
    ...programNames(environment),
    ...environment.functions.keys(),
    ...environment.aliases.keys(),
    ...RESERVED,
  ];
  return [...new Set(names)].filter((name) => name.startsWith(prefix)).sort();
}

function files(environment: Environment, word: string, directoriesOnly: boolean): string[] {
  const slash = word.lastIndexOf('/') + 1;
  const head = word.slice(0, slash);
  const tail = word.slice(slash);
  const { fs } = environment.machine;
  const home = environment.variables.get('HOME')?.value ?? '/';
  const directory = resolvePath(environment.cwd, head.startsWith('~/') ? home + head.slice(1) : head || '.');
  if (fs.stat(directory)?.type !== 'directory') return [];
  const out: string[] = [];
  for (const name of fs.readDirectory(directory)) {
    if (!name.startsWith(tail) || (name.startsWith('.') && !tail.startsWith('.'))) continue;
    const isDirectory = fs.stat(resolvePath(directory, name))?.type === 'directory';
    if (directoriesOnly && !isDirectory) continue;
    out.push(head + name.replace(/[\s'"\\$&|;<>()*?[\]`!#~]/g, '\\$&') + (isDirectory ? '/' : ''));
  }
  return out;
}

/** The words of the last simple command before the cursor; the last one, maybe empty, is what is being typed. */
function wordsBefore(text: string): { words: string[]; start: number } {
  let words: string[] = [];
  let current = '';
  let start = 0;
  let open = false;
  let quote = '';
  const finish = (at: number): void => {
    if (open) words.push(current);
    current = '';
    open = false;
    start = at;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quote !== '') {
      if (char === quote) quote = '';
      else current += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      open = true;
    } else if (char === '\\') {
      current += text[++at] ?? '';
      open = true;
    } else if (/\s/.test(char)) finish(at + 1);
    else if (/[;|&(){]/.test(char) && !(char === '{' && text[at - 1] === '$')) {
      finish(at + 1);
      words = [];
    } else if (/[<>]/.test(char)) finish(at + 1);
    else {
      current += char;
      open = true;
    }
  }
  return { words: [...words, current], start };
}

/** The longest beginning that all candidates share. */
export function commonPrefix(candidates: readonly string[]): string {
  let prefix = candidates[0] ?? '';
  for (const candidate of candidates) while (!candidate.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

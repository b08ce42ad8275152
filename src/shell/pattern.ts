/** Shell patterns (POSIX XCU 2.13): `*`, `?`, `[…]` as regular expressions. Quoted text stands for itself. */
import { guardedRegExp } from './guarded-regex.ts';

export interface Segment {
  text: string;
  quoted: boolean;
}

const CLASSES: Record<string, string> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`{-~',
  space: ' \\t\\n\\r\\f\\v',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

export const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
/** Inside a character class the minus needs it too; outside, JavaScript forbids it. */
const escapeInClass = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The source of a regular expression (flags `su`). `greedy: false` for the shortest match. */
export function patternSource(segments: readonly Segment[], greedy = true): string {
  let out = '';
  for (const { text, quoted } of segments) out += quoted ? escapeRegex(text) : unquoted(text, greedy);
  return out;
}

function unquoted(text: string, greedy: boolean): string {
  let out = '';
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    // Runs of stars are one star: nested repetition would explode.
    if (char === '*' && text[index - 1] !== '*') out += greedy ? '.*' : '.*?';
    else if (char === '?') out += '.';
    else if (char === '\\') out += escapeRegex(text[++index] ?? '\\');
    else if (char === '[') {
      const bracket = readBracket(text, index);
      out += bracket?.source ?? '\\[';
      index = bracket ? bracket.end : index;
    } else if (char !== '*') out += escapeRegex(char);
  }
  return out;
}

/** A bracket expression of patterns and of POSIX regular expressions: its JavaScript twin and where it ends. */
export function readBracket(text: string, start: number): { source: string; end: number } | undefined {
  let index = start + 1;
  const negated = text[index] === '!' || text[index] === '^';
  if (negated) index++;
  let body = '';
  for (let first = true; ; first = false) {
    const char = text[index];
    if (char === undefined) return undefined;
    if (char === ']' && !first) break;
    const named = /^\[(?::([a-z]+):|\.(.+?)\.|=(.+?)=)\]/.exec(text.slice(index, index + 16));
    if (named) {
      body += named[1] ? (CLASSES[named[1]] ?? '') : escapeInClass(named[2] ?? named[3]!);
      index += named[0].length;
      continue;
    }
    const range = char !== '-' || first || text[index + 1] === ']' ? escapeInClass(char) : '-';
    body += range;
    index++;
  }
  return { source: `[${negated ? '^' : ''}${body}]`, end: index };
}

export const hasWildcard = (segments: readonly Segment[]): boolean =>
  segments.some(({ text, quoted }) => !quoted && /[*?[]/.test(text));

const cache = new Map<string, RegExp>();

export function matchesPattern(segments: readonly Segment[], text: string): boolean {
  const source = `^(?:${patternSource(segments)})$`;
  let expression = cache.get(source);
  if (!expression) {
    if (cache.size > 500) cache.clear();
    expression = compile(source);
    cache.set(source, expression);
  }
  return expression.test(text);
}

/** A range out of order or the like makes a pattern that matches nothing. */
export function compile(source: string, flags = 'su'): RegExp {
  try {
    return guardedRegExp(source, flags);
  } catch {
    return /(?!)/;
  }
}

/** Reads words: quoting and the beginnings of expansions (POSIX XCU 2.2 and 2.6), character by character. */
import type { Part, Script, Word } from './ast.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/** Where in the source we are. `parseScript` parses a command substitution up to its `)`. */
export interface Cursor {
  source: string;
  at: number;
  line: number;
  parseScript(cursor: Cursor, close: ')' | ''): Script;
}

/** `plain`: all quotes count. `double`: inside "…". `document`: inside a here-document. */
export type Flavour = 'plain' | 'double' | 'document';

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SPECIAL = /[0-9@*#?$!-]/;
const ANSI_ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Reads parts until `stops` says so of an unquoted character (left unread) or the source ends. */
export function readParts(cursor: Cursor, flavour: Flavour, stops: (char: string, cursor: Cursor) => boolean): Part[] {
  const parts: Part[] = [];
  const literal = (text: string, quoted: boolean): void => {
    const last = parts.at(-1);
    if (last?.type === 'text' && last.quoted === quoted) last.text += text;
    else parts.push({ type: 'text', text, quoted });
  };
  while (cursor.at < cursor.source.length) {
    const char = cursor.source[cursor.at]!;
    if (stops(char, cursor)) break;
    if (char === '\\') readEscape(cursor, flavour, literal);
    else if (char === '$' || char === '`') parts.push(...readDollar(cursor, flavour));
    else if (char === "'" && flavour === 'plain') literal(readSingle(cursor), true);
    else if (char === '"' && flavour === 'plain') parts.push({ type: 'double', parts: readDouble(cursor) });
    else {
      if (char === '\n') cursor.line++;
      cursor.at++;
      literal(char, flavour !== 'plain');
    }
  }
  return parts;
}

function readEscape(cursor: Cursor, flavour: Flavour, literal: (text: string, quoted: boolean) => void): void {
  const next = cursor.source[cursor.at + 1];
  if (next === undefined) {
    if (flavour !== 'document') throw new ShellSyntaxError("unexpected EOF after `\\'", cursor.line, true);
    cursor.at++;
    return literal('\\', true);
  }
  cursor.at += 2;
  if (next === '\n') cursor.line++;
  else if (flavour === 'plain') literal(next, true);
  else if (next === '$' || next === '`' || next === '\\' || (next === '"' && flavour === 'double')) literal(next, true);
  else literal(`\\${next}`, true);
}

function readSingle(cursor: Cursor): string {
  const end = cursor.source.indexOf("'", cursor.at + 1);
  if (end < 0) throw unclosed(cursor, "'");
  const text = cursor.source.slice(cursor.at + 1, end);
  cursor.at = end + 1;
  cursor.line += text.split('\n').length - 1;
  return text;
}

function readDouble(cursor: Cursor): Part[] {
  const line = cursor.line;
  cursor.at++;
  const parts = readParts(cursor, 'double', (char) => char === '"');
  if (cursor.source[cursor.at] !== '"') throw unclosed({ ...cursor, line }, '"');
  cursor.at++;
  return parts;
}

const unclosed = (cursor: Cursor, quote: string): ShellSyntaxError =>
  new ShellSyntaxError(`unexpected EOF while looking for matching \`${quote}'`, cursor.line, true);

function readDollar(cursor: Cursor, flavour: Flavour): Part[] {
  const { source, at } = cursor;
  if (source[at] === '`') return [readBackticks(cursor, flavour)];
  const next = source[at + 1] ?? '';
  if (next === '(') {
    if (source[at + 2] === '(') {
      const arithmetic = readArithmetic(cursor, at + 3);
      if (arithmetic) return [{ type: 'arithmetic', expression: arithmetic }];
    }
    return [readCommand(cursor)];
  }
  if (next === '{') return [readBraced(cursor, flavour)];
  if (next === "'" && flavour === 'plain') return [readAnsi(cursor)];
  if (next === '"' && flavour === 'plain') {
    cursor.at++;
    return [{ type: 'double', parts: readDouble(cursor) }];
  }
  NAME.lastIndex = at + 1;
  const name = NAME.exec(source)?.[0] ?? (SPECIAL.test(next) ? next : '');
  cursor.at += 1 + name.length;
  if (name === '') return [{ type: 'text', text: '$', quoted: flavour !== 'plain' }];
  return [{ type: 'parameter', name, operator: '' }];
}

function readCommand(cursor: Cursor): Part {
  cursor.at += 2;
  const script = cursor.parseScript(cursor, ')');
  return { type: 'command', script };
}

function readBackticks(cursor: Cursor, flavour: Flavour): Part {
  const start = ++cursor.at;
  while (cursor.at < cursor.source.length && cursor.source[cursor.at] !== '`')
    cursor.at += cursor.source[cursor.at] === '\\' ? 2 : 1;
  if (cursor.at >= cursor.source.length) throw unclosed(cursor, '`');
  const escapes = flavour === 'double' ? /\\([$`\\"])/g : /\\([$`\\])/g;
  const source = cursor.source.slice(start, cursor.at).replace(escapes, '$1');
  cursor.at++;
  return { type: 'command', script: cursor.parseScript({ ...cursor, source, at: 0 }, '') };
}

/** `at`: behind `((`. Undefined when no `))` closes it, i.e. when it is a subshell in a substitution. */
export function readArithmetic(cursor: Cursor, at: number): Word | undefined {
  let depth = 0;
  for (let index = at; index < cursor.source.length; index++) {
    const char = cursor.source[index];
    if (char === '(') depth++;
    else if (char === ')' && depth > 0) depth--;
    else if (char === ')') {
      if (cursor.source[index + 1] !== ')') return undefined;
      const raw = cursor.source.slice(at, index);
      const parts = readParts({ ...cursor, source: raw, at: 0 }, 'double', () => false);
      cursor.line += raw.split('\n').length - 1;
      cursor.at = index + 2;
      return { parts, raw };
    }
  }
  throw new ShellSyntaxError("unexpected EOF while looking for matching `)'", cursor.line, true);
}

const OPERATOR = /:?[-=+?]|%%?|##?|\/[/#%]?|:|\^\^?|,,?/y;

function readBraced(cursor: Cursor, flavour: Flavour): Part {
  const start = cursor.at;
  cursor.at += 2;
  const { source } = cursor;
  const length =
    source[cursor.at] === '#' && source[cursor.at + 1] !== '}' && /[A-Za-z_0-9@*?]/.test(source[cursor.at + 1] ?? '');
  if (length) cursor.at++;
  const indirect = !length && source[cursor.at] === '!' && /[A-Za-z_]/.test(source[cursor.at + 1] ?? '');
  if (indirect) cursor.at++;
  NAME.lastIndex = cursor.at;
  const name = NAME.exec(source)?.[0] ?? /^(?:\d+|[@*#?$!-])/.exec(source.slice(cursor.at, cursor.at + 8))?.[0] ?? '';
  cursor.at += name.length;
  const index = source[cursor.at] === '[' && /^[A-Za-z_]/.test(name) ? readIndex(cursor, flavour) : undefined;
  OPERATOR.lastIndex = cursor.at;
  const operator = length ? 'length' : (OPERATOR.exec(source)?.[0] ?? '');
  if (!length) cursor.at += operator.length;
  const part: Part = {
    type: 'parameter',
    name,
    operator,
    ...(index && { index }),
    ...(indirect && { indirect: true as const }),
  };
  if (operator !== '' && !length) {
    part.argument = readArgument(cursor, flavour, operator.startsWith('/') ? '/' : operator === ':' ? ':' : undefined);
    if ((operator.startsWith('/') && source[cursor.at] === '/') || (operator === ':' && source[cursor.at] === ':')) {
      cursor.at++;
      part.second = readArgument(cursor, flavour, undefined);
    }
  }
  if (cursor.at >= source.length) throw unclosed(cursor, '}');
  if (source[cursor.at] !== '}' || name === '') {
    const end = source.indexOf('}', cursor.at);
    const text = source.slice(start, end < 0 ? undefined : end + 1);
    cursor.at = end < 0 ? source.length : end + 1;
    return { type: 'parameter', name: text, operator: 'bad' };
  }
  cursor.at++;
  return part;
}

/** `[…]` behind a name. */
function readIndex(cursor: Cursor, flavour: Flavour): Word {
  const start = ++cursor.at;
  const parts = readParts(cursor, flavour === 'plain' ? 'plain' : 'double', (char) => char === ']' || char === '}');
  const raw = cursor.source.slice(start, cursor.at);
  if (cursor.source[cursor.at] === ']') cursor.at++;
  return { parts, raw };
}

function readArgument(cursor: Cursor, flavour: Flavour, extraStop: string | undefined): Word {
  const start = cursor.at;
  // Quotes count inside ${…} of plain words; inside "…" only a nested "…" does.
  const quotes = flavour === 'plain' ? 'plain' : 'double';
  const parts: Part[] = [];
  for (;;) {
    parts.push(
      ...readParts(
        cursor,
        quotes,
        (char) => char === '}' || char === extraStop || (quotes === 'double' && char === '"'),
      ),
    );
    if (quotes === 'plain' || cursor.source[cursor.at] !== '"') break;
    parts.push({ type: 'double', parts: readDouble(cursor) });
  }
  return { parts, raw: cursor.source.slice(start, cursor.at) };
}

function readAnsi(cursor: Cursor): Part {
  let text = '';
  cursor.at += 2;
  for (;;) {
    const char = cursor.source[cursor.at];
    if (char === undefined) throw unclosed(cursor, "'");
    cursor.at++;
    if (char === "'") return { type: 'text', text, quoted: true };
    if (char !== '\\') {
      text += char;
      continue;
    }
    const code = /^(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([0-7]{1,3}))/.exec(
      cursor.source.slice(cursor.at, cursor.at + 5),
    );
    if (code) {
      text += String.fromCodePoint(parseInt(code[1] ?? code[2] ?? code[3]!, code[3] ? 8 : 16));
      cursor.at += code[0].length;
      continue;
    }
    const next = cursor.source[cursor.at++] ?? '';
    text += ANSI_ESCAPES[next] ?? `\\${next}`;
  }
}

/** A whole here-document body or other text in which expansions count but quotes do not. */
export function readDocument(cursor: Cursor, text: string): Word {
  return { parts: readParts({ ...cursor, source: text, at: 0 }, 'document', () => false), raw: text };
}

/** Cuts awk programs into tokens; whether `/` divides or opens a regular expression depends on what stands before. */
import { AwkError } from './awk-tree.ts';

export interface Token {
  kind: 'number' | 'string' | 'regex' | 'name' | 'call' | 'operator' | 'newline' | 'end';
  text: string;
}

const TOKEN =
  /(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|"((?:[^"\\\n]|\\[\s\S])*)"|([A-Za-z_]\w*)(\(?)|(\+\+|--|&&|\|\||[-+*/%^=!<>]=|>>|\*\*|[-+*/%^!<>=?:,;(){}[\]~$|])/y;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', '/': '/', a: '\x07' };

/** Throws AwkError. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: Token['kind'], text: string): void => void tokens.push({ kind, text });
  while (at < source.length) {
    const blank = /^(?:[ \t\r]|\\\n|#[^\n]*)+/.exec(source.slice(at));
    if (blank) {
      at += blank[0].length;
      continue;
    }
    if (source[at] === '\n') {
      push('newline', '\n');
      at++;
      continue;
    }
    const last = tokens.at(-1);
    const value =
      last && (['number', 'string', 'name'].includes(last.kind) || [')', ']', '$', '++', '--'].includes(last.text));
    const regex = value ? undefined : /^\/((?:[^/\\\n[]|\\.|\[\^?\]?[^\]\n]*\])*)\//.exec(source.slice(at));
    if (regex) {
      push('regex', regex[1]!.replaceAll('\\/', '/'));
      at += regex[0].length;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (!match) throw new AwkError(`syntax error at source line ${source.slice(0, at).split('\n').length}`);
    at = TOKEN.lastIndex;
    if (match[1] !== undefined) push('number', match[1]);
    else if (match[2] !== undefined)
      push(
        'string',
        match[2].replace(/\\([\s\S])/g, (all, char: string) => ESCAPES[char] ?? all),
      );
    else if (match[3] !== undefined) {
      const keyword = KEYWORDS.has(match[3]);
      push(keyword ? 'operator' : match[4] === '(' ? 'call' : 'name', match[3]);
      if (match[4] === '(') push('operator', '(');
    } else push('operator', match[5] === '**' ? '^' : match[5]!);
  }
  push('end', '');
  return tokens;
}

const KEYWORDS = new Set([
  'BEGIN',
  'END',
  'if',
  'else',
  'while',
  'for',
  'do',
  'in',
  'print',
  'printf',
  'next',
  'exit',
  'break',
  'continue',
  'delete',
  'function',
  'func',
  'return',
  'getline',
]);

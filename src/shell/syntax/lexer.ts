/** Cuts the source into words and operators, and reads here-documents at the end of their line (POSIX XCU 2.3). */
import type { Redirection, Script, Word } from './ast.ts';
import { ShellSyntaxError } from './syntax-error.ts';
import { type Cursor, readDocument, readParts } from './word-reader.ts';

export type Token =
  | { type: 'word'; word: Word; start: number; end: number; line: number }
  | { type: 'operator'; text: string; start: number; end: number; line: number; fd?: number }
  | { type: 'end'; text: 'newline'; start: number; end: number; line: number };

const OPERATORS = [
  '&>>',
  '<<<',
  '<<-',
  ';;&',
  '&&',
  '||',
  ';;',
  ';&',
  '<<',
  '>>',
  '<&',
  '>&',
  '<>',
  '>|',
  '|&',
  '&>',
  '&',
  '|',
  ';',
  '<',
  '>',
  '(',
  ')',
  '\n',
];
const META = /[\s;&|<>()]/;

export class Lexer {
  readonly cursor: Cursor;
  private peeked: Token | undefined;
  private documents: { redirection: Redirection; delimiter: string; quoted: boolean; tabs: boolean }[] = [];
  /** Told of a here-document that the end of the source ends; without it that is a syntax error. */
  unclosed: ((warning: { at: number; line: number; delimiter: string }) => void) | undefined;
  private readonly active: { name: string; rest: number }[] = [];

  constructor(source: string, line: number, at: number, parseScript: (cursor: Cursor, close: ')' | '') => Script) {
    this.cursor = { source, at, line, parseScript };
  }

  peek(): Token {
    return (this.peeked ??= this.read());
  }

  next(): Token {
    const token = this.peek();
    this.peeked = undefined;
    return token;
  }

  /** The character right behind the next token (to see `f()`). */
  textFrom(start: number, end: number): string {
    return this.cursor.source.slice(start, end);
  }

  /** Puts an alias' text where the next token stands. False while that alias is being expanded already. */
  replace(token: Token, name: string, text: string): boolean {
    const { cursor } = this;
    const rest = cursor.source.length - token.end;
    if (this.active.some((alias) => alias.name === name && rest >= alias.rest)) return false;
    this.active.push({ name, rest });
    cursor.source = cursor.source.slice(0, token.start) + text + cursor.source.slice(token.end);
    cursor.at = token.start;
    this.peeked = undefined;
    return true;
  }

  /** Registers a here-document whose body begins on the next line. */
  expectDocument(redirection: Redirection, tabs: boolean): void {
    const quoted = redirection.target.parts.some(
      (part) => part.type === 'double' || (part.type === 'text' && part.quoted),
    );
    const delimiter = redirection.target.parts.map(flatten).join('');
    this.documents.push({ redirection, delimiter, quoted, tabs });
  }

  get expectsDocument(): boolean {
    return this.documents.length > 0;
  }

  private read(): Token {
    this.skipBlanks();
    const { cursor } = this;
    const start = cursor.at;
    const line = cursor.line;
    if (start >= cursor.source.length) {
      if (this.documents.length > 0) this.readDocuments();
      return { type: 'end', text: 'newline', start, end: start, line };
    }
    if (cursor.source.startsWith('<(', start)) return this.readProcess(start, line);
    const redirection = /^\d+(?=[<>])/.exec(cursor.source.slice(start, start + 12));
    const at = start + (redirection?.[0].length ?? 0);
    const operator = OPERATORS.find((text) => cursor.source.startsWith(text, at));
    if (operator !== undefined) return this.readOperator(operator, start, at, redirection?.[0]);
    const parts = readParts(cursor, 'plain', (char) => META.test(char));
    return { type: 'word', word: { parts, raw: cursor.source.slice(start, cursor.at) }, start, end: cursor.at, line };
  }

  private readProcess(start: number, line: number): Token {
    const { cursor } = this;
    cursor.at = start + 2;
    const script = cursor.parseScript(cursor, ')');
    const word: Word = { parts: [{ type: 'process', script }], raw: cursor.source.slice(start, cursor.at) };
    return { type: 'word', word, start, end: cursor.at, line };
  }

  private readOperator(text: string, start: number, at: number, fd: string | undefined): Token {
    const { cursor } = this;
    const line = cursor.line;
    cursor.at = at + text.length;
    if (text === '\n') {
      cursor.line++;
      this.readDocuments();
    }
    return { type: 'operator', text, start, end: cursor.at, line, ...(fd === undefined ? {} : { fd: Number(fd) }) };
  }

  private skipBlanks(): void {
    const { cursor } = this;
    for (;;) {
      const char = cursor.source[cursor.at];
      if (char === ' ' || char === '\t' || char === '\r') cursor.at++;
      else if (char === '\\' && cursor.source[cursor.at + 1] === '\n') {
        cursor.at += 2;
        cursor.line++;
        if (cursor.at >= cursor.source.length) throw new ShellSyntaxError('unexpected end of file', cursor.line, true);
      } else if (char === '#')
        while (cursor.at < cursor.source.length && cursor.source[cursor.at] !== '\n') cursor.at++;
      else return;
    }
  }

  private readDocuments(): void {
    for (const document of this.documents.splice(0)) {
      const text = this.readDocumentText(document);
      document.redirection.body = document.quoted
        ? { parts: [{ type: 'text', text, quoted: true }], raw: text }
        : readDocument(this.cursor, text);
    }
  }

  private readDocumentText({ delimiter, tabs }: { delimiter: string; tabs: boolean }): string {
    const { cursor } = this;
    const start = cursor.line - 1;
    let text = '';
    while (cursor.at < cursor.source.length) {
      const newline = cursor.source.indexOf('\n', cursor.at);
      const end = newline < 0 ? cursor.source.length : newline;
      let line = cursor.source.slice(cursor.at, end);
      if (tabs) line = line.replace(/^\t+/, '');
      cursor.at = Math.min(end + 1, cursor.source.length);
      cursor.line++;
      if (line === delimiter) return text;
      text += `${line}\n`;
    }
    if (this.unclosed) {
      this.unclosed({ at: start, line: cursor.line - 1, delimiter });
      return text;
    }
    throw new ShellSyntaxError(
      `here-document delimited by end-of-file (wanted \`${delimiter}')`,
      cursor.line,
      true,
      text,
    );
  }
}

function flatten(part: Word['parts'][number]): string {
  if (part.type === 'text') return part.text;
  if (part.type === 'double') return part.parts.map(flatten).join('');
  if (part.type === 'parameter') return `$${part.name}`;
  return '';
}

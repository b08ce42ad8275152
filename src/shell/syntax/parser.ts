/** Recursive descent over POSIX XCU 2.10 (Shell Grammar): lists, pipelines, redirections; compound commands beside it. */
import { asAssignment, splitSubscript } from './assignment.ts';
import type { AndOr, Assignment, Command, Element, Pipeline, Redirection, Script, Simple, Word } from './ast.ts';
import { parseCompound, parseFunctionBody } from './compound-parser.ts';
import { Lexer, type Token } from './lexer.ts';
import { ShellSyntaxError } from './syntax-error.ts';
import type { Cursor } from './word-reader.ts';

export interface ParserOptions {
  /** Aliases to expand; absent in scripts. */
  aliases?: ReadonlyMap<string, string>;
  /** No arrays: `(` behind `=` is a mistake. */
  posix?: boolean;
}

const REDIRECTIONS = new Set(['<', '>', '>>', '<<', '<<-', '<<<', '<&', '>&', '<>', '>|', '&>', '&>>']);
const CLOSERS = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);

/** Builtins whose operands are assignments too. */
const DECLARATIONS = new Set(['declare', 'export', 'local', 'readonly', 'typeset']);

const plainWord = (text: string): Word => ({ parts: [{ type: 'text', text, quoted: false }], raw: text });

export class Parser {
  readonly lexer: Lexer;

  constructor(
    source: string,
    private readonly options: ParserOptions = {},
    line = 1,
    at = 0,
  ) {
    this.lexer = new Lexer(source, line, at, (cursor, close) => this.parseNested(cursor, close));
  }

  /** The commands of the next line that holds any, undefined at the end of the source. */
  nextLine(): Script | undefined {
    this.skipNewlines();
    if (this.lexer.peek().type === 'end') return undefined;
    const script = this.parseList(false);
    const token = this.lexer.peek();
    if (token.type === 'operator' && token.text === '\n') this.lexer.next();
    else if (token.type !== 'end') throw this.unexpected(token);
    return script;
  }

  /** Commands over newlines up to a closing word or operator. */
  parseList(overNewlines: boolean): Script {
    const script: Script = [];
    for (;;) {
      if (overNewlines) this.skipNewlines();
      const token = this.lexer.peek();
      if (token.type === 'end' || this.closes(token)) return script;
      if (!overNewlines && token.type === 'operator' && token.text === '\n') return script;
      const item = this.parseAndOr();
      script.push(item);
      const separator = this.lexer.peek();
      if (
        separator.type !== 'operator' ||
        !(separator.text === ';' || separator.text === '&' || (overNewlines && separator.text === '\n'))
      )
        return script;
      item.background = separator.text === '&';
      this.lexer.next();
    }
  }

  /** As parseList over newlines, but empty is an error, as in every compound command. */
  parseBody(): Script {
    const script = this.parseList(true);
    if (script.length === 0) throw this.unexpected(this.lexer.peek());
    return script;
  }

  skipNewlines(): void {
    for (let token = this.lexer.peek(); token.type === 'operator' && token.text === '\n'; token = this.lexer.peek())
      this.lexer.next();
  }

  /** The text of the next token when it is an unquoted word that could be reserved. */
  peekReserved(): string | undefined {
    return bareWord(this.lexer.peek());
  }

  expectReserved(word: string): void {
    const token = this.lexer.peek();
    if (bareWord(token) !== word) throw this.unexpected(token);
    this.lexer.next();
  }

  isOperator(text: string): boolean {
    const token = this.lexer.peek();
    return token.type === 'operator' && token.text === text;
  }

  unexpected(token: Token): ShellSyntaxError {
    if (token.type === 'end') {
      const line = this.lexer.cursor.source.endsWith('\n') ? token.line : token.line + 1;
      return new ShellSyntaxError('syntax error: unexpected end of file', line, true);
    }
    const text = token.type === 'operator' ? (token.text === '\n' ? 'newline' : token.text) : token.word.raw;
    const source = this.lexer.cursor.source.split('\n')[token.line - 1] ?? '';
    return new ShellSyntaxError(`syntax error near unexpected token \`${text}'`, token.line, false, source);
  }

  parseRedirections(into: Redirection[]): boolean {
    let found = false;
    for (
      let token = this.lexer.peek();
      token.type === 'operator' && REDIRECTIONS.has(token.text);
      token = this.lexer.peek()
    ) {
      this.lexer.next();
      const target = this.lexer.peek();
      if (target.type !== 'word') throw this.unexpected(target);
      this.lexer.next();
      const redirection: Redirection = { fd: token.fd, operator: token.text, target: target.word };
      if (token.text === '<<' || token.text === '<<-') this.lexer.expectDocument(redirection, token.text === '<<-');
      into.push(redirection);
      found = true;
    }
    return found;
  }

  private parseAndOr(): AndOr {
    const start = this.lexer.peek().start;
    const first = this.parsePipeline();
    const rest: AndOr['rest'] = [];
    let end = this.lexer.peek().start;
    for (;;) {
      const token = this.lexer.peek();
      end = token.start;
      if (token.type !== 'operator' || (token.text !== '&&' && token.text !== '||')) break;
      this.lexer.next();
      this.skipNewlines();
      rest.push({ operator: token.text, pipeline: this.parsePipeline() });
    }
    return { first, rest, background: false, text: this.lexer.textFrom(start, end).trim() };
  }

  private parsePipeline(): Pipeline {
    const pipeline: Pipeline = { negated: false, timed: false, commands: [] };
    for (let word = this.peekReserved(); word === '!' || word === 'time'; word = this.peekReserved()) {
      this.lexer.next();
      if (word === '!') pipeline.negated = !pipeline.negated;
      else pipeline.timed = true;
    }
    for (;;) {
      const command = this.parseCommand();
      pipeline.commands.push(command);
      const token = this.lexer.peek();
      if (token.type !== 'operator' || (token.text !== '|' && token.text !== '|&')) return pipeline;
      if (token.text === '|&')
        command.redirections.push({
          fd: 2,
          operator: '>&',
          target: { parts: [{ type: 'text', text: '1', quoted: false }], raw: '1' },
        });
      this.lexer.next();
      this.skipNewlines();
    }
  }

  parseCommand(): Command {
    this.expandAliases();
    const compound = parseCompound(this);
    if (compound) {
      this.parseRedirections(compound.redirections);
      return compound;
    }
    return this.parseSimple();
  }

  private expandAliases(): void {
    for (;;) {
      const token = this.lexer.peek();
      const name = bareWord(token);
      const text = name === undefined ? undefined : this.options.aliases?.get(name);
      if (text === undefined || !this.lexer.replace(token, name!, text)) return;
    }
  }

  private parseSimple(): Command {
    const line = this.lexer.peek().line;
    const command: Simple = { type: 'simple', assignments: [], words: [], redirections: [], line };
    for (;;) {
      if (this.parseRedirections(command.redirections)) continue;
      const token = this.lexer.peek();
      if (token.type !== 'word') break;
      const declares = DECLARATIONS.has(command.words[0]?.raw ?? '');
      const assignment = command.words.length === 0 || declares ? asAssignment(token.word) : undefined;
      this.lexer.next();
      const list = assignment && this.parseArray(assignment, token.end);
      if (list && declares) {
        command.words.push(plainWord(list.name));
        (command.arrays ??= []).push(list);
      } else if (list) command.assignments.push(list);
      else if (assignment && !declares) command.assignments.push(assignment);
      else command.words.push(token.word);
      if (command.words.length === 1 && !assignment && command.assignments.length === 0 && this.isOperator('('))
        return this.parseFunction(token.word, line);
    }
    if (command.words.length === 0 && command.assignments.length === 0 && command.redirections.length === 0)
      throw this.unexpected(this.lexer.peek());
    return command;
  }

  /** `(…)` right behind `name=`. */
  private parseArray(assignment: Assignment, end: number): Assignment | undefined {
    const open = this.lexer.peek();
    const empty = assignment.value.parts.length === 0 && !assignment.index;
    if (this.options.posix || !empty || !this.isOperator('(') || open.start !== end) return undefined;
    this.lexer.next();
    const list: Element[] = [];
    for (;;) {
      this.skipNewlines();
      const token = this.lexer.peek();
      if (this.isOperator(')')) break;
      if (token.type !== 'word') throw this.unexpected(token);
      this.lexer.next();
      const keyed = splitSubscript(token.word, 0);
      list.push(keyed ? { key: keyed.index, value: keyed.value } : { value: token.word });
    }
    this.lexer.next();
    return { ...assignment, list };
  }

  private parseFunction(name: Word, line: number): Command {
    this.lexer.next();
    if (!this.isOperator(')')) throw this.unexpected(this.lexer.peek());
    this.lexer.next();
    return parseFunctionBody(this, name.raw, line);
  }

  private closes(token: Token): boolean {
    if (token.type === 'operator') return token.text === ')' || token.text.startsWith(';;') || token.text === ';&';
    return CLOSERS.has(bareWord(token) ?? '');
  }

  private parseNested(cursor: Cursor, close: ')' | ''): Script {
    const inner = new Parser(cursor.source, this.options, cursor.line, cursor.at);
    const script = inner.parseList(true);
    const token = inner.lexer.peek();
    if (close === '') {
      if (token.type !== 'end') throw inner.unexpected(token);
      return script;
    }
    if (token.type === 'end')
      throw new ShellSyntaxError("unexpected EOF while looking for matching `)'", cursor.line, true);
    if (!inner.isOperator(')')) throw inner.unexpected(token);
    // Aliases may have made the inner source longer; what follows it has not changed.
    cursor.at = cursor.source.length - (inner.lexer.cursor.source.length - token.end);
    cursor.line = token.line;
    return script;
  }
}

function bareWord(token: Token): string | undefined {
  if (token.type !== 'word' || token.word.parts.length !== 1) return undefined;
  const part = token.word.parts[0]!;
  return part.type === 'text' && !part.quoted ? part.text : undefined;
}

/** Parses awk programs (POSIX XCU awk, grammar), by precedence climbing. */
import { type Token, tokenize } from './awk-lexer.ts';
import { AwkError, type AwkProgram, type AwkRule, type Expr, type Stmt } from './awk-tree.ts';

/** Throws AwkError. */
export function parseAwk(source: string): AwkProgram {
  return new AwkParser(tokenize(source)).program();
}

const BINARY: Record<string, number> = {
  '||': 1,
  '&&': 2,
  in: 3,
  '~': 4,
  '!~': 4,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '==': 5,
  '!=': 5,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
  '^': 10,
};
const CONCATENATION = 6;

class AwkParser {
  private at = 0;
  /** Inside `print …`, where `>` redirects. */
  private printing = false;
  private noIn = false;

  constructor(private readonly tokens: readonly Token[]) {}

  program(): AwkProgram {
    const program: AwkProgram = { rules: [], functions: new Map() };
    for (this.skip(); this.token.kind !== 'end'; this.skip()) {
      if (this.accept('function') || this.accept('func')) this.function(program);
      else program.rules.push(this.rule());
    }
    return program;
  }

  private get token(): Token {
    return this.tokens[this.at]!;
  }

  private is(text: string): boolean {
    return this.token.kind === 'operator' && this.token.text === text;
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text))
      throw new AwkError(`syntax error at source line 1\n context is near >>> ${this.token.text} <<<`);
  }

  private skip(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.at++;
  }

  private newlines(): void {
    while (this.token.kind === 'newline') this.at++;
  }

  private function(program: AwkProgram): void {
    const name = this.tokens[this.at++]!.text;
    this.expect('(');
    const parameters: string[] = [];
    while (!this.accept(')')) {
      if (this.token.kind === 'end') throw new AwkError('syntax error');
      parameters.push(this.tokens[this.at++]!.text);
      this.accept(',');
    }
    this.newlines();
    program.functions.set(name, { parameters, body: this.block() });
  }

  private rule(): AwkRule {
    if (this.accept('BEGIN')) return { kind: 'BEGIN', body: this.block() };
    if (this.accept('END')) return { kind: 'END', body: this.block() };
    const rule: AwkRule = { kind: 'pattern' };
    if (!this.is('{')) rule.from = this.expression();
    if (this.accept(',')) rule.to = this.expression();
    if (this.is('{')) rule.body = this.block();
    return rule;
  }

  private block(): Stmt {
    this.expect('{');
    const body: Stmt[] = [];
    for (this.skip(); !this.accept('}'); this.skip()) {
      if (this.token.kind === 'end') throw new AwkError('syntax error at source line 1\n\tmissing }');
      body.push(this.statement());
    }
    return { type: 'block', body };
  }

  private statement(): Stmt {
    this.newlines();
    if (this.is('{')) return this.block();
    if (this.accept('if')) return this.ifStatement();
    if (this.accept('while')) {
      this.expect('(');
      const test = this.expression();
      this.expect(')');
      return { type: 'while', test, body: this.body(), first: true };
    }
    if (this.accept('do')) {
      const body = this.statement();
      this.skip();
      this.expect('while');
      this.expect('(');
      const test = this.expression();
      this.expect(')');
      return { type: 'while', test, body, first: false };
    }
    if (this.accept('for')) return this.forStatement();
    return this.simple();
  }

  /** A lone `;` is an empty body. */
  private body(): Stmt {
    return this.accept(';') ? { type: 'block', body: [] } : this.statement();
  }

  private ifStatement(): Stmt {
    this.expect('(');
    const test = this.expression();
    this.expect(')');
    const yes = this.body();
    const mark = this.at;
    this.skip();
    if (this.accept('else')) return { type: 'if', test, yes, no: this.body() };
    this.at = mark;
    return { type: 'if', test, yes };
  }

  private forStatement(): Stmt {
    this.expect('(');
    const [name, word, array, close] = this.tokens.slice(this.at, this.at + 4);
    if (name?.kind === 'name' && word?.text === 'in' && close?.text === ')') {
      this.at += 4;
      return { type: 'each', name: name.text, array: array!.text, body: this.body() };
    }
    const start = this.is(';') ? undefined : this.simple();
    this.expect(';');
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    const step = this.is(')') ? undefined : this.simple();
    this.expect(')');
    return {
      type: 'for',
      ...(start ? { start } : {}),
      ...(test ? { test } : {}),
      ...(step ? { step } : {}),
      body: this.body(),
    };
  }

  private ends(): boolean {
    return this.token.kind === 'newline' || this.token.kind === 'end' || this.is(';') || this.is('}');
  }

  private simple(): Stmt {
    if (this.accept('print')) return this.print(false);
    if (this.accept('printf')) return this.print(true);
    for (const kind of ['next', 'break', 'continue'] as const) if (this.accept(kind)) return { type: 'jump', kind };
    for (const kind of ['exit', 'return'] as const)
      if (this.accept(kind))
        return this.ends() ? { type: 'leave', kind } : { type: 'leave', kind, value: this.expression() };
    if (this.accept('delete')) {
      const name = this.tokens[this.at++]!.text;
      if (!this.accept('[')) return { type: 'delete', name };
      const index = this.list(']');
      return { type: 'delete', name, index };
    }
    return { type: 'expression', value: this.expression() };
  }

  private print(format: boolean): Stmt {
    this.printing = true;
    const args: Expr[] = [];
    if (!this.ends() && !this.is('>') && !this.is('>>')) {
      do args.push(this.expression());
      while (this.accept(','));
    }
    this.printing = false;
    // `print(a, b)` arrives as one grouping.
    const only = args[0];
    const flat = args.length === 1 && only?.type === 'call' && only.name === '(' ? only.args : args;
    const append = this.is('>>');
    if (append || this.is('>')) {
      this.at++;
      return { type: 'print', args: flat, format, redirect: { append, target: this.binary(CONCATENATION) } };
    }
    return { type: 'print', args: flat, format };
  }

  private list(close: string): Expr[] {
    const out: Expr[] = [];
    while (!this.accept(close)) {
      if (this.ends()) throw new AwkError('syntax error at source line 1');
      out.push(this.expression());
      this.accept(',');
      this.newlines();
    }
    return out;
  }

  private expression(): Expr {
    const left = this.ternary();
    const { text, kind } = this.token;
    if (kind === 'operator' && /^[-+*/%^]?=$/.test(text) && ['variable', 'field', 'element'].includes(left.type)) {
      this.at++;
      this.newlines();
      return { type: 'assign', operator: text.slice(0, -1), target: left, value: this.expression() };
    }
    return left;
  }

  private ternary(): Expr {
    const test = this.binary(1);
    if (!this.accept('?')) return test;
    const yes = this.expression();
    this.expect(':');
    return { type: 'choice', test, yes, no: this.expression() };
  }

  private operator(): string | undefined {
    const { kind, text } = this.token;
    if (kind === 'operator' && text === '!' && this.tokens[this.at + 1]?.text === '~') return '!~';
    if (kind !== 'operator' || (this.printing && text === '>') || (this.noIn && text === 'in')) return undefined;
    return BINARY[text] === undefined ? undefined : text;
  }

  private startsValue(): boolean {
    const { kind, text } = this.token;
    return (
      ['number', 'string', 'name', 'call', 'regex'].includes(kind) ||
      (kind === 'operator' && ['$', '(', '!', '-', '+', '++', '--'].includes(text) && !['-', '+'].includes(text))
    );
  }

  private binary(minimum: number): Expr {
    let left = this.unary();
    for (;;) {
      const operator = this.operator();
      if (operator !== undefined && BINARY[operator]! >= minimum) {
        this.at += operator === '!~' ? 2 : 1;
        this.newlines();
        if (operator === 'in')
          left = {
            type: 'in',
            index: left.type === 'call' && left.name === '(' ? left.args : [left],
            name: this.tokens[this.at++]!.text,
          };
        else
          left = { type: 'binary', operator, left, right: this.binary(operator === '^' ? 10 : BINARY[operator]! + 1) };
      } else if (operator === undefined && minimum <= CONCATENATION && this.startsValue() && !this.is('in')) {
        left = { type: 'binary', operator: ' ', left, right: this.binary(CONCATENATION + 1) };
      } else return left;
    }
  }

  private unary(): Expr {
    for (const operator of ['!', '-', '+'])
      if (this.accept(operator)) return { type: 'unary', operator, value: this.binary(operator === '!' ? 9 : 9) };
    for (const [operator, by] of [
      ['++', 1],
      ['--', -1],
    ] as const)
      if (this.accept(operator)) return { type: 'step', prefix: true, by, target: this.primary() };
    const value = this.primary();
    if (['variable', 'field', 'element'].includes(value.type))
      for (const [operator, by] of [
        ['++', 1],
        ['--', -1],
      ] as const)
        if (this.accept(operator)) return { type: 'step', prefix: false, by, target: value };
    return value;
  }

  private primary(): Expr {
    const token = this.tokens[this.at++]!;
    switch (token.kind) {
      case 'number':
        return { type: 'number', value: Number(token.text) };
      case 'string':
        return { type: 'string', value: token.text };
      case 'regex':
        return { type: 'regex', source: token.text };
      case 'call':
        this.expect('(');
        return { type: 'call', name: token.text, args: this.inside(() => this.list(')')) };
      case 'name':
        if (this.accept('[')) return { type: 'element', name: token.text, index: this.inside(() => this.list(']')) };
        if (token.text === 'length') return { type: 'call', name: 'length', args: [] };
        return { type: 'variable', name: token.text };
      default:
        if (token.text === '$')
          return {
            type: 'field',
            index: this.is('++') || this.is('--') || this.is('-') ? this.unary() : this.primary(),
          };
        if (token.text === '(') {
          const items = this.inside(() => this.list(')'));
          return items.length === 1 ? items[0]! : { type: 'call', name: '(', args: items };
        }
        this.at--;
        throw new AwkError(
          `syntax error at source line 1\n context is\n\t >>> ${token.text.trim() || 'end of program'} <<<`,
        );
    }
  }

  private inside<T>(read: () => T): T {
    const { printing } = this;
    this.printing = false;
    const value = read();
    this.printing = printing;
    return value;
  }
}

/** The lexer and parser of label selectors (apimachinery/pkg/labels/selector.go: Lexer, Parser). */
import type { Operator } from './labels.ts';

interface Token {
  kind: string;
  text: string;
}

export interface ParsedRequirement {
  key: string;
  operator: Operator;
  values: string[];
}

const SPECIAL = '=!(),><';
const SYMBOLS = new Set(['=', '==', '!=', '!', '(', ')', ',', '>', '<']);

function isSpace(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\r' || char === '\n';
}

function lex(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (isSpace(char)) {
      at++;
    } else if (SPECIAL.includes(char)) {
      const start = at;
      // The longest symbol wins: '==' before '=', and '!(' is two.
      let end = at + 1;
      while (end < text.length && SPECIAL.includes(text[end]!) && SYMBOLS.has(text.slice(start, end + 1))) end++;
      tokens.push({ kind: text.slice(start, end), text: text.slice(start, end) });
      at = end;
    } else {
      const start = at;
      while (at < text.length && !SPECIAL.includes(text[at]!) && !isSpace(text[at]!)) at++;
      const word = text.slice(start, at);
      tokens.push({ kind: word === 'in' || word === 'notin' ? word : 'id', text: word });
    }
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

class Parser {
  private at = 0;
  constructor(private readonly tokens: Token[]) {}

  /** In the place of a value 'in' and 'notin' are identifiers. */
  private token(values: boolean): Token {
    const token = this.tokens[this.at] ?? { kind: 'end', text: '' };
    return values && (token.kind === 'in' || token.kind === 'notin') ? { kind: 'id', text: token.text } : token;
  }
  private peek(values = false): Token {
    return this.token(values);
  }
  private take(values = false): Token {
    const token = this.token(values);
    this.at++;
    return token;
  }

  parse(): ParsedRequirement[] {
    const requirements: ParsedRequirement[] = [];
    for (;;) {
      const token = this.peek(true);
      if (token.kind === 'end') return requirements;
      if (token.kind !== 'id' && token.kind !== '!')
        throw new Error(`found '${token.text}', expected: !, identifier, or 'end of string'`);
      try {
        requirements.push(this.requirement());
      } catch (error) {
        throw new Error(`unable to parse requirement: ${(error as Error).message}`, { cause: error });
      }
      const next = this.take();
      if (next.kind === 'end') return requirements;
      if (next.kind !== ',') throw new Error(`found '${next.text}', expected: ',' or 'end of string'`);
      const after = this.peek(true);
      if (after.kind !== 'id' && after.kind !== '!')
        throw new Error(`found '${after.text}', expected: identifier after ','`);
    }
  }

  private requirement(): ParsedRequirement {
    const { key, operator } = this.keyAndOperator();
    if (operator) return { key, operator, values: [] };
    const found = this.operator();
    if (found === 'in' || found === 'notin') return { key, operator: found, values: this.set() };
    return { key, operator: found, values: [this.exact()] };
  }

  private keyAndOperator(): { key: string; operator?: Operator } {
    let token = this.take(true);
    const negated = token.kind === '!';
    if (negated) token = this.take(true);
    if (token.kind !== 'id') throw new Error(`found '${token.text}', expected: identifier`);
    const next = this.peek(true);
    if (next.kind === 'end' || next.kind === ',') return { key: token.text, operator: negated ? '!' : 'exists' };
    if (negated) {
      const odd = this.peek();
      throw new Error(`found '${odd.text}', expected: ',' or 'end of string'`);
    }
    return { key: token.text };
  }

  private operator(): Operator {
    const token = this.take();
    const kind = token.kind === '>' ? 'gt' : token.kind === '<' ? 'lt' : token.kind;
    if (['in', '=', '==', 'gt', 'lt', 'notin', '!='].includes(kind)) return kind as Operator;
    throw new Error(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
  }

  private set(): string[] {
    const open = this.take();
    if (open.kind !== '(') throw new Error(`found '${open.text}' expected: '('`);
    const values: string[] = [];
    for (;;) {
      const token = this.take(true);
      if (token.kind === ')') {
        // `x in ()` and `x in (a,)` hold the empty value.
        if (values.length === 0 || this.tokens[this.at - 2]?.kind === ',') values.push('');
        return values;
      }
      if (token.kind === ',') {
        if (values.length === 0 || this.tokens[this.at - 2]?.kind === ',') values.push('');
        continue;
      }
      if (token.kind !== 'id') throw new Error(`found '${token.text}', expected: ',', or identifier`);
      values.push(token.text);
      const next = this.peek();
      if (next.kind !== ',' && next.kind !== ')') throw new Error(`found '${next.text}', expected: ',' or ')'`);
    }
  }

  private exact(): string {
    const token = this.peek(true);
    if (token.kind === 'end' || token.kind === ',') return '';
    this.take(true);
    if (token.kind !== 'id') throw new Error(`found '${token.text}', expected: identifier`);
    return token.text;
  }
}

export function parseSelectorText(text: string): ParsedRequirement[] {
  return new Parser(lex(text)).parse();
}

/** Arithmetic expansion (POSIX XCU 2.6.4, C operators on 64-bit integers, as bash). */
import { ExpansionError } from '../execute/control-flow.ts';

export interface Names {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

const TOKEN =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+#\w+|\d+)|([A-Za-z_]\w*(?:\[[^\]]*\])?)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%<>=!~&^|?:(),]))/y;
const PRECEDENCE: Record<string, number> = {
  '||': 3,
  '&&': 4,
  '|': 5,
  '^': 6,
  '&': 7,
  '==': 8,
  '!=': 8,
  '<': 9,
  '>': 9,
  '<=': 9,
  '>=': 9,
  '<<': 10,
  '>>': 10,
  '+': 11,
  '-': 11,
  '*': 12,
  '/': 12,
  '%': 12,
  '**': 13,
};

type Token = { kind: 'number' | 'name' | 'operator' | 'end'; text: string };

/** Evaluates; throws ExpansionError with bash's text. */
export function evaluateArithmetic(source: string, names: Names, depth = 0): bigint {
  if (depth > 64)
    throw new ExpansionError(`${source}: expression recursion level exceeded (error token is "${source}")`);
  const evaluator = new Evaluator(source, names, depth);
  return evaluator.run();
}

class Evaluator {
  private tokens: Token[] = [];
  private at = 0;
  /** >0 inside the arm of `&&`, `||`, `?:` that is not taken: nothing is assigned or divided there. */
  private skipping = 0;

  constructor(
    private readonly source: string,
    private readonly names: Names,
    private readonly depth: number,
  ) {
    for (TOKEN.lastIndex = 0; /\S/.test(source.slice(TOKEN.lastIndex));) {
      const from = TOKEN.lastIndex;
      const match = TOKEN.exec(source);
      if (!match) throw this.error('syntax error: invalid arithmetic operator', source.slice(from).trim());
      this.tokens.push({
        kind: match[1] ? 'number' : match[2] ? 'name' : 'operator',
        text: match[1] ?? match[2] ?? match[3]!,
      });
    }
    this.tokens.push({ kind: 'end', text: '' });
  }

  run(): bigint {
    if (this.tokens.length === 1) return 0n;
    const value = this.comma();
    if (this.token.kind !== 'end') throw this.error('syntax error in expression', this.token.text);
    return value;
  }

  private get token(): Token {
    return this.tokens[this.at]!;
  }

  private error(message: string, token: string): ExpansionError {
    return new ExpansionError(`${this.source}: ${message} (error token is "${token}")`);
  }

  private accept(text: string): boolean {
    if (this.token.kind !== 'operator' || this.token.text !== text) return false;
    this.at++;
    return true;
  }

  private comma(): bigint {
    let value = this.assignment();
    while (this.accept(',')) value = this.assignment();
    return value;
  }

  private assignment(): bigint {
    const name = this.token;
    const operator = this.tokens[this.at + 1];
    if (name.kind === 'name' && operator?.kind === 'operator' && /^(?:[-+*/%&^|]|<<|>>)?=$/.test(operator.text)) {
      this.at += 2;
      const right = this.assignment();
      const value =
        operator.text === '=' ? right : this.apply(operator.text.slice(0, -1), this.valueOf(name.text), right);
      return this.assign(name.text, value);
    }
    return this.ternary();
  }

  private assign(name: string, value: bigint): bigint {
    if (this.skipping === 0) this.names.set(name, String(value));
    return value;
  }

  private ternary(): bigint {
    const test = this.binary(3);
    if (!this.accept('?')) return test;
    const yes = this.guarded(test === 0n, () => this.comma());
    if (!this.accept(':')) throw this.error("`:' expected for conditional expression", this.token.text);
    const no = this.guarded(test !== 0n, () => this.assignment());
    return test === 0n ? no : yes;
  }

  private guarded(skip: boolean, evaluate: () => bigint): bigint {
    if (skip) this.skipping++;
    const value = evaluate();
    if (skip) this.skipping--;
    return value;
  }

  private binary(minimum: number): bigint {
    let left = this.unary();
    for (;;) {
      const operator = this.token.text;
      const precedence = this.token.kind === 'operator' ? PRECEDENCE[operator] : undefined;
      if (precedence === undefined || precedence < minimum) return left;
      this.at++;
      const skip = (operator === '&&' && left === 0n) || (operator === '||' && left !== 0n);
      const right = this.guarded(skip, () => this.binary(operator === '**' ? precedence : precedence + 1));
      left = this.apply(operator, left, right);
    }
  }

  private apply(operator: string, a: bigint, b: bigint): bigint {
    if ((operator === '/' || operator === '%') && b === 0n) {
      if (this.skipping > 0) return 0n;
      throw this.error('division by 0', this.tokens[this.at - 1]?.text ?? '0');
    }
    return BigInt.asIntN(64, OPERATIONS[operator]!(a, b));
  }

  private unary(): bigint {
    for (const operator of ['++', '--']) {
      if (!this.accept(operator)) continue;
      const name = this.token;
      if (name.kind !== 'name') return this.unary();
      this.at++;
      return this.assign(name.text, this.valueOf(name.text) + (operator === '++' ? 1n : -1n));
    }
    if (this.accept('-')) return -this.unary();
    if (this.accept('+')) return this.unary();
    if (this.accept('!')) return this.unary() === 0n ? 1n : 0n;
    if (this.accept('~')) return ~this.unary();
    return this.primary();
  }

  private primary(): bigint {
    const token = this.token;
    if (this.accept('(')) {
      const value = this.comma();
      if (!this.accept(')')) throw this.error("missing `)'", this.token.text);
      return value;
    }
    if (token.kind === 'end' || token.kind === 'operator')
      throw this.error('syntax error: operand expected', token.text);
    this.at++;
    if (token.kind === 'number') return this.number(token.text);
    const value = this.valueOf(token.text);
    for (const [operator, change] of [
      ['++', 1n],
      ['--', -1n],
    ] as const)
      if (this.accept(operator)) this.assign(token.text, value + change);
    return value;
  }

  private valueOf(name: string): bigint {
    const text = this.names.get(name)?.trim() ?? '';
    if (text === '') return 0n;
    if (/^-?\d+$/.test(text) && !/^-?0\d/.test(text)) return BigInt(text);
    return evaluateArithmetic(text, this.names, this.depth + 1);
  }

  private number(text: string): bigint {
    if (text.includes('#')) {
      const [base, digits] = text.split('#') as [string, string];
      return BigInt(parseInt(digits, Number(base)));
    }
    if (/^0\d/.test(text)) {
      if (/[89]/.test(text)) throw new ExpansionError(`${text}: value too great for base (error token is "${text}")`);
      return BigInt(`0o${text.slice(1)}`);
    }
    return BigInt(text);
  }
}

const truth = (value: boolean): bigint => (value ? 1n : 0n);
const OPERATIONS: Record<string, (a: bigint, b: bigint) => bigint> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => (b > 63n && a !== 1n && a !== 0n && a !== -1n ? 0n : a ** (b < 0n ? 0n : b)),
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '&': (a, b) => a & b,
  '^': (a, b) => a ^ b,
  '|': (a, b) => a | b,
  '&&': (a, b) => truth(a !== 0n && b !== 0n),
  '||': (a, b) => truth(a !== 0n || b !== 0n),
};

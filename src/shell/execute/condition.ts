/** `test`, `[` (POSIX XCU test) and bash's `[[`: one evaluator over operands, two readers of them. */
import type { Context, Environment } from '../environment.ts';
import { getVariable } from '../environment.ts';
import type { Expander } from '../expand/expand.ts';
import { evaluateArithmetic } from '../expand/arithmetic.ts';
import { segmentsText } from '../expand/fields.ts';
import { resolvePath } from '../path.ts';
import { compile, escapeRegex, matchesPattern, type Segment } from '../pattern.ts';
import { setArray } from '../arrays.ts';
import { translateRegex } from '../posix-regex.ts';
import type { Word } from '../syntax/ast.ts';
import { complain } from './list.ts';

/** A wrong use of test: the text behind `test: `. */
export class TestError extends Error {}

const UNARY = /^-[abcdefghknoprstuvwxzLNOS]$/;
const BINARY = new Set([
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
  '=~',
]);

export interface TestFacts {
  environment: Environment;
  isTerminal: (fd: number) => boolean;
}

/** `test ARGS`. Throws TestError. */
export function evaluateTest(facts: TestFacts, args: readonly string[]): boolean {
  let at = 0;
  const or = (): boolean => {
    let value = and();
    while (args[at] === '-o' && at < args.length - 1) {
      at++;
      value = and() || value;
    }
    return value;
  };
  const and = (): boolean => {
    let value = not();
    while (args[at] === '-a') {
      at++;
      value = not() && value;
    }
    return value;
  };
  const not = (): boolean => {
    if (args[at] === '!' && at + 1 < args.length && !BINARY.has(args[at + 1]!)) {
      at++;
      return !not();
    }
    return primary();
  };
  const primary = (): boolean => {
    const first = args[at];
    if (first === undefined) throw new TestError('argument expected');
    const operator = args[at + 1];
    if (operator !== undefined && BINARY.has(operator) && args[at + 2] !== undefined) {
      at += 3;
      return binary(facts.environment, first, operator, args[at - 1]!, false);
    }
    if (first === '(' && args.indexOf(')', at) > at) {
      at++;
      const value = or();
      if (args[at++] !== ')') throw new TestError("`)' expected");
      return value;
    }
    if (UNARY.test(first) && operator !== undefined) {
      at += 2;
      return unary(facts, first, operator);
    }
    at++;
    if (args.length === 2) throw new TestError(`${first}: unary operator expected`);
    return first !== '';
  };
  if (args.length === 0) return false;
  const value = or();
  if (at >= args.length) return value;
  throw new TestError(args.length === 3 ? `${args[1]}: binary operator expected` : 'too many arguments');
}

function unary({ environment, isTerminal }: TestFacts, operator: string, operand: string): boolean {
  if (operator === '-z') return operand === '';
  if (operator === '-n') return operand !== '';
  if (operator === '-v') return getVariable(environment, operand) !== undefined;
  if (operator === '-o') return false;
  if (operator === '-t') return isTerminal(Number(operand));
  const stat = environment.machine.fs.stat(resolvePath(environment.cwd, operand));
  if (!stat || operand === '') return false;
  switch (operator) {
    case '-f':
      return stat.type === 'file';
    case '-d':
      return stat.type === 'directory';
    case '-s':
      return stat.size > 0;
    case '-x':
      return (stat.mode & 0o111) !== 0;
    case '-w':
      return (stat.mode & 0o222) !== 0;
    case '-h':
    case '-L':
    case '-p':
    case '-S':
    case '-b':
    case '-c':
      return false;
    default:
      return true;
  }
}

function binary(environment: Environment, left: string, operator: string, right: string, arithmetic: boolean): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(environment, left, operator, right);
    default:
      return compareNumbers(
        operator,
        toNumber(environment, left, arithmetic),
        toNumber(environment, right, arithmetic),
      );
  }
}

function toNumber(environment: Environment, text: string, arithmetic: boolean): bigint {
  if (/^\s*[-+]?\d+\s*$/.test(text)) return BigInt(text.trim().replace(/^\+/, ''));
  if (!arithmetic) throw new TestError(`${text}: integer expression expected`);
  return evaluateArithmetic(text, { get: (name) => getVariable(environment, name), set: () => {} });
}

function compareNumbers(operator: string, a: bigint, b: bigint): boolean {
  if (operator === '-eq') return a === b;
  if (operator === '-ne') return a !== b;
  if (operator === '-lt') return a < b;
  if (operator === '-le') return a <= b;
  return operator === '-gt' ? a > b : a >= b;
}

function compareFiles(environment: Environment, left: string, operator: string, right: string): boolean {
  const a = environment.machine.fs.stat(resolvePath(environment.cwd, left));
  const b = environment.machine.fs.stat(resolvePath(environment.cwd, right));
  if (operator === '-ef')
    return a !== undefined && resolvePath(environment.cwd, left) === resolvePath(environment.cwd, right);
  const [newer, older] = operator === '-nt' ? [a, b] : [b, a];
  return newer !== undefined && (older === undefined || newer.modified > older.modified);
}

/** `[[ … ]]`: words are not split, the right of `==` is a pattern, of `=~` an extended regular expression. */
export async function evaluateCondition(context: Context, expander: Expander, words: readonly Word[]): Promise<number> {
  const reader = new ConditionReader(context, expander, words);
  try {
    return (await reader.or()) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    await complain(context, `[[: ${error.message}`);
    return 2;
  }
}

class ConditionReader {
  private at = 0;

  constructor(
    private readonly context: Context,
    private readonly expander: Expander,
    private readonly words: readonly Word[],
  ) {}

  async or(): Promise<boolean> {
    let value = await this.and();
    while (this.accept('||')) value = (await this.and()) || value;
    return value;
  }

  private async and(): Promise<boolean> {
    let value = await this.not();
    while (this.accept('&&')) value = (await this.not()) && value;
    return value;
  }

  private async not(): Promise<boolean> {
    if (this.accept('!')) return !(await this.not());
    if (this.accept('(')) {
      const value = await this.or();
      this.accept(')');
      return value;
    }
    return this.primary();
  }

  private async primary(): Promise<boolean> {
    const word = this.words[this.at];
    const operator = this.words[this.at + 1]?.raw;
    if (!word) throw new TestError('argument expected');
    const { environment } = this.context;
    if (UNARY.test(word.raw) && operator !== undefined && !['&&', '||', ')'].includes(operator)) {
      this.at += 2;
      const facts = {
        environment,
        isTerminal: (fd: number) => this.context.descriptors.get(fd)?.output?.isTerminal ?? false,
      };
      return unary(facts, word.raw, await this.expander.text(this.words[this.at - 1]));
    }
    const left = await this.expander.text(word);
    this.at++;
    if (operator === undefined || !BINARY.has(operator)) return left !== '';
    this.at++;
    if (operator === '=~') return this.matchRegex(left);
    const right = await this.expander.segments(this.words[this.at++]);
    if (operator === '=' || operator === '==') return matchesPattern(right, left);
    if (operator === '!=') return !matchesPattern(right, left);
    return binary(environment, left, operator, segmentsText(right), true);
  }

  /** The lexer has cut `^(a|b)$` at its operators: put it together again up to `&&`, `||` or the end. */
  private async matchRegex(left: string): Promise<boolean> {
    const segments: Segment[] = [];
    for (; this.at < this.words.length && !['&&', '||'].includes(this.words[this.at]!.raw); this.at++)
      segments.push(...(await this.expander.segments(this.words[this.at])));
    const source = segments.map(({ text, quoted }) => (quoted ? escapeRegex(text) : text)).join('');
    const found = compile(translateRegex(source, 'extended')).exec(left);
    setArray(
      this.context.environment,
      'BASH_REMATCH',
      [...(found ?? [])].map((group) => group ?? ''),
    );
    return found !== null;
  }

  private accept(operator: string): boolean {
    if (this.words[this.at]?.raw !== operator) return false;
    this.at++;
    return true;
  }
}

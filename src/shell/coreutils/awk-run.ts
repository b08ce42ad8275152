/** Executes awk programs: records, fields, values that are number and text at once. */
import { type Line, readLine } from '../lines.ts';
import { compile } from '../pattern.ts';
import { translateRegex } from '../posix-regex.ts';
import type { Input, Process } from '../process.ts';
import { AwkError, type AwkProgram, type AwkRule, type Expr, type Stmt } from './awk-tree.ts';
import { callAwk } from './awk-functions.ts';
import { absolute, Writer } from './options.ts';
import { formatPrintf } from './printf.ts';
import { arithmetic, compare, fromInput, toNumber, toText, toTruth, type Value } from './awk-values.ts';

class Jump {
  constructor(
    readonly kind: 'next' | 'break' | 'continue' | 'exit' | 'return',
    readonly value: Value = '',
  ) {}
}

export class AwkMachine {
  private readonly globals = new Map<string, Value>([
    ['FS', ' '],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['NR', 0],
    ['NF', 0],
    ['FNR', 0],
    ['SUBSEP', '\x1c'],
    ['RSTART', 0],
    ['RLENGTH', -1],
  ]);
  private readonly arrays = new Map<string, Map<string, Value>>();
  private frames: Map<string, Value | Map<string, Value>>[] = [];
  private record = '';
  private fields: string[] = [];
  private readonly ranges = new Set<AwkRule>();
  private readonly written = new Set<string>();
  private readonly writer: Writer;
  private status = 0;
  private turns = 0;

  constructor(
    readonly process: Process,
    private readonly program: AwkProgram,
  ) {
    this.writer = new Writer(process);
    this.arrays.set('ENVIRON', new Map(Object.entries(process.env).map(([name, text]) => [name, fromInput(text)])));
  }

  assign(text: string): void {
    const equals = text.indexOf('=');
    this.globals.set(
      text.slice(0, equals),
      fromInput(
        text
          .slice(equals + 1)
          .replaceAll('\\n', '\n')
          .replaceAll('\\t', '\t'),
      ),
    );
  }

  setVariable(name: string, value: Value): void {
    const frame = this.frames.at(-1);
    if (frame?.has(name)) frame.set(name, value);
    else if (name === 'NF')
      this.setFields([
        ...this.fields.slice(0, toNumber(value)),
        ...Array<string>(Math.max(0, toNumber(value) - this.fields.length)).fill(''),
      ]);
    else this.globals.set(name, value);
  }

  getVariable(name: string): Value {
    const local = this.frames.at(-1)?.get(name);
    if (local !== undefined && !(local instanceof Map)) return local;
    return this.globals.get(name) ?? { text: '', looks: true };
  }

  array(name: string): Map<string, Value> {
    const frame = this.frames.at(-1);
    if (frame?.has(name)) {
      const local = frame.get(name);
      if (local instanceof Map) return local;
      const fresh = new Map<string, Value>();
      frame.set(name, fresh);
      return fresh;
    }
    if (!this.arrays.has(name)) this.arrays.set(name, new Map());
    return this.arrays.get(name)!;
  }

  async run(operands: readonly string[], open: (name: string) => Input): Promise<number> {
    const of = (kind: AwkRule['kind']): AwkRule[] => this.program.rules.filter((rule) => rule.kind === kind);
    try {
      for (const rule of of('BEGIN')) await this.execute(rule.body!);
      if (of('pattern').length + of('END').length > 0) await this.readAll(operands, open, of('pattern'));
    } catch (error) {
      await this.left(error);
    }
    try {
      for (const rule of of('END')) await this.execute(rule.body!);
    } catch (error) {
      await this.left(error);
    }
    await this.writer.flush();
    return this.status;
  }

  private async left(error: unknown): Promise<void> {
    if (error instanceof Jump && error.kind === 'exit') this.status = toNumber(error.value);
    else throw error;
  }

  private async readAll(
    operands: readonly string[],
    open: (name: string) => Input,
    rules: readonly AwkRule[],
  ): Promise<void> {
    const files = operands.filter((operand) => !/^[A-Za-z_]\w*=/.test(operand));
    for (const operand of operands) if (/^[A-Za-z_]\w*=/.test(operand)) this.assign(operand);
    for (const name of files.length === 0 ? ['-'] : files) {
      let input: Input;
      try {
        input = open(name);
      } catch {
        throw new AwkError(`cannot open "${name}" (No such file or directory)`);
      }
      this.globals.set('FILENAME', name === '-' ? '' : name);
      this.globals.set('FNR', 0);
      for (
        let line: Line | undefined = await readLine(input, this.process.signal);
        line;
        line = await readLine(input, this.process.signal)
      )
        await this.take(line.text, rules);
    }
  }

  private async take(text: string, rules: readonly AwkRule[]): Promise<void> {
    this.setRecord(text);
    for (const name of ['NR', 'FNR']) this.globals.set(name, toNumber(this.globals.get(name)!) + 1);
    try {
      for (const rule of rules) {
        if (!(await this.selects(rule))) continue;
        if (rule.body) await this.execute(rule.body);
        else await this.writer.write(this.record + toText(this.getVariable('ORS')));
      }
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'next') throw error;
    }
  }

  private async selects(rule: AwkRule): Promise<boolean> {
    if (!rule.from) return true;
    if (!rule.to) return toTruth(await this.value(rule.from));
    if (!this.ranges.has(rule)) {
      if (!toTruth(await this.value(rule.from))) return false;
      this.ranges.add(rule);
    }
    if (toTruth(await this.value(rule.to))) this.ranges.delete(rule);
    return true;
  }

  setRecord(text: string): void {
    this.record = text;
    this.fields = this.split(text, toText(this.getVariable('FS')));
    this.globals.set('NF', this.fields.length);
  }

  split(text: string, separator: string): string[] {
    if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/\s+/);
    if (text === '') return [];
    if (separator === '') return [...text];
    return separator.length === 1 && separator !== '|'
      ? text.split(separator)
      : text.split(this.regex(separator.length === 1 ? `\\${separator}` : separator));
  }

  regex(source: string, flags = 'u'): RegExp {
    return compile(translateRegex(source, 'extended'), flags);
  }

  private setFields(fields: string[]): void {
    this.fields = fields;
    this.record = fields.join(toText(this.getVariable('OFS')));
    this.globals.set('NF', fields.length);
  }

  private async turn(): Promise<void> {
    if (++this.turns % 500 === 0) await this.process.machine.tick(this.process.signal);
  }

  private async execute(statement: Stmt): Promise<void> {
    await this.turn();
    switch (statement.type) {
      case 'block':
        for (const inner of statement.body) await this.execute(inner);
        return;
      case 'expression':
        return void (await this.value(statement.value));
      case 'print':
        return this.print(statement);
      case 'if':
        if (toTruth(await this.value(statement.test))) await this.execute(statement.yes);
        else if (statement.no) await this.execute(statement.no);
        return;
      case 'while':
        return this.loop(statement.test, statement.body, undefined, statement.first);
      case 'for':
        if (statement.start) await this.execute(statement.start);
        return this.loop(statement.test, statement.body, statement.step, true);
      case 'each': {
        for (const key of this.array(statement.array).keys()) {
          this.setVariable(statement.name, fromInput(key));
          if (await this.once(statement.body)) return;
        }
        return;
      }
      case 'delete':
        if (statement.index) this.array(statement.name).delete(await this.key(statement.index));
        else this.array(statement.name).clear();
        return;
      case 'jump':
        throw new Jump(statement.kind);
      case 'leave':
        throw new Jump(
          statement.kind,
          statement.value ? await this.value(statement.value) : statement.kind === 'exit' ? this.status : '',
        );
    }
  }

  private async loop(test: Expr | undefined, body: Stmt, step: Stmt | undefined, testFirst: boolean): Promise<void> {
    if (!testFirst && (await this.once(body))) return;
    while (test === undefined ? true : toTruth(await this.value(test))) {
      if (await this.once(body)) return;
      if (step) await this.execute(step);
    }
  }

  /** True when `break` left the body. */
  private async once(body: Stmt): Promise<boolean> {
    try {
      await this.execute(body);
    } catch (error) {
      if (error instanceof Jump && error.kind === 'break') return true;
      if (!(error instanceof Jump) || error.kind !== 'continue') throw error;
    }
    return false;
  }

  private async print(statement: Extract<Stmt, { type: 'print' }>): Promise<void> {
    const values: string[] = [];
    for (const arg of statement.args) values.push(toText(await this.value(arg)));
    const text = statement.format
      ? formatPrintf(values[0] ?? '', values.slice(1), 'awk').text
      : (values.length === 0 ? this.record : values.join(toText(this.getVariable('OFS')))) +
        toText(this.getVariable('ORS'));
    if (!statement.redirect) return this.writer.write(text);
    const path = toText(await this.value(statement.redirect.target));
    if (path === '/dev/stderr') return this.process.stderr.write(text);
    this.process.machine.fs.writeFile(absolute(this.process, path), text, {
      append: statement.redirect.append || this.written.has(path),
    });
    this.written.add(path);
  }

  async key(index: readonly Expr[]): Promise<string> {
    const parts: string[] = [];
    for (const part of index) parts.push(toText(await this.value(part)));
    return parts.join(toText(this.getVariable('SUBSEP')));
  }

  async value(expr: Expr): Promise<Value> {
    switch (expr.type) {
      case 'number':
      case 'string':
        return expr.value;
      case 'regex':
        return this.regex(expr.source).test(this.record) ? 1 : 0;
      case 'variable':
        return this.getVariable(expr.name);
      case 'field':
        return this.field(toNumber(await this.value(expr.index)));
      case 'element': {
        const array = this.array(expr.name);
        const key = await this.key(expr.index);
        if (!array.has(key)) array.set(key, { text: '', looks: true });
        return array.get(key)!;
      }
      case 'in':
        return this.array(expr.name).has(await this.key(expr.index)) ? 1 : 0;
      case 'choice':
        return this.value(toTruth(await this.value(expr.test)) ? expr.yes : expr.no);
      case 'unary': {
        const value = await this.value(expr.value);
        return expr.operator === '!'
          ? Number(!toTruth(value))
          : expr.operator === '-'
            ? -toNumber(value)
            : toNumber(value);
      }
      case 'call':
        return this.call(expr.name, expr.args);
      case 'assign':
      case 'step':
        return this.change(expr);
      case 'binary':
        return this.binary(expr);
    }
  }

  private field(index: number): Value {
    return fromInput(index === 0 ? this.record : (this.fields[index - 1] ?? ''));
  }

  private async change(expr: Extract<Expr, { type: 'assign' | 'step' }>): Promise<Value> {
    if (expr.type === 'step') {
      const old = toNumber(await this.value(expr.target));
      await this.store(expr.target, old + expr.by);
      return expr.prefix ? old + expr.by : old;
    }
    const right = await this.value(expr.value);
    const value =
      expr.operator === ''
        ? right
        : arithmetic(expr.operator, toNumber(await this.value(expr.target)), toNumber(right));
    await this.store(expr.target, value);
    return value;
  }

  async store(target: Expr, value: Value): Promise<void> {
    if (target.type === 'variable') this.setVariable(target.name, value);
    else if (target.type === 'element') this.array(target.name).set(await this.key(target.index), value);
    else if (target.type === 'field') {
      const index = toNumber(await this.value(target.index));
      if (index === 0) return this.setRecord(toText(value));
      const fields = [...this.fields];
      while (fields.length < index) fields.push('');
      fields[index - 1] = toText(value);
      this.setFields(fields);
    }
  }

  private async binary(expr: Extract<Expr, { type: 'binary' }>): Promise<Value> {
    const left = await this.value(
      expr.operator.includes('~') && expr.left.type === 'regex'
        ? { type: 'string', value: expr.left.source }
        : expr.left,
    );
    if (expr.operator === '&&') return Number(toTruth(left) && toTruth(await this.value(expr.right)));
    if (expr.operator === '||') return Number(toTruth(left) || toTruth(await this.value(expr.right)));
    if (expr.operator === '~' || expr.operator === '!~')
      return Number((await this.pattern(expr.right)).test(toText(left)) === (expr.operator === '~'));
    const right = await this.value(expr.right);
    if (expr.operator === ' ') return toText(left) + toText(right);
    if (/^[<>=!]/.test(expr.operator)) return Number(compare(expr.operator, left, right));
    return arithmetic(expr.operator, toNumber(left), toNumber(right));
  }

  async pattern(expr: Expr, flags = 'u'): Promise<RegExp> {
    return this.regex(expr.type === 'regex' ? expr.source : toText(await this.value(expr)), flags);
  }

  private async call(name: string, args: readonly Expr[]): Promise<Value> {
    const defined = this.program.functions.get(name);
    if (!defined) return callAwk(this, name, args, this.record);
    const frame = new Map<string, Value | Map<string, Value>>();
    for (const [index, parameter] of defined.parameters.entries()) {
      const arg = args[index];
      const isArray =
        arg?.type === 'variable' && (this.arrays.has(arg.name) || this.frames.at(-1)?.get(arg.name) instanceof Map);
      frame.set(
        parameter,
        arg === undefined ? { text: '', looks: true } : isArray ? this.array(arg.name) : await this.value(arg),
      );
    }
    if (this.frames.length > 200) throw new AwkError('function call nesting too deep');
    this.frames.push(frame);
    try {
      await this.execute(defined.body);
    } catch (error) {
      if (error instanceof Jump && error.kind === 'return') return error.value;
      throw error;
    } finally {
      this.frames.pop();
    }
    return '';
  }
}

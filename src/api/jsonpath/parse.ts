/** JSONPath templates → nodes, character for character as client-go/util/jsonpath/parser.go reads them. */
import { JSONPathError } from './error.ts';

export interface Bound {
  known: boolean;
  value: number;
  derived?: boolean;
}

export type Node =
  | { type: 'text'; text: string }
  | { type: 'list'; nodes: Node[] }
  | { type: 'field'; name: string }
  | { type: 'array'; bounds: [Bound, Bound, Bound] }
  | { type: 'filter'; left: ListNode; right: ListNode; operator: string }
  | { type: 'constant'; value: number | boolean }
  | { type: 'wildcard' | 'recursive' }
  | { type: 'union'; lists: ListNode[] }
  | { type: 'identifier'; name: string };

export type ListNode = Extract<Node, { type: 'list' }>;

const END = '';

/** Throws JSONPathError with client-go's words. */
export function parseTemplate(text: string): ListNode {
  return new Parser(text).template();
}

/** What stands inside the braces, alone. */
function parseAction(text: string): ListNode {
  return parseTemplate(`{${text}}`).nodes[0] as ListNode;
}

class Parser {
  private pos = 0;
  private start = 0;
  constructor(private readonly input: string) {}

  template(): ListNode {
    const root: ListNode = { type: 'list', nodes: [] };
    while (this.pos < this.input.length) {
      const open = this.input.indexOf('{', this.pos);
      const end = open < 0 ? this.input.length : open;
      if (end > this.pos) root.nodes.push({ type: 'text', text: this.input.slice(this.pos, end) });
      this.pos = end;
      if (open < 0) break;
      this.pos++;
      this.consume();
      const list: ListNode = { type: 'list', nodes: [] };
      root.nodes.push(list);
      this.action(list.nodes);
    }
    return root;
  }

  private next(): string {
    if (this.pos >= this.input.length) {
      this.pos++;
      return END;
    }
    return this.input[this.pos++]!;
  }

  private consume(): string {
    const value = this.input.slice(this.start, this.pos);
    this.start = this.pos;
    return value;
  }

  private action(nodes: Node[]): void {
    for (;;) {
      const rest = this.input.slice(this.pos, this.pos + 3);
      if (rest.startsWith('}')) {
        this.pos++;
        this.consume();
        return;
      }
      if (rest === '[?(') this.filter(nodes);
      else if (rest.startsWith('..')) this.recursive(nodes);
      else this.one(nodes);
    }
  }

  private one(nodes: Node[]): void {
    const char = this.next();
    if (char === END || char === '\n' || char === '\r') throw new JSONPathError('unclosed action');
    if (char === ' ' || char === '@' || char === '$') this.consume();
    else if (char === '[') this.array(nodes);
    else if (char === '"' || char === "'") this.quote(nodes, char);
    else if (char === '.') this.field(nodes);
    else if (/[+\-\d]/.test(char)) this.number(nodes);
    else if (/[\p{L}_]/u.test(char)) this.identifier(nodes);
    else throw new JSONPathError(`unrecognized character in action: ${codePoint(char)}`);
  }

  private identifier(nodes: Node[]): void {
    while (!isTerminator(this.input[this.pos] ?? END)) this.pos++;
    const name = this.consume();
    nodes.push(
      name === 'true' || name === 'false' ? { type: 'constant', value: name === 'true' } : { type: 'identifier', name },
    );
  }

  private recursive(nodes: Node[]): void {
    if (nodes.at(-1)?.type === 'recursive') throw new JSONPathError('invalid multiple recursive descent');
    this.pos += 2;
    this.consume();
    nodes.push({ type: 'recursive' });
    if (/[\p{L}\p{N}_]/u.test(this.input[this.pos] ?? '')) this.field(nodes);
  }

  private number(nodes: Node[]): void {
    while (/[\d.]/.test(this.input[this.pos] ?? '')) this.pos++;
    const text = this.consume();
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new JSONPathError(`cannot parse number ${text}`);
    nodes.push({ type: 'constant', value: Number(text) });
  }

  private field(nodes: Node[]): void {
    this.consume();
    while (!isTerminator(this.input[this.pos] ?? END)) this.pos += this.input[this.pos] === '\\' ? 2 : 1;
    const name = this.consume();
    nodes.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') });
  }

  private quote(nodes: Node[], end: string): void {
    for (;;) {
      const char = this.next();
      if (char === END || char === '\n') throw new JSONPathError('unterminated quoted string');
      if (char === end && this.input[this.pos - 2] !== '\\') break;
    }
    const value = this.consume();
    nodes.push({ type: 'text', text: unquote(value) });
  }

  private array(nodes: Node[]): void {
    for (let char = this.next(); char !== ']'; char = this.next()) {
      if (char === END || char === '\n') throw new JSONPathError('unterminated array');
    }
    const whole = this.consume().slice(1, -1);
    const text = whole === '*' ? ':' : whole;
    const parts = text.split(',');
    const key = /^'([^']*)'$/.exec(text);
    if (parts.length > 1) nodes.push({ type: 'union', lists: parts.map((part) => parseAction(`[${part.trim()}]`)) });
    else if (key) nodes.push(...parseAction(`.${key[1]}`).nodes);
    else nodes.push({ type: 'array', bounds: bounds(text) });
  }

  private filter(nodes: Node[]): void {
    this.pos += 3;
    this.consume();
    let pair = '';
    let closed = false;
    for (;;) {
      const char = this.next();
      if (char === END || char === '\n') throw new JSONPathError('unterminated filter');
      if (char === '"' || char === "'") {
        if (pair === '') pair = char;
        else if (this.input[this.pos - 2] !== '\\' && char === pair) closed = true;
      } else if (char === ')' && (pair !== '') === closed) break;
    }
    if (this.next() !== ']') throw new JSONPathError('unclosed array expect ]');
    const text = this.consume().slice(0, -2);
    const match = /^([^!<>=]+)([!<>=]+)(.+?)$/s.exec(text);
    const empty: ListNode = { type: 'list', nodes: [] };
    if (!match) nodes.push({ type: 'filter', left: parseAction(text), right: empty, operator: 'exists' });
    else
      nodes.push({ type: 'filter', left: parseAction(match[1]!), right: parseAction(match[3]!), operator: match[2]! });
  }
}

function bounds(text: string): [Bound, Bound, Bound] {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (!match) throw new JSONPathError(`invalid array index ${text}`);
  const given = [match[1] ?? '', match[2] ?? '', match[3] ?? ''];
  const entries = given.map((part, index): Bound => {
    if (part === '') return { known: false, value: 0 };
    const digits = index > 0 ? part.slice(1) : part;
    if (digits === '') return { known: false, value: 0 };
    if (digits === '-') throw new JSONPathError(`array index ${digits} is not a number`);
    return { known: true, value: Number(digits) };
  });
  const [first, second, step] = entries as [Bound, Bound, Bound];
  return [first, given[1] === '' ? { known: true, value: first.value + 1, derived: true } : second, step];
}

function isTerminator(char: string): boolean {
  return char === END || /[\s.,[\]$@{}]/.test(char);
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/g, (whole, escape: string) => {
    if (escape.length > 1) return String.fromCharCode(parseInt(escape.slice(1), 16));
    const char = ESCAPES[escape];
    if (char === undefined) throw new JSONPathError(`unquote string ${quoted} error invalid syntax`);
    return char ?? whole;
  });
}

function codePoint(char: string): string {
  return `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${char}'`;
}

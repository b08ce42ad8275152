/**
 * RE2's syntax (Go's regexp/syntax/parse.go): what patterns of schemas and CEL's matches() are written in. No
 * look-around and no back-references, so that matching takes linear time.
 */
import { type CharTest, anyChar, classOf, literal, namedClass, perlClass, unicodeClass } from './classes.ts';

export type Node =
  | { type: 'empty' }
  | { type: 'char'; test: CharTest }
  | { type: 'assert'; at: 'lineStart' | 'lineEnd' | 'textStart' | 'textEnd' | 'word' | 'noWord' }
  | { type: 'concat'; nodes: Node[] }
  | { type: 'alternate'; nodes: Node[] }
  | { type: 'repeat'; node: Node; min: number; max: number; greedy: boolean };

interface Flags {
  fold: boolean;
  multi: boolean;
  dotAll: boolean;
  ungreedy: boolean;
}

const MAX_REPEAT = 1000;

/** `error parsing regexp: missing closing ]: `[a``, as Go says it. */
export class RegexpError extends Error {
  constructor(code: string, expression: string) {
    super(`error parsing regexp: ${code}: \`${expression}\``);
  }
}

/** Throws RegexpError. Groups only group: nobody asks what they took. */
export function parseRegexp(pattern: string): Node {
  return new Parser(pattern).whole();
}

class Parser {
  private at = 0;
  private flags: Flags = { fold: false, multi: false, dotAll: false, ungreedy: false };
  private readonly chars: readonly string[];

  constructor(private readonly pattern: string) {
    this.chars = [...pattern];
  }

  whole(): Node {
    const node = this.alternatives();
    if (this.at < this.chars.length) throw new RegexpError('unexpected )', this.pattern);
    return node;
  }

  private alternatives(): Node {
    const nodes = [this.sequence()];
    while (this.chars[this.at] === '|') {
      this.at++;
      nodes.push(this.sequence());
    }
    return nodes.length === 1 ? nodes[0]! : { type: 'alternate', nodes };
  }

  private sequence(): Node {
    const nodes: Node[] = [];
    for (
      let char = this.chars[this.at];
      char !== undefined && char !== '|' && char !== ')';
      char = this.chars[this.at]
    ) {
      const atom = this.atom(char);
      if (atom) nodes.push(...this.repeated(atom));
    }
    return { type: 'concat', nodes };
  }

  private rest(from = this.at): string {
    return this.chars.slice(from).join('');
  }

  /** Undefined for what only sets flags. */
  private atom(char: string): Node[] | undefined {
    const start = this.at++;
    switch (char) {
      case '(':
        return this.group(start);
      case '[':
        return [{ type: 'char', test: this.bracket(start) }];
      case '.':
        return [{ type: 'char', test: anyChar(this.flags.dotAll) }];
      case '^':
        return [{ type: 'assert', at: this.flags.multi ? 'lineStart' : 'textStart' }];
      case '$':
        return [{ type: 'assert', at: this.flags.multi ? 'lineEnd' : 'textEnd' }];
      case '\\':
        return this.escape(start);
      case '*':
      case '+':
      case '?':
        throw new RegexpError('missing argument to repetition operator', char);
      default:
        return [{ type: 'char', test: literal(char, this.flags.fold) }];
    }
  }

  private group(start: number): Node[] | undefined {
    const before = { ...this.flags };
    if (this.chars[this.at] === '?' && !this.groupHead(start)) return undefined;
    const node = this.alternatives();
    if (this.chars[this.at++] !== ')') throw new RegexpError('missing closing )', this.pattern);
    this.flags = before;
    return [node];
  }

  /** After `(?`: a name, or flags; false when the flags hold for what follows and no group begins. */
  private groupHead(start: number): boolean {
    const text = this.rest();
    const [all, name] = /^\?P?<([^>]*)>/.exec(text) ?? [];
    if (all !== undefined && name !== undefined && !/^\?<[=!]/.test(text)) {
      if (!/^\w+$/.test(name)) throw new RegexpError('invalid named capture', `(${all}`);
      this.at += [...all].length;
      return true;
    }
    const [head, on = '', off = '', end] = /^\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(text) ?? [];
    if (head === undefined) {
      const shown = this.chars.slice(start, start + (/^\?<[=!]/.test(text) ? 4 : 3)).join('');
      throw new RegexpError('invalid or unsupported Perl syntax', shown);
    }
    for (const flag of on) this.flags = { ...this.flags, [FLAGS[flag]!]: true };
    for (const flag of off) this.flags = { ...this.flags, [FLAGS[flag]!]: false };
    this.at += head.length;
    return end === ':';
  }

  /** The last node of `atom` repeated as the operator after it says. */
  private repeated(atom: Node[]): Node[] {
    const start = this.at;
    const bounds = this.bounds();
    if (!bounds) return atom;
    let greedy = !this.flags.ungreedy;
    if (this.chars[this.at] === '?') {
      this.at++;
      greedy = !greedy;
    }
    const end = this.at;
    if (this.bounds())
      throw new RegexpError('invalid nested repetition operator', this.chars.slice(start, this.at).join(''));
    this.at = end;
    const node = atom.at(-1) ?? { type: 'empty' as const };
    return [...atom.slice(0, -1), { type: 'repeat', node, ...bounds, greedy }];
  }

  private bounds(): { min: number; max: number } | undefined {
    const char = this.chars[this.at];
    const simple = char === undefined ? undefined : REPEATS[char];
    if (simple) {
      this.at++;
      return simple;
    }
    const [all, from = '', comma, to = ''] = char === '{' ? (/^\{(\d+)(,(\d*))?\}/.exec(this.rest()) ?? []) : [];
    if (all === undefined) return undefined;
    const min = Number(from);
    const max = comma === undefined ? min : to === '' ? Infinity : Number(to);
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT) || max < min)
      throw new RegexpError('invalid repeat count', all);
    this.at += all.length;
    return { min, max };
  }

  private escape(start: number): Node[] {
    const char = this.chars[this.at];
    if (char === undefined) throw new RegexpError('trailing backslash at end of expression', '');
    const assertion = ASSERTIONS[char];
    if (assertion) {
      this.at++;
      return [{ type: 'assert', at: assertion }];
    }
    if (char === 'Q') return this.quoted();
    const test = this.classEscape() ?? literal(this.charEscape(start), this.flags.fold);
    return [{ type: 'char', test }];
  }

  /** `\Q…\E`. */
  private quoted(): Node[] {
    const text = this.rest(this.at + 1);
    const end = text.indexOf('\\E');
    const inner = end < 0 ? text : text.slice(0, end);
    this.at += 1 + [...inner].length + (end < 0 ? 0 : 2);
    return [...inner].map((char) => ({ type: 'char', test: literal(char, this.flags.fold) }));
  }

  /** `\d`, `\pL`, `\p{Greek}`, after the backslash; undefined for what is one character. */
  private classEscape(): CharTest | undefined {
    const char = this.chars[this.at]!;
    const perl = perlClass(char);
    if (perl) {
      this.at++;
      return perl;
    }
    if (char !== 'p' && char !== 'P') return undefined;
    const [all, braced, single] = /^[pP](?:\{(\^?\w+)\}|(\w))/.exec(this.rest()) ?? [];
    const name = braced ?? single;
    const test = name === undefined ? undefined : unicodeClass(name, char === 'P');
    if (all === undefined || !test) throw new RegexpError('invalid character class range', `\\${all ?? char}`);
    this.at += all.length;
    return test;
  }

  /** One character, after the backslash. */
  private charEscape(start: number): string {
    const [hex, braced, two] = /^x(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/.exec(this.rest()) ?? [];
    if (hex !== undefined) {
      this.at += hex.length;
      return String.fromCodePoint(Number.parseInt(braced ?? two ?? '0', 16));
    }
    const [octal] = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(this.rest()) ?? [];
    if (octal !== undefined) {
      this.at += octal.length;
      return String.fromCodePoint(Number.parseInt(octal, 8));
    }
    const char = this.chars[this.at++]!;
    const control = CONTROLS[char];
    if (control !== undefined) return control;
    if (/[\w]/.test(char) || char > '~')
      throw new RegexpError('invalid escape sequence', this.chars.slice(start, this.at).join(''));
    return char;
  }

  private bracket(start: number): CharTest {
    const negated = this.chars[this.at] === '^';
    if (negated) this.at++;
    const parts: CharTest[] = [];
    for (let first = true; this.chars[this.at] !== ']' || first; first = false) {
      if (this.chars[this.at] === undefined) throw new RegexpError('missing closing ]', this.rest(start));
      parts.push(this.bracketPart());
    }
    this.at++;
    return classOf(parts, negated, this.flags.fold);
  }

  private bracketPart(): CharTest {
    const [posix, not, name = ''] = /^\[:(\^?)(\w+):\]/.exec(this.rest()) ?? [];
    if (posix !== undefined) {
      const test = namedClass(name, not === '^');
      if (!test) throw new RegexpError('invalid character class range', posix);
      this.at += posix.length;
      return test;
    }
    const start = this.at;
    if (this.chars[this.at] === '\\' && this.chars[this.at + 1] !== undefined) {
      this.at++;
      const test = this.classEscape();
      if (test) return test;
      this.at--;
    }
    const low = this.bracketChar();
    if (this.chars[this.at] !== '-' || this.chars[this.at + 1] === ']' || this.chars[this.at + 1] === undefined)
      return literal(low, false);
    this.at++;
    const high = this.bracketChar();
    const [from, to] = [low.codePointAt(0)!, high.codePointAt(0)!];
    if (to < from) throw new RegexpError('invalid character class range', this.chars.slice(start, this.at).join(''));
    return (code) => code >= from && code <= to;
  }

  private bracketChar(): string {
    const start = this.at;
    const char = this.chars[this.at++]!;
    if (char !== '\\') return char;
    if (this.chars[this.at] === undefined) throw new RegexpError('trailing backslash at end of expression', '');
    return this.charEscape(start);
  }
}

const FLAGS: Readonly<Record<string, keyof Flags>> = { i: 'fold', m: 'multi', s: 'dotAll', U: 'ungreedy' };
const REPEATS: Readonly<Record<string, { min: number; max: number }>> = {
  '*': { min: 0, max: Infinity },
  '+': { min: 1, max: Infinity },
  '?': { min: 0, max: 1 },
};
const ASSERTIONS: Readonly<Record<string, Extract<Node, { type: 'assert' }>['at']>> = {
  A: 'textStart',
  z: 'textEnd',
  b: 'word',
  B: 'noWord',
};
const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

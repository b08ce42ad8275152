/** POSIX basic and extended regular expressions (XBD 9) as JavaScript's, with GNU's `\w \b \< \+ \?` extensions. */
import { escapeRegex, readBracket } from './pattern.ts';

export type RegexSyntax = 'basic' | 'extended' | 'fixed';

/** A pattern that POSIX does not accept: GNU's message. */
export class RegexError extends Error {}

const GNU_ESCAPES: Record<string, string> = {
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: '\\s',
  S: '\\S',
  b: '\\b',
  B: '\\B',
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  n: '\\n',
  t: '\\t',
  '`': '^',
  "'": '$',
};

/** The source for `new RegExp(…, 'u')`. Throws RegexError. */
export function translateRegex(pattern: string, syntax: RegexSyntax): string {
  if (syntax === 'fixed') return escapeRegex(pattern);
  return new Translation(pattern, syntax === 'extended').run();
}

class Translation {
  private at = 0;
  private out: string[] = [];
  /** Where the last atom begins in `out`, -1 when a repetition would have nothing to repeat. */
  private atom = -1;
  private groups: number[] = [];

  constructor(
    private readonly pattern: string,
    private readonly extended: boolean,
  ) {}

  run(): string {
    while (this.at < this.pattern.length) this.step();
    if (this.groups.length > 0) throw new RegexError('Unmatched ( or \\(');
    return this.out.join('');
  }

  private step(): void {
    const char = this.pattern[this.at]!;
    if (char === '[') return this.bracket();
    if (char === '\\') return this.escaped();
    this.at++;
    if (char === '.') return this.push('[^\\n]');
    if (char === '*') return this.atom < 0 ? this.push('\\*') : this.repeat('*');
    if (char === '^') return this.caret();
    if (char === '$') return this.dollar();
    if (this.extended) return this.extendedOperator(char);
    return this.push(escapeRegex(char));
  }

  private extendedOperator(char: string): void {
    if (char === '(') return this.open();
    if (char === ')' && this.groups.length > 0) return this.close();
    if (char === '|') return this.alternative();
    if ((char === '+' || char === '?') && this.atom >= 0) return this.repeat(char);
    if (char === '{' && this.atom >= 0) {
      const bounds = /^\{(\d*)(,?)(\d*)\}/.exec(this.pattern.slice(this.at - 1));
      if (bounds && (bounds[1] || bounds[2])) return this.interval(bounds);
    }
    this.push(escapeRegex(char));
  }

  private escaped(): void {
    const next = this.pattern[this.at + 1];
    if (next === undefined) throw new RegexError('Trailing backslash');
    this.at += 2;
    if (/[1-9]/.test(next)) return this.push(`\\${next}`);
    if (GNU_ESCAPES[next] !== undefined) return this.push(GNU_ESCAPES[next]);
    if (!this.extended) {
      if (next === '(') return this.open();
      if (next === ')') return this.close();
      if (next === '|') return this.alternative();
      if ((next === '+' || next === '?') && this.atom >= 0) return this.repeat(next);
      if (next === '{') {
        const bounds = /^\{(\d*)(,?)(\d*)\\\}/.exec(this.pattern.slice(this.at - 1));
        if (!bounds) throw new RegexError('Unmatched \\{');
        return this.interval(bounds);
      }
    }
    this.push(escapeRegex(next));
  }

  private interval(bounds: RegExpExecArray): void {
    this.at += bounds[0].length - 1;
    const [, low, comma, high] = bounds;
    if (high && Number(low) > Number(high)) throw new RegexError('Invalid content of \\{\\}');
    this.repeat(`{${low || '0'}${comma}${high}}`);
  }

  private repeat(operator: string): void {
    const piece = this.out.slice(this.atom).join('');
    this.out.length = this.atom;
    // `a**` is `a*` in POSIX and an error in JavaScript.
    if (/^\(\?:.*\)[*+?}]$/.test(piece) && operator === '*') this.out.push(piece);
    else this.out.push(`(?:${piece})${operator}`);
  }

  private bracket(): void {
    const bracket = readBracket(this.pattern, this.at);
    if (!bracket) throw new RegexError('Unmatched [, [^, [:, [., or [=');
    this.at = bracket.end + 1;
    this.push(bracket.source);
  }

  private open(): void {
    this.groups.push(this.out.length);
    this.out.push('(');
    this.atom = -1;
  }

  private close(): void {
    const start = this.groups.pop();
    if (start === undefined) throw new RegexError('Unmatched ) or \\)');
    this.out.push(')');
    this.atom = start;
  }

  private alternative(): void {
    this.out.push('|');
    this.atom = -1;
  }

  private caret(): void {
    const anchors = this.extended || this.out.length === 0 || ['(', '|'].includes(this.out.at(-1)!);
    if (!anchors) return this.push('\\^');
    this.out.push('^');
    this.atom = -1;
  }

  private dollar(): void {
    const rest = this.pattern.slice(this.at);
    if (this.extended || rest === '' || rest.startsWith('\\)') || rest.startsWith('\\|')) this.out.push('$');
    else this.push('\\$');
  }

  private push(source: string): void {
    this.atom = this.out.length;
    this.out.push(source);
  }
}

/** Parses sed scripts (POSIX XCU sed): addresses, commands, groups. */
import { compile } from '../pattern.ts';
import { RegexError, translateRegex } from '../posix-regex.ts';

export class SedError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

export type Address =
  | { type: 'line'; line: number }
  | { type: 'last' }
  | { type: 'regex'; expression: RegExp }
  | { type: 'step'; first: number; step: number }
  | { type: 'more'; count: number };

export interface SedCommand {
  from?: Address;
  to?: Address;
  negated: boolean;
  name: string;
  text: string;
  expression?: RegExp;
  global: boolean;
  print: boolean;
  nth: number;
  map?: ReadonlyMap<string, string>;
  body?: SedCommand[];
  /** A range's state while it runs: the line it ends at, Infinity while it waits for a match. */
  active?: boolean;
}

export function parseSed(source: string, extended: boolean): SedCommand[] {
  const parser = new SedParser(source, extended);
  const commands = parser.commands(false);
  return commands;
}

class SedParser {
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly extended: boolean,
  ) {}

  commands(inGroup: boolean): SedCommand[] {
    const out: SedCommand[] = [];
    for (;;) {
      while (/[\s;]/.test(this.source[this.at] ?? '')) this.at++;
      const char = this.source[this.at];
      if (char === undefined) {
        if (inGroup) throw this.error("unmatched `{'");
        return out;
      }
      if (char === '}') {
        if (!inGroup) throw this.error("unexpected `}'", 1);
        this.at++;
        return out;
      }
      if (char === '#') while (this.at < this.source.length && this.source[this.at] !== '\n') this.at++;
      else out.push(this.command());
    }
  }

  private error(message: string, offset = 0): SedError {
    return new SedError(message, this.at + offset);
  }

  private command(): SedCommand {
    const command: SedCommand = { negated: false, name: '', text: '', global: false, print: false, nth: 1 };
    const from = this.address();
    if (from) command.from = from;
    if (from && this.source[this.at] === ',') {
      this.at++;
      const to = this.address();
      if (!to) throw this.error("unexpected `,'");
      command.to = to;
    }
    this.blanks();
    while (this.source[this.at] === '!') {
      command.negated = true;
      this.at++;
      this.blanks();
    }
    const name = this.source[this.at];
    if (name === undefined) throw this.error('missing command');
    command.name = name;
    this.at++;
    this.finish(command);
    return command;
  }

  private finish(command: SedCommand): void {
    if (command.name === '{') command.body = this.commands(true);
    else if (command.name === 's') this.substitution(command);
    else if (command.name === 'y') this.transliteration(command);
    else if ('aic'.includes(command.name)) command.text = this.textArgument();
    else if ('btT:rwR'.includes(command.name)) command.text = this.label(command.name);
    else if ('qQ'.includes(command.name)) command.text = /^\s*(\d*)/.exec(this.rest())![1]!;
    else if (!'dDpPgGhHnNx=lz'.includes(command.name)) throw this.error(`unknown command: \`${command.name}'`);
    if ('qQ'.includes(command.name)) this.at += /^\s*\d*/.exec(this.rest())![0].length;
    if (!'{aic:rwR'.includes(command.name)) this.endOfCommand();
  }

  private rest(): string {
    return this.source.slice(this.at);
  }

  private blanks(): void {
    while (/[ \t]/.test(this.source[this.at] ?? '')) this.at++;
  }

  private endOfCommand(): void {
    this.blanks();
    const char = this.source[this.at];
    if (char !== undefined && !/[;\n}#]/.test(char)) throw this.error('extra characters after command', 1);
  }

  private address(): Address | undefined {
    const step = /^(\d+)~(\d+)/.exec(this.rest());
    if (step) {
      this.at += step[0].length;
      return { type: 'step', first: Number(step[1]), step: Number(step[2]) };
    }
    const line = /^(\+?)(\d+)/.exec(this.rest());
    if (line) {
      this.at += line[0].length;
      return line[1] ? { type: 'more', count: Number(line[2]) } : { type: 'line', line: Number(line[2]) };
    }
    if (this.source[this.at] === '$') {
      this.at++;
      return { type: 'last' };
    }
    const char = this.source[this.at];
    if (char !== '/' && char !== '\\') return undefined;
    if (char === '\\') this.at++;
    const delimiter = this.source[this.at++]!;
    const pattern = this.delimited(delimiter, true, 'unterminated address regex');
    const insensitive = this.source[this.at] === 'I';
    if (insensitive) this.at++;
    return { type: 'regex', expression: this.regex(pattern, insensitive ? 'i' : '') };
  }

  /** Text up to the delimiter, which it passes; `\DELIMITER` loses its backslash. */
  private delimited(delimiter: string, regex: boolean, message: string): string {
    let text = '';
    let bracket = false;
    for (; this.at < this.source.length; this.at++) {
      const char = this.source[this.at]!;
      if (char === '\\') {
        const next = this.source[++this.at] ?? '';
        text += next === delimiter ? (regex && /[.*[\]^$+?(){}|]/.test(next) ? `\\${next}` : next) : `\\${next}`;
      } else if (char === delimiter && !bracket) {
        this.at++;
        return text;
      } else {
        if (regex && char === '[') bracket = true;
        else if (regex && char === ']' && !/\[\^?$/.test(text)) bracket = false;
        text += char;
      }
    }
    throw this.error(message);
  }

  private regex(pattern: string, flags: string): RegExp {
    try {
      return compile(translateRegex(pattern, this.extended ? 'extended' : 'basic'), `u${flags}`);
    } catch (error) {
      if (error instanceof RegexError) throw this.error(error.message);
      throw error;
    }
  }

  private substitution(command: SedCommand): void {
    const delimiter = this.source[this.at++];
    if (delimiter === undefined) throw this.error("unterminated `s' command", -1);
    const pattern = this.delimited(delimiter, true, "unterminated `s' command");
    command.text = this.delimited(delimiter, false, "unterminated `s' command");
    const flags = /^[gpiIeMm0-9w]*/.exec(this.rest())![0];
    this.at += flags.length;
    if (/^[a-zA-Z]/.test(this.rest())) throw this.error("unknown option to `s'", 1);
    command.global = flags.includes('g');
    command.print = flags.includes('p');
    command.nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
    command.expression = this.regex(pattern, `g${/i/i.test(flags) ? 'i' : ''}${/m/i.test(flags) ? 'm' : ''}`);
    const highest = Math.max(0, ...[...command.text.matchAll(/\\(\d)/g)].map((match) => Number(match[1])));
    const groups = new RegExp(`${command.expression.source}|`, 'u').exec('')!.length - 1;
    if (highest > groups) throw this.error(`invalid reference \\${highest} on \`s' command's RHS`);
  }

  private transliteration(command: SedCommand): void {
    const delimiter = this.source[this.at++] ?? '';
    const unescape = (text: string): string[] => [...text.replaceAll('\\n', '\n').replaceAll('\\\\', '\\')];
    const from = unescape(this.delimited(delimiter, false, "unterminated `y' command"));
    const to = unescape(this.delimited(delimiter, false, "unterminated `y' command"));
    if (from.length !== to.length) throw this.error("strings for `y' command are different lengths");
    command.map = new Map(from.map((char, index) => [char, to[index]!]));
  }

  private textArgument(): string {
    const match = /^[ \t]*(?:\\[ \t]*\n)?((?:\\[\s\S]|[^\n\\])*)/.exec(this.rest())!;
    this.at += match[0].length;
    const text = match[1]!.replace(/^\\(?=\s)/, '').replace(/\\([\s\S])/g, '$1');
    if (text === '') throw this.error("expected \\ after `a', `c' or `i'");
    return text;
  }

  private label(name: string): string {
    const match = (name === 'b' || name === 't' || name === 'T' ? /^[ \t]*([^;\n}]*)/ : /^[ \t]*([^\n]*)/).exec(
      this.rest(),
    )!;
    this.at += match[0].length;
    return match[1]!.trim();
  }
}

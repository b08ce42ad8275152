/** Executes sed scripts: pattern space, hold space, cycles. */
import { type Line, readLine } from '../lines.ts';
import { FileError } from '../filesystem.ts';
import type { Input, Process } from '../process.ts';
import { absolute } from './options.ts';
import type { Address, SedCommand } from './sed-script.ts';

type Next = 'end' | 'delete' | 'restart' | 'quit' | 'quit-silently' | undefined;

/** Resolves with the exit status that `q` asked for. */
export async function runSed(
  process: Process,
  commands: readonly SedCommand[],
  settings: { quiet: boolean },
  inputs: readonly Input[],
  write: (text: string) => Promise<void>,
): Promise<number> {
  const machine = new SedMachine(process, commands, settings, [...inputs], write);
  return machine.run();
}

class SedMachine {
  private space = '';
  private hold = '';
  private number = 0;
  private current: Line | undefined;
  private following: Line | undefined;
  private substituted = false;
  private appended: string[] = [];
  private status = 0;
  private readonly ends = new Map<SedCommand, number>();

  constructor(
    private readonly process: Process,
    private readonly commands: readonly SedCommand[],
    private readonly settings: { quiet: boolean },
    private readonly inputs: Input[],
    private readonly write: (text: string) => Promise<void>,
  ) {}

  async run(): Promise<number> {
    this.following = await this.read();
    let restart = false;
    while (restart || (await this.advance())) {
      if (!restart) this.space = this.current!.text;
      if (this.number % 1000 === 0) await this.process.machine.tick(this.process.signal);
      const next = await this.execute(this.commands);
      restart = next === 'restart';
      if (!this.settings.quiet && next !== 'delete' && next !== 'restart' && next !== 'quit-silently')
        await this.print(this.space);
      await this.flush();
      if (next === 'quit' || next === 'quit-silently') break;
    }
    return this.status;
  }

  private async read(): Promise<Line | undefined> {
    while (this.inputs.length > 0) {
      const line = await readLine(this.inputs[0]!, this.process.signal);
      if (line) return line;
      this.inputs.shift();
    }
    return undefined;
  }

  private async advance(): Promise<boolean> {
    if (!this.following) return false;
    this.current = this.following;
    this.number++;
    this.following = await this.read();
    return true;
  }

  private print(text: string): Promise<void> {
    // Only the very last line of the input may lack its newline.
    return this.write(text + (this.following || this.current?.ended ? '\n' : ''));
  }

  private async flush(): Promise<void> {
    for (const text of this.appended.splice(0)) await this.write(text);
  }

  private matches(address: Address): boolean {
    switch (address.type) {
      case 'line':
        return this.number === address.line;
      case 'last':
        return this.following === undefined;
      case 'step':
        return address.step === 0
          ? this.number === address.first
          : this.number >= address.first && (this.number - address.first) % address.step === 0;
      case 'regex':
        return address.expression.test(this.space);
      case 'more':
        return false;
    }
  }

  private selects(command: SedCommand): boolean {
    if (!command.from) return true;
    if (!command.to) return this.matches(command.from);
    const end = this.ends.get(command);
    if (end === undefined) return this.startRange(command, command.to);
    if (end !== Infinity) {
      if (this.number >= end) this.ends.delete(command);
      return this.number <= end || this.startRange(command, command.to);
    }
    if (this.matches(command.to)) this.ends.delete(command);
    return true;
  }

  private startRange(command: SedCommand, to: Address): boolean {
    const zero = command.from!.type === 'line' && command.from!.line === 0;
    if (zero ? this.number > 1 : !this.matches(command.from!)) return false;
    const end = to.type === 'line' ? to.line : to.type === 'more' ? this.number + to.count : Infinity;
    if (end > this.number && !(to.type === 'last' && !this.following) && !(zero && this.matches(to)))
      this.ends.set(command, end);
    return true;
  }

  private async execute(commands: readonly SedCommand[]): Promise<Next> {
    for (let at = 0; at < commands.length; at++) {
      const command = commands[at]!;
      if (this.selects(command) === command.negated) continue;
      if (command.name === 'b' || command.name === 't' || command.name === 'T') {
        if (command.name === 't' && !this.substituted) continue;
        if (command.name === 'T' && this.substituted) continue;
        this.substituted = false;
        if (command.text === '') return 'end';
        at = commands.findIndex((other) => other.name === ':' && other.text === command.text);
        if (at < 0) return 'end';
        await this.process.machine.tick(this.process.signal);
        continue;
      }
      const next = command.body ? await this.execute(command.body) : await this.apply(command);
      if (next) return next;
    }
    return undefined;
  }

  private async apply(command: SedCommand): Promise<Next> {
    switch (command.name) {
      case 's':
        return this.substitute(command);
      case 'y':
        this.space = [...this.space].map((char) => command.map!.get(char) ?? char).join('');
        return undefined;
      case 'd':
        return 'delete';
      case 'D': {
        const newline = this.space.indexOf('\n');
        if (newline < 0) return 'delete';
        this.space = this.space.slice(newline + 1);
        return 'restart';
      }
      case 'p':
        await this.print(this.space);
        return undefined;
      case 'P':
        await this.write(`${this.space.split('\n')[0]}\n`);
        return undefined;
      case '=':
        await this.write(`${this.number}\n`);
        return undefined;
      case 'q':
      case 'Q':
        this.status = Number(command.text || 0);
        return command.name === 'q' ? 'quit' : 'quit-silently';
      case 'n':
      case 'N':
        return this.readNext(command.name);
      default:
        return this.applyText(command);
    }
  }

  private async readNext(name: string): Promise<Next> {
    if (!this.following) return 'quit';
    if (name === 'n' && !this.settings.quiet) await this.print(this.space);
    await this.flush();
    await this.advance();
    this.space = name === 'n' ? this.current!.text : `${this.space}\n${this.current!.text}`;
    return undefined;
  }

  private async applyText(command: SedCommand): Promise<Next> {
    switch (command.name) {
      case 'a':
        this.appended.push(`${command.text}\n`);
        break;
      case 'i':
        await this.write(`${command.text}\n`);
        break;
      case 'c':
        if (!command.to || command.negated || !this.ends.has(command)) await this.write(`${command.text}\n`);
        return 'delete';
      case 'r':
        this.appended.push(this.fileText(command.text));
        break;
      case 'h':
        this.hold = this.space;
        break;
      case 'H':
        this.hold += `\n${this.space}`;
        break;
      case 'g':
        this.space = this.hold;
        break;
      case 'G':
        this.space += `\n${this.hold}`;
        break;
      case 'x':
        [this.space, this.hold] = [this.hold, this.space];
        break;
      case 'z':
        this.space = '';
        break;
    }
    return undefined;
  }

  private fileText(name: string): string {
    try {
      return this.process.machine.fs.readFile(absolute(this.process, name));
    } catch (error) {
      if (error instanceof FileError) return '';
      throw error;
    }
  }

  private async substitute(command: SedCommand): Promise<Next> {
    let count = 0;
    let done = false;
    this.space = this.space.replace(command.expression!, (...args: unknown[]) => {
      const whole = args[0] as string;
      count++;
      if (count < command.nth || (done && !command.global)) return whole;
      done = true;
      return replacement(command.text, args as string[]);
    });
    if (!done) return undefined;
    this.substituted = true;
    if (command.print) await this.print(this.space);
    return undefined;
  }
}

/** `&`, `\1`, `\n` and GNU's `\U \L \u \l \E`. */
function replacement(template: string, groups: readonly string[]): string {
  let out = '';
  let mode = '';
  let once = '';
  const add = (text: string): void => {
    let piece = mode === 'U' ? text.toUpperCase() : mode === 'L' ? text.toLowerCase() : text;
    if (once !== '' && piece !== '') {
      piece = (once === 'u' ? piece[0]!.toUpperCase() : piece[0]!.toLowerCase()) + piece.slice(1);
      once = '';
    }
    out += piece;
  };
  for (const match of template.matchAll(/\\([\s\S])|&|[^\\&]+/g)) {
    const escaped = match[1];
    if (escaped === undefined) add(match[0] === '&' ? groups[0]! : match[0]);
    else if (/\d/.test(escaped)) add(groups[Number(escaped)] ?? '');
    else if (/[ULE]/.test(escaped)) mode = escaped;
    else if (/[ul]/.test(escaped)) once = escaped;
    else add({ n: '\n', t: '\t' }[escaped] ?? escaped);
  }
  return out;
}

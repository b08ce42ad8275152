/**
 * Regular expressions that cannot explode: the threads of a Pike VM (Thompson's construction with captures) take a step
 * a character, where backtracking may take ages over `(a+)+$`. Matches are those that JavaScript finds (leftmost, first
 * alternative); what needs backtracking itself (references back, looking around) is not understood.
 */
type Instruction =
  | { op: 'char'; test(char: string): boolean }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'save'; slot: number }
  | { op: 'assert'; test(text: string, at: number): boolean }
  | { op: 'match' };

export interface Program {
  code: Instruction[];
  groups: number;
}

/** Instructions; more are not worth it. */
const MOST = 20_000;

/** Undefined for what it does not understand. */
export function compileLinear(source: string, flags: string): Program | undefined {
  try {
    return new Compiler(source, flags).run();
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class NotUnderstood extends Error {}

const isWord = (char: string | undefined): boolean => char !== undefined && /\w/.test(char);
const atBoundary = (text: string, at: number): boolean => isWord(text[at - 1]) !== isWord(text[at]);

const ASSERTIONS: readonly [source: string, test: (text: string, at: number) => boolean][] = [
  ['\\b(?=\\w)', (text, at) => atBoundary(text, at) && isWord(text[at])],
  ['\\b(?<=\\w)', (text, at) => atBoundary(text, at) && isWord(text[at - 1])],
  ['\\b', atBoundary],
  ['\\B', (text, at) => !atBoundary(text, at)],
];

class Compiler {
  private at = 0;
  private groups = 0;
  private readonly code: Instruction[] = [];

  constructor(
    private readonly source: string,
    private readonly flags: string,
  ) {}

  run(): Program {
    this.code.push({ op: 'save', slot: 0 });
    this.alternatives();
    if (this.at < this.source.length) throw new NotUnderstood();
    this.code.push({ op: 'save', slot: 1 }, { op: 'match' });
    return { code: this.code, groups: this.groups };
  }

  private accept(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private alternatives(): void {
    const ends: number[] = [];
    for (;;) {
      const start = this.code.length;
      this.sequence();
      if (!this.accept('|')) break;
      this.insert(start, { op: 'split', first: start + 1, second: this.code.length + 2 });
      ends.push(this.code.length);
      this.code.push({ op: 'jump', to: -1 });
    }
    for (const end of ends) this.code[end] = { op: 'jump', to: this.code.length };
  }

  private sequence(): void {
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) {
      const start = this.code.length;
      const groups = this.groups;
      const from = this.at;
      this.atom();
      this.repeat(start, from, groups);
    }
  }

  private atom(): void {
    const char = this.source[this.at]!;
    if (char === '(') return this.group();
    if (char === '[') return this.single(this.bracket());
    if (char === '.') {
      this.at++;
      const all = this.flags.includes('s');
      return void this.code.push({ op: 'char', test: (one) => all || one !== '\n' });
    }
    if (char === '^' || char === '$') return this.anchor(char);
    const assertion = ASSERTIONS.find(([source]) => this.accept(source));
    if (assertion) return void this.code.push({ op: 'assert', test: assertion[1] });
    if (char === '\\') return this.escape();
    if ('*+?{'.includes(char)) throw new NotUnderstood();
    const whole = String.fromCodePoint(this.source.codePointAt(this.at)!);
    this.at += whole.length;
    this.literal(whole);
  }

  private anchor(char: string): void {
    this.at++;
    const lines = this.flags.includes('m');
    const test =
      char === '^'
        ? (text: string, at: number): boolean => at === 0 || (lines && text[at - 1] === '\n')
        : (text: string, at: number): boolean => at === text.length || (lines && text[at] === '\n');
    this.code.push({ op: 'assert', test });
  }

  private escape(): void {
    const [all = ''] = /^\\(x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|[dDwWsS]|[nrtfv0]|[^\w])/.exec(
      this.source.slice(this.at, this.at + 12),
    ) ?? [''];
    if (all === '') throw new NotUnderstood();
    this.at += all.length;
    this.single(all);
  }

  private literal(text: string): void {
    if (!this.flags.includes('i')) return void this.code.push({ op: 'char', test: (char) => char === text });
    const lower = text.toLowerCase();
    this.code.push({ op: 'char', test: (char) => char.toLowerCase() === lower });
  }

  /** One character, as JavaScript itself understands it: nothing there to backtrack over. */
  private single(source: string): void {
    const expression = new RegExp(`^${source}$`, this.flags.includes('i') ? 'siu' : 'su');
    this.code.push({ op: 'char', test: (char) => expression.test(char) });
  }

  private bracket(): string {
    const start = this.at;
    for (this.at++; this.at < this.source.length; this.at++) {
      if (this.source[this.at] === '\\') this.at++;
      else if (this.source[this.at] === ']') return this.source.slice(start, ++this.at);
    }
    throw new NotUnderstood();
  }

  private group(): void {
    this.at++;
    let slot: number | undefined;
    if (this.accept('?:')) slot = undefined;
    else if (this.source[this.at] === '?') throw new NotUnderstood();
    else slot = ++this.groups;
    if (slot !== undefined) this.code.push({ op: 'save', slot: slot * 2 });
    this.alternatives();
    if (!this.accept(')')) throw new NotUnderstood();
    if (slot !== undefined) this.code.push({ op: 'save', slot: slot * 2 + 1 });
  }

  /** What stands behind the atom that begins at `start` of the code and `from` of the source. */
  private repeat(start: number, from: number, groups: number): void {
    const [all = '', sign = '', low, comma, high] =
      /^(?:([*+?])|\{(\d+)(,?)(\d*)\})/.exec(this.source.slice(this.at)) ?? [];
    if (all === '') return;
    const end = this.at;
    this.at += all.length;
    const lazy = this.accept('?');
    const least = sign === '+' ? 1 : sign === '' ? Number(low) : 0;
    const most = sign === '?' ? 1 : sign !== '' ? Infinity : comma ? (high ? Number(high) : Infinity) : least;
    const behind = this.at;
    const again = (): void => {
      this.at = from;
      this.groups = groups;
      this.atom();
      this.at = behind;
    };
    this.code.length = start;
    if ((Number.isFinite(most) ? most : least + 1) * (end - from) > MOST) throw new NotUnderstood();
    for (let count = 0; count < least; count++) again();
    if (most === Infinity) this.loop(again, lazy);
    else for (let count = least; count < most; count++) this.maybe(again, lazy);
    this.at = behind;
    if (this.code.length > MOST) throw new NotUnderstood();
  }

  private loop(body: () => void, lazy: boolean): void {
    const split = this.code.length;
    this.code.push({ op: 'match' });
    body();
    this.code.push({ op: 'jump', to: split });
    this.code[split] = this.choice(split + 1, this.code.length, lazy);
  }

  private maybe(body: () => void, lazy: boolean): void {
    const split = this.code.length;
    this.code.push({ op: 'match' });
    body();
    this.code[split] = this.choice(split + 1, this.code.length, lazy);
  }

  private choice(into: number, past: number, lazy: boolean): Instruction {
    return lazy ? { op: 'split', first: past, second: into } : { op: 'split', first: into, second: past };
  }

  /** Makes room in front of code that is there already: what leads behind it moves on. */
  private insert(at: number, instruction: Instruction): void {
    const moved = (target: number): number => (target >= at ? target + 1 : target);
    for (let index = at; index < this.code.length; index++) {
      const one = this.code[index]!;
      if (one.op === 'split') {
        this.code[index] = { op: 'split', first: moved(one.first), second: moved(one.second) };
      } else if (one.op === 'jump' && one.to >= 0) this.code[index] = { op: 'jump', to: moved(one.to) };
    }
    this.code.splice(at, 0, instruction);
  }
}

type Slots = readonly (number | undefined)[];
interface Thread {
  pc: number;
  slots: Slots;
}

/** Where groups begin and end (two slots each, the whole first); undefined when nothing matches from `from` on. */
export function runLinear({ code }: Program, text: string, from: number, sticky: boolean): Slots | undefined {
  let threads: Thread[] = [];
  let found: Slots | undefined;
  const seen = new Int32Array(code.length).fill(-1);
  for (let at = from; ;) {
    if (!found && (!sticky || at === from)) follow(code, text, at, { pc: 0, slots: [] }, threads, seen);
    if (threads.length === 0 && (found || sticky)) return found;
    const char = at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : undefined;
    const behind = at + (char?.length ?? 1);
    const next: Thread[] = [];
    for (const thread of threads) {
      const one = code[thread.pc]!;
      if (one.op === 'match') {
        found = thread.slots;
        break;
      }
      if (one.op !== 'char' || char === undefined || !one.test(char)) continue;
      follow(code, text, behind, { pc: thread.pc + 1, slots: thread.slots }, next, seen);
    }
    if (char === undefined) return found;
    threads = next;
    at = behind;
  }
}

/** Adds what a thread comes to without reading, in the order of preference. `seen`: where each was last added. */
function follow(
  code: readonly Instruction[],
  text: string,
  at: number,
  thread: Thread,
  into: Thread[],
  seen: Int32Array,
): void {
  const stack = [thread];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { pc, slots } = top;
    if (seen[pc] === at) continue;
    seen[pc] = at;
    const one = code[pc]!;
    if (one.op === 'jump') stack.push({ pc: one.to, slots });
    else if (one.op === 'split') stack.push({ pc: one.second, slots }, { pc: one.first, slots });
    else if (one.op === 'save') {
      const saved = [...slots];
      saved[one.slot] = at;
      stack.push({ pc: pc + 1, slots: saved });
    } else if (one.op === 'assert') {
      if (one.test(text, at)) stack.push({ pc: pc + 1, slots });
    } else into.push(top);
  }
}

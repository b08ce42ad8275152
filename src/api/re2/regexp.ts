/** A regular expression that runs in time linear in its input (Go's regexp/exec.go: a Pike machine). */
import type { CharTest } from './classes.ts';
import { type Node, RegexpError, parseRegexp } from './parse.ts';

type Instruction =
  | { op: 'char'; test: CharTest }
  | { op: 'assert'; at: Extract<Node, { type: 'assert' }>['at'] }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'match' };

/** Instructions of one program; upstream bounds the size of what repetition makes likewise. */
const MAX_SIZE = 50_000;

interface Thread {
  at: number;
  /** Where its match began, in code units. */
  start: number;
}

export interface Match {
  index: number;
  text: string;
}

export class Regexp {
  private readonly program: Instruction[] = [];

  /** Throws RegexpError with Go's words. */
  constructor(readonly source: string) {
    this.emit(parseRegexp(source));
    this.program.push({ op: 'match' });
  }

  test(text: string): boolean {
    return this.run(text, 0, 'any') !== undefined;
  }

  /** The leftmost match from `from` on, as Go prefers it. */
  find(text: string, from = 0): Match | undefined {
    const range = this.run(text, from, 'first');
    return range && { index: range[0], text: text.slice(...range) };
  }

  /** Matches that do not overlap, at most `limit` of them. */
  findAll(text: string, limit = Infinity): Match[] {
    const found: Match[] = [];
    for (let from = 0; from <= text.length && found.length < limit;) {
      const match = this.find(text, from);
      if (!match) break;
      const end = match.index + match.text.length;
      // An empty match right after another is none.
      const last = found.at(-1);
      if (match.text !== '' || !last || last.index + last.text.length !== match.index) found.push(match);
      from = match.text === '' ? end + 1 : end;
    }
    return found;
  }

  private emit(node: Node): void {
    if (this.program.length > MAX_SIZE) throw new RegexpError('expression too large', this.source);
    switch (node.type) {
      case 'empty':
        return;
      case 'char':
        this.program.push({ op: 'char', test: node.test });
        return;
      case 'assert':
        this.program.push({ op: 'assert', at: node.at });
        return;
      case 'concat':
        for (const one of node.nodes) this.emit(one);
        return;
      case 'alternate':
        return this.emitAlternatives(node.nodes);
      case 'repeat':
        return this.emitRepeat(node);
    }
  }

  private emitAlternatives(nodes: readonly Node[]): void {
    const jumps: { op: 'jump'; to: number }[] = [];
    for (const [i, one] of nodes.entries()) {
      if (i === nodes.length - 1) {
        this.emit(one);
        break;
      }
      const split = { op: 'split' as const, first: this.program.length + 1, second: 0 };
      this.program.push(split);
      this.emit(one);
      const jump = { op: 'jump' as const, to: 0 };
      jumps.push(jump);
      this.program.push(jump);
      split.second = this.program.length;
    }
    for (const jump of jumps) jump.to = this.program.length;
  }

  private emitRepeat({ node, min, max, greedy }: Extract<Node, { type: 'repeat' }>): void {
    for (let i = 0; i < min; i++) this.emit(node);
    if (max === Infinity) {
      const start = this.program.length;
      const exit = this.split(greedy);
      this.emit(node);
      this.program.push({ op: 'jump', to: start });
      return exit(this.program.length);
    }
    const exits: ((to: number) => void)[] = [];
    for (let i = min; i < max; i++) {
      exits.push(this.split(greedy));
      this.emit(node);
    }
    for (const exit of exits) exit(this.program.length);
  }

  /** Into what follows, or out to where the function given back is told. */
  private split(greedy: boolean): (to: number) => void {
    const inside = this.program.length + 1;
    const split = { op: 'split' as const, first: inside, second: inside };
    this.program.push(split);
    return (to) => {
      if (greedy) split.second = to;
      else split.first = to;
    };
  }

  private run(text: string, from: number, want: 'any' | 'first'): readonly [number, number] | undefined {
    let threads: Thread[] = [];
    let found: readonly [number, number] | undefined;
    const seen = new Int32Array(this.program.length).fill(-1);
    for (let at = from; ;) {
      if (!found) this.follow(threads, seen, { at: 0, start: at }, text, at);
      if (threads.length === 0 && found) return found;
      const code = text.codePointAt(at);
      const width = code !== undefined && code > 0xffff ? 2 : 1;
      const next: Thread[] = [];
      for (const thread of threads) {
        const instruction = this.program[thread.at]!;
        if (instruction.op === 'match') {
          found = [thread.start, at];
          if (want === 'any') return found;
          break;
        }
        if (code !== undefined && instruction.op === 'char' && instruction.test(code))
          this.follow(next, seen, { at: thread.at + 1, start: thread.start }, text, at + width);
      }
      if (code === undefined) return found;
      threads = next;
      at += width;
    }
  }

  /** Adds the threads that a thread becomes without reading, in order of preference. */
  private follow(into: Thread[], seen: Int32Array, start: Thread, text: string, at: number): void {
    const open = [start.at];
    while (open.length > 0) {
      const pc = open.pop()!;
      if (seen[pc] === at) continue;
      seen[pc] = at;
      const instruction = this.program[pc]!;
      if (instruction.op === 'jump') open.push(instruction.to);
      else if (instruction.op === 'split') open.push(instruction.second, instruction.first);
      else if (instruction.op === 'assert') {
        if (holds(instruction.at, text, at)) open.push(pc + 1);
      } else into.push({ at: pc, start: start.start });
    }
  }
}

function holds(what: Extract<Node, { type: 'assert' }>['at'], text: string, at: number): boolean {
  switch (what) {
    case 'textStart':
      return at === 0;
    case 'textEnd':
      return at === text.length;
    case 'lineStart':
      return at === 0 || text[at - 1] === '\n';
    case 'lineEnd':
      return at === text.length || text[at] === '\n';
    default:
      return (isWord(text[at - 1]) !== isWord(text[at])) === (what === 'word');
  }
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /\w/.test(char);
}

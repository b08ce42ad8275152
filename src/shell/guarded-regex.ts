/**
 * Regular expressions as learners write them, some of which take backtracking an age (`(a+)+$`). Such run on the linear
 * machine instead; all else is JavaScript's own, which is faster.
 */
import { compileLinear, type Program, runLinear } from './linear-regex.ts';

/** Characters below which even the worst expression is done in no time. */
const SHORT = 16;

/** Behaves like a RegExp wherever one is used: `test`, `replace`, `matchAll` and `split` all ask `exec`. */
class GuardedRegExp extends RegExp {
  constructor(
    source: string,
    flags: string,
    private readonly program: Program | undefined,
  ) {
    super(source, flags);
  }

  override exec(text: string): RegExpExecArray | null {
    if (text.length < SHORT) return super.exec(text);
    const moving = this.global || this.sticky;
    const from = moving ? this.lastIndex : 0;
    // What neither can do in time matches nothing, as where PCRE gives up.
    const slots = this.program && from <= text.length ? runLinear(this.program, text, from, this.sticky) : undefined;
    if (!slots) {
      if (moving) this.lastIndex = 0;
      return null;
    }
    if (moving) this.lastIndex = slots[1]!;
    const groups = Array.from({ length: this.program!.groups + 1 }, (_, at) => {
      const [start, end] = [slots[at * 2], slots[at * 2 + 1]];
      return start === undefined || end === undefined ? undefined : text.slice(start, end);
    });
    return Object.assign(groups, { index: slots[0]!, input: text, groups: undefined }) as unknown as RegExpExecArray;
  }

  static override get [Symbol.species](): RegExpConstructor {
    return RegExp;
  }
}

/** Throws SyntaxError as RegExp does. */
export function guardedRegExp(source: string, flags: string): RegExp {
  const plain = new RegExp(source, flags);
  const danger = dangerOf(source);
  if (danger === 'none') return plain;
  const program = compileLinear(source, flags);
  return program || danger === 'exponential' ? new GuardedRegExp(source, flags, program) : plain;
}

const LOOP = /^(?:[*+]|\{\d+,\d*\})/;

/** A loop within a loop, a choice within one; or (slow, but no worse) several in a row. */
export function dangerOf(source: string): 'none' | 'polynomial' | 'exponential' {
  let loops = 0;
  const groups = [{ loops: false, choice: false }];
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!;
    let closed: { loops: boolean; choice: boolean } | undefined;
    if (char === '\\') at++;
    else if (char === '[') at = bracketEnd(source, at);
    else if (char === '(') groups.push({ loops: false, choice: false });
    else if (char === '|') groups.at(-1)!.choice = true;
    else if (char === ')' && groups.length > 1) closed = groups.pop();
    const around = groups.at(-1)!;
    // What loops must not be repeated, were it a fixed number of times.
    if (closed?.loops && source[at + 1] === '{') return 'exponential';
    if (LOOP.test(source.slice(at + 1, at + 8))) {
      if (closed?.loops || closed?.choice) return 'exponential';
      loops++;
      around.loops = true;
    } else if (closed) {
      around.loops ||= closed.loops;
      around.choice ||= closed.choice;
    }
  }
  return loops > 2 ? 'polynomial' : 'none';
}

function bracketEnd(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === ']') return at;
  }
  return source.length;
}

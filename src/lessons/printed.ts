/** What a lesson says that a command prints, against what it prints. */

/**
 * Undefined when it is so, else the first line of `expected` that was not found where it should be. `…` stands for
 * anything in a line, a line of only `…` for any lines; the width of gaps does not count, for columns depend on names.
 */
export function firstUnprinted(expected: string, output: string): string | undefined {
  const want = linesOf(expected);
  const got = linesOf(output);
  let furthest = 0;
  function matches(at: number, line: number): boolean {
    furthest = Math.max(furthest, at);
    const wanted = want[at];
    if (wanted === undefined) return line === got.length;
    if (wanted === '…') return matches(at + 1, line) || (line < got.length && matches(at, line + 1));
    const given = got[line];
    return given !== undefined && patternOf(wanted).test(given) && matches(at + 1, line + 1);
  }
  return matches(0, 0) ? undefined : (want[furthest] ?? 'nothing more');
}

function patternOf(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

function linesOf(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').trimEnd());
}

/** tr (POSIX): translate, `-d` delete, `-s` squeeze, `-c` complement. */
import { readChunk } from '../lines.ts';
import { expandEscapes } from './echo.ts';
import { coreutil, parseOptions, UsageError } from './options.ts';

const range = (from: string, to: string): string => {
  let out = '';
  for (let code = from.codePointAt(0)!; code <= to.codePointAt(0)!; code++) out += String.fromCodePoint(code);
  return out;
};
const CLASSES: Record<string, string> = {
  lower: range('a', 'z'),
  upper: range('A', 'Z'),
  digit: range('0', '9'),
  alpha: range('A', 'Z') + range('a', 'z'),
  alnum: range('0', '9') + range('A', 'Z') + range('a', 'z'),
  space: '\t\n\v\f\r ',
  blank: '\t ',
  punct: range('!', '/') + range(':', '@') + range('[', '`') + range('{', '~'),
  xdigit: range('0', '9') + range('A', 'F') + range('a', 'f'),
  print: range(' ', '~'),
  graph: range('!', '~'),
  cntrl: `${range('\x00', '\x1f')}\x7f`,
};

function expandSet(text: string): string[] {
  const source = text.replace(/\\([0-7]{1,3})/g, '\\0$1');
  const named = source.replace(/\[:(\w+):\]/g, (all, name: string) => CLASSES[name] ?? all);
  const chars = [...expandEscapes(named).text];
  const out: string[] = [];
  for (let at = 0; at < chars.length; at++) {
    if (chars[at + 1] === '-' && at + 2 < chars.length && !/\[:punct:\]|\[:print:\]|\[:graph:\]/.test(text)) {
      if (chars[at]! > chars[at + 2]!)
        throw new UsageError(
          `range-endpoints of '${chars[at]}-${chars[at + 2]}' are in reverse collating sequence order`,
          1,
          false,
        );
      out.push(...range(chars[at]!, chars[at + 2]!));
      at += 2;
    } else out.push(chars[at]!);
  }
  return out;
}

export const tr = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'dscCt',
    long: { delete: 'd', 'squeeze-repeats': 's', complement: 'c', 'truncate-set1': 't' },
    ordered: true,
  });
  const [one, two, extra] = options.operands;
  if (one === undefined) throw new UsageError('missing operand', 1);
  const deleting = options.has('d');
  if (two === undefined && !deleting && !options.has('s'))
    throw new UsageError(`missing operand after ‘${one}’\nTwo strings must be given when translating.`, 1);
  if (extra !== undefined || (deleting && two !== undefined && !options.has('s')))
    throw new UsageError(
      `extra operand ‘${extra ?? two}’${deleting ? '\nOnly one string may be given when deleting without squeezing repeats.' : ''}`,
      1,
    );
  const first = expandSet(one);
  const second = two === undefined ? [] : expandSet(two);
  const complement = options.has('c', 'C');
  const inFirst = new Set(first);
  const matches = (char: string): boolean => inFirst.has(char) !== complement;
  const map = new Map(first.map((char, index) => [char, second[index] ?? second.at(-1) ?? char]));
  const squeezed = options.has('s')
    ? two === undefined
      ? matches
      : (char: string) => second.includes(char)
    : () => false;
  let previous: string | undefined;
  for (
    let chunk = await readChunk(process.stdin, process.signal);
    chunk !== undefined;
    chunk = await readChunk(process.stdin, process.signal)
  ) {
    let out = '';
    for (const char of chunk) {
      const hit = matches(char);
      if (hit && deleting) continue;
      const translated =
        hit && !deleting && two !== undefined ? (complement ? (second.at(-1) ?? char) : map.get(char)!) : char;
      if (translated === previous && squeezed(translated)) continue;
      previous = translated;
      out += translated;
    }
    await process.stdout.write(out);
  }
  return 0;
});

/** echo (GNU and bash): `-n`, `-e`, `-E`. */
import type { Program } from '../process.ts';

const ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Backslash escapes as `echo -e` and `%b` read them; `\c` ends all output. */
export function expandEscapes(text: string): { text: string; ended: boolean } {
  let ended = false;
  const end = /(?:^|[^\\])(?:\\\\)*\\c/.exec(text);
  let source = text;
  if (end) {
    ended = true;
    source = text.slice(0, end.index + end[0].length - 2);
  }
  const out = source.replace(
    /\\(?:0([0-7]{0,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|(.))/g,
    (
      all,
      octal: string | undefined,
      hex: string | undefined,
      unicode: string | undefined,
      letter: string | undefined,
    ) => {
      if (letter !== undefined) return ESCAPES[letter] ?? all;
      return String.fromCodePoint(octal === undefined ? parseInt(hex ?? unicode!, 16) : parseInt(octal || '0', 8));
    },
  );
  return { text: out, ended };
}

export function echoText(args: readonly string[], escapesByDefault = false): string {
  let newline = true;
  let escapes = escapesByDefault;
  let at = 0;
  for (; at < args.length && /^-[neE]+$/.test(args[at]!); at++) {
    for (const letter of args[at]!.slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const text = args.slice(at).join(' ');
  if (!escapes) return newline ? `${text}\n` : text;
  const expanded = expandEscapes(text);
  return expanded.text + (newline && !expanded.ended ? '\n' : '');
}

export const echo: Program = async ({ argv, stdout }) => {
  await stdout.write(echoText(argv.slice(1)));
  return 0;
};

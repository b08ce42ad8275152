/** Sets of characters, as tests on a code point (Go's regexp/syntax/perl_groups.go, unicode tables). */
export type CharTest = (code: number) => boolean;

export function anyChar(newlines: boolean): CharTest {
  return newlines ? () => true : (code) => code !== 10;
}

function folded(code: number): readonly [number, number] {
  const char = String.fromCodePoint(code);
  return [char.toLowerCase().codePointAt(0)!, char.toUpperCase().codePointAt(0)!];
}

export function literal(char: string, fold: boolean): CharTest {
  const wanted = char.codePointAt(0)!;
  if (!fold) return (code) => code === wanted;
  const [lower, upper] = folded(wanted);
  return (code) => code === lower || code === upper || folded(code)[0] === lower;
}

export function classOf(parts: readonly CharTest[], negated: boolean, fold: boolean): CharTest {
  const any = (code: number): boolean => parts.some((part) => part(code));
  const test = fold ? (code: number): boolean => any(code) || folded(code).some(any) : any;
  return negated ? (code) => !test(code) : test;
}

function ofPattern(pattern: RegExp, negated: boolean): CharTest {
  return (code) => pattern.test(String.fromCodePoint(code)) !== negated;
}

const PERL: Readonly<Record<string, RegExp>> = { d: /[0-9]/, s: /[\t\n\f\r ]/, w: /[0-9A-Za-z_]/ };

/** `\d`, `\W`; undefined for other letters. */
export function perlClass(letter: string): CharTest | undefined {
  const pattern = PERL[letter.toLowerCase()];
  return pattern && ofPattern(pattern, letter !== letter.toLowerCase());
}

const POSIX: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  ascii: /\p{ASCII}/u,
  blank: /[\t ]/,
  cntrl: /\p{Cc}/u,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t\n\v\f\r ]/,
  upper: /[A-Z]/,
  word: /[0-9A-Za-z_]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** `[:alpha:]`; undefined when there is no such class. */
export function namedClass(name: string, negated: boolean): CharTest | undefined {
  const pattern = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
  return pattern && ofPattern(pattern, negated);
}

/** `\p{Greek}`, `\pL`; undefined when there is no such category or script. */
export function unicodeClass(name: string, negated: boolean): CharTest | undefined {
  const bare = name.replace(/^\^/, '');
  const wanted = negated !== (bare !== name);
  if (bare === 'Any') return () => !wanted;
  for (const property of [bare, `Script=${bare}`]) {
    try {
      return ofPattern(new RegExp(`\\p{${property}}`, 'u'), wanted);
    } catch {
      // Not a general category: perhaps a script.
    }
  }
  return undefined;
}

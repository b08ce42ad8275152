import { describe, expect, it } from 'vitest';
import { seededRandom } from '../time/random.ts';
import { dangerOf, guardedRegExp } from './guarded-regex.ts';
import { compileLinear, runLinear } from './linear-regex.ts';

describe('regular expressions that explode', () => {
  it.each(['(a+)+$', '(a|a)*b', '(?:(?:a)*)*c', '(?:.*a){12}b', '(x+x+)+y', '^(\\w+\\s?)*$', 'a*a*a*a*a*b'])(
    '%s is answered at once',
    (source) => {
      expect(dangerOf(source)).not.toBe('none');
      const text = 'a'.repeat(5000) + '!';
      expect(guardedRegExp(source, 'su').test(text)).toBe(false);
    },
  );

  it.each(['abc', '[a-z]+', '(foo|bar)', 'a+b+', '^.*$', '(a|b)c+', 'a{3}'])('%s is left alone', (source) => {
    expect(dangerOf(source)).toBe('none');
  });

  it('replaces and finds all as any other', () => {
    const text = 'one two three four five six seven';
    expect(text.replace(guardedRegExp('((\\w+) )+', 'su'), '<$2>')).toBe(text.replace(/((\w+) )+/u, '<$2>'));
    const all = (expression: RegExp): string[] => [...text.matchAll(expression)].map((match) => match.join('/'));
    expect(all(guardedRegExp('(t|f)(\\w|x)*', 'gsu'))).toEqual(all(/(t|f)(\w|x)*/gu));
    expect(text.split(guardedRegExp('(?: |e)+', 'su'))).toEqual(text.split(/(?: |e)+/u));
  });
});

describe('the linear machine', () => {
  const random = seededRandom('regex');
  const pick = (list: readonly string[]): string => list[random.int(list.length)]!;
  /** Loops over nothing are ended in ways of their own. */
  const isNullable = (source: string): boolean =>
    new RegExp(`^(?:${source.replaceAll(/\\b|(?<!\[)\^|\$/g, '')})$`, 'u').test('');
  const expression = (depth: number): string => {
    const atom = (): string =>
      depth > 0 && random.int(3) === 0
        ? `${pick(['(', '(?:'])}${expression(depth - 1)})`
        : pick(['a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$']);
    const piece = (): string => {
      const one = atom();
      return isNullable(one) ? one : one + pick(['', '', '*', '+', '?', '*?', '{1,2}', '{2}']);
    };
    const branch = (): string => Array.from({ length: 1 + random.int(3) }, piece).join('');
    return random.int(3) === 0 ? `${branch()}|${branch()}|${branch()}` : branch();
  };

  it('finds what JavaScript finds', () => {
    for (let round = 0; round < 3000; round++) {
      const source = expression(2);
      const text = Array.from({ length: random.int(9) }, () => pick(['a', 'b', 'c', ' ', '\n'])).join('');
      const program = compileLinear(source, 'su');
      expect(program, source).toBeDefined();
      const slots = runLinear(program!, text, 0, false);
      const found = new RegExp(source, 'sud').exec(text);
      expect(slots && [slots[0], slots[1]], `${source} on ${JSON.stringify(text)}`).toEqual(
        found?.indices?.[0] ?? undefined,
      );
    }
  });

  it('leaves alone what it does not understand', () => {
    expect(compileLinear('(a)\\1', 'u')).toBeUndefined();
    expect(compileLinear('a(?=b)', 'u')).toBeUndefined();
  });
});

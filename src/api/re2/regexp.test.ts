import { describe, expect, test } from 'vitest';
import { Regexp } from './regexp.ts';

const words = (pattern: string, text: string, limit?: number): string[] =>
  new Regexp(pattern).findAll(text, limit).map((match) => match.text);

describe('a regular expression of RE2', () => {
  test.each([
    ['^a+b$', 'aaab', true],
    ['^a+b$', 'aaabc', false],
    ['b|c', 'xxc', true],
    ['^(a|ab)(c|bcd)$', 'abcd', true],
    ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'my-name', true],
    ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'My-name', false],
    ['(?i)^ABC$', 'aBc', true],
    ['^[^\\s]+$', 'a b', false],
    ['^\\d{2,3}$', '1234', false],
    ['^\\d{2,}$', '1234', true],
    ['^x{2}$', 'xx', true],
    ['^[[:alpha:]_]+$', 'ab_c', true],
    ['^\\p{L}+$', '한글', true],
    ['^\\x41\\x{42}$', 'AB', true],
    ['^\\Qa.b\\E$', 'axb', false],
    ['\\bfoo\\b', 'a foo.', true],
    ['^a.c$', 'a\nc', false],
    ['(?s)^a.c$', 'a\nc', true],
    ['(?m)^b$', 'a\nb', true],
    ['^(?P<year>\\d+)-(?:x|y)$', '2026-y', true],
    ['^[]a]+$', ']a', true],
    ['^[a\\-z]+$', 'a-z', true],
    ['^😀$', '😀', true],
    ['', '', true],
    ['^a{,2}$', 'a{,2}', true],
  ])('%s on %j', (pattern, text, wanted) => {
    expect(new Regexp(pattern).test(text)).toBe(wanted);
  });

  test('finds leftmost, greedy or not', () => {
    expect(words('a+?', 'aaa')).toEqual(['a', 'a', 'a']);
    expect(words('\\d+', 'a1b22c333', 2)).toEqual(['1', '22']);
    expect(words('a*', 'baac')).toEqual(['', 'aa', '']);
    expect(new Regexp('b|ab').find('xab')).toEqual({ index: 1, text: 'ab' });
  });

  test.each([
    ['a(b', 'error parsing regexp: missing closing ): `a(b`'],
    ['a)b', 'error parsing regexp: unexpected ): `a)b`'],
    ['[a', 'error parsing regexp: missing closing ]: `[a`'],
    ['*a', 'error parsing regexp: missing argument to repetition operator: `*`'],
    ['a**', 'error parsing regexp: invalid nested repetition operator: `**`'],
    ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    ['(?<!a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?<!`'],
    ['(a)\\1', 'error parsing regexp: invalid escape sequence: `\\1`'],
    ['a{1001}', 'error parsing regexp: invalid repeat count: `{1001}`'],
    ['[z-a]', 'error parsing regexp: invalid character class range: `z-a`'],
    ['a\\', 'error parsing regexp: trailing backslash at end of expression: ``'],
  ])('refuses %s', (pattern, message) => {
    expect(() => new Regexp(pattern)).toThrow(message);
  });

  test('does not backtrack', () => {
    expect(new Regexp('^(a+)+$').test(`${'a'.repeat(5000)}b`)).toBe(false);
    expect(new Regexp('^(a|a)*$').test(`${'a'.repeat(5000)}b`)).toBe(false);
  });
});

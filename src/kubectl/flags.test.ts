import { describe, expect, it } from 'vitest';
import { parseFlags } from './flags.ts';
import { get } from './verbs/get.ts';
import { allFlags } from './run.ts';

const parse = (...argv: string[]): ReturnType<typeof parseFlags> => parseFlags(argv, allFlags(get.flags));

describe('parseFlags', () => {
  it('reads every spelling of a value', () => {
    for (const argv of [['-n', 'shop'], ['-nshop'], ['-n=shop'], ['--namespace', 'shop'], ['--namespace=shop']]) {
      expect(parse(...argv).flags.string('namespace')).toBe('shop');
    }
  });
  it('keeps arguments in order and stops at --', () => {
    expect(parse('pods', '-oyaml', 'web', '--', '-x')).toMatchObject({ args: ['pods', 'web', '-x'], dash: 2 });
  });
  it('splits and repeats comma lists', () => {
    expect(parse('-L', 'app,tier', '-L', 'zone').flags.strings('label-columns')).toEqual(['app', 'tier', 'zone']);
  });
  it.each([
    [['--foo'], 'unknown flag: --foo'],
    [['-wz'], "unknown shorthand flag: 'z' in -z"],
    [['-n'], "flag needs an argument: 'n' in -n"],
    [['--namespace'], 'flag needs an argument: --namespace'],
    [
      ['-w=maybe'],
      'invalid argument "maybe" for "-w, --watch" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
  ])('complains about %j as pflag does', (argv, message) => {
    expect(() => parse(...argv)).toThrow(message);
  });
});

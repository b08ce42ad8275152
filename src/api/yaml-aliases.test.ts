import { describe, expect, test } from 'vitest';
import { parseYaml } from './yaml.ts';

describe('aliases', () => {
  test('repeat what they name', () => {
    expect(parseYaml('a: &x { b: 1 }\nc: *x\nd: [*x, *x]')).toEqual({
      a: { b: 1 },
      c: { b: 1 },
      d: [{ b: 1 }, { b: 1 }],
    });
  });

  test('of themselves are refused', () => {
    expect(() => parseYaml('&a [*a]')).toThrow("yaml: anchor 'a' value contains itself");
    expect(() => parseYaml('x: &b { c: *b }')).toThrow("yaml: anchor 'b' value contains itself");
  });

  test('that multiply without end are refused before they are followed', () => {
    const lines = ['a: &a ["x","x","x","x","x","x","x","x","x"]'];
    for (const [name, before] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih', 'ji'].map((pair) => [...pair])) {
      lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`);
    }
    expect(() => parseYaml(lines.join('\n'))).toThrow('yaml: document contains excessive aliasing');
  });
});

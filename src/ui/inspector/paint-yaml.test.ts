import { describe, expect, it } from 'vitest';
import { paintYaml } from './paint-yaml.ts';

const tones = (line: string): string =>
  paintYaml(line)
    .map(({ text, tone }) => `${tone ?? '-'}<${text}>`)
    .join('');

describe('paintYaml', () => {
  it.each([
    ['  replicas: 3', '-<  >key<replicas>-<:>number< 3>'],
    ['      - name: nginx', '-<      - >key<name>-<:>string< nginx>'],
    ['  - 8080', '-<  - >number<8080>'],
    ['status: {}', '-<>key<status>-<:>-< {}>'],
    ["    image: 'a: b'", "-<    >key<image>-<:>string< 'a: b'>"],
  ])('%s', (line, painted) => expect(tones(line)).toBe(painted));

  it('loses no character', () => {
    for (const line of ['a: |', '  any text: with: colons', '', '- - x'])
      expect(
        paintYaml(line)
          .map((part) => part.text)
          .join(''),
      ).toBe(line);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dumpYaml, parseYaml, parseYamlDocuments } from './yaml.ts';

test.each([
  ['a: yes', true],
  ['a: NO', false],
  ['a: 0644', 420],
  ['a: 0o644', 420],
  ['a: 1_000', 1000],
  ['a: 22:22', '22:22'],
  ['a: 2020-01-01', '2020-01-01'],
  ['a: "1"', '1'],
  ['a: 1.5', 1.5],
])('%s', (text, value) => {
  expect(parseYaml(text)).toEqual({ a: value });
});

test('an empty document is none, and a repeated key is the last', () => {
  expect(parseYaml('# nothing\n')).toBeUndefined();
  expect(parseYaml('a: 1\na: 2\n')).toEqual({ a: 2 });
});

test('text that would read as something else is quoted', () => {
  const object = {
    b: ['y', 'on', '123', '1.5', 'a b', 'a: b', '*x', ''],
    a: { script: 'one\ntwo\n', n: null, e: {}, l: [] },
  };
  expect(dumpYaml(object)).toBe(
    'a:\n  e: {}\n  l: []\n  "n": null\n  script: |\n    one\n    two\nb:\n- "y"\n- "on"\n- "123"\n- "1.5"\n- a b\n- \'a: b\'\n- \'*x\'\n- ""\n',
  );
});

const golden = `${process.cwd()}/../shared/golden/apply--yaml-syntax-errors.json`;
describe.skipIf(!existsSync(golden))('syntax errors of a real kubectl', () => {
  const { files, steps } = existsSync(golden)
    ? (JSON.parse(readFileSync(golden, 'utf8')) as {
        files: Record<string, string>;
        steps: { run: string; stderr: string }[];
      })
    : { files: {}, steps: [] };
  const failing = steps.filter(
    (step) => step.run.startsWith('kubectl apply') && step.stderr.includes('error converting YAML to JSON'),
  );
  test.each(failing)('$run', ({ run, stderr }) => {
    const name = run.split(' ').at(-1)!;
    const message = stderr.trim().split('error converting YAML to JSON: ')[1]!;
    expect(() => parseYamlDocuments(files[name]!)).toThrow(message);
  });
});

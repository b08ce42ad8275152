import { expect, it } from 'vitest';
import { yamlDuplicates } from './yaml-duplicates.ts';

it('tells of keys that are set twice, each with its line', () => {
  const source = `a: 1
spec:
  replicas: 1
  list:
  - {x: 1, x: 2}
  - x: 3
  replicas: 2
"a": 2
`;
  expect(yamlDuplicates(source)).toBe(`yaml: unmarshal errors:
  line 5: key "x" already set in map
  line 7: key "replicas" already set in map
  line 8: key "a" already set in map`);
});

it('knows keys of other mappings, merges and aliases', () => {
  expect(yamlDuplicates('a: &x {k: 1}\nb: *x\nc: {<<: *x, k: 2}\nd: [k, k]\n')).toBeUndefined();
  expect(yamlDuplicates('{}')).toBeUndefined();
});

import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { BOOL, DYN, INT, STRING, listOf, mapOf, objectType } from './types.ts';
import { toCel } from './values.ts';

const SELF = objectType('self', {
  name: STRING,
  count: INT,
  ready: BOOL,
  list: listOf(objectType('self.list.@idx', { name: STRING, port: INT })),
  labels: mapOf(STRING),
  tags: listOf(STRING),
  port: DYN,
});
const VALUE = {
  name: 'web-1',
  count: 3,
  ready: true,
  list: [
    { name: 'a', port: 80 },
    { name: 'b', port: 443 },
  ],
  labels: { app: 'x', constructor: 'y' },
  tags: ['b', 'a'],
  port: 'http',
};

function run(expression: string): unknown {
  const { program, error } = compile(expression, { self: SELF }, ['any']);
  if (!program) throw new Error(error);
  return program.run({ self: toCel(VALUE, SELF) });
}

describe('CEL', () => {
  test.each([
    'self.count <= 3 && self.count > 2.5',
    "self.name.startsWith('web') && self.name.matches('^web-[0-9]+$')",
    'self.list.all(e, e.port > 1 && e.port < 65536)',
    "self.list.exists(e, e.name == 'a') && self.list.exists_one(e, e.port == 80)",
    "self.list.map(e, e.name) == ['a', 'b']",
    'self.list.filter(e, e.port > 100).size() == 1',
    "has(self.labels) && 'app' in self.labels && self.labels['app'] == 'x'",
    "!('toString' in self.labels) && self.labels.all(k, k != 'z')",
    "self.labels[?'zz'].orValue('n') == 'n' && self.?name.orValue('n') == 'web-1'",
    "self.tags.isSorted() == false && ['a', 'b'].isSorted()",
    '[1, 2, 3].sum() == 6 && [3, 1].min() == 1 && [3, 1].max() == 3',
    "self.tags.indexOf('a') == 1",
    "'a1b22'.find('[0-9]+') == '1' && 'a1b22'.findAll('[0-9]+') == ['1', '22']",
    "quantity('1.5Gi').isGreaterThan(quantity('1Gi')) && quantity('500m').add(quantity('500m')).asInteger() == 1",
    "isQuantity('1Gi') && !isQuantity('x')",
    "url('https://example.com:80/path?a=1').getHost() == 'example.com:80' && url('https://example.com:80/').getPort() == '80'",
    "isURL('/a') && !isURL('no url')",
    "ip('127.0.0.1').isLoopback() && ip('::1').family() == 6 && isIP('10.0.0.1') && !isIP('x')",
    "cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')",
    "string(cidr('10.1.2.3/8').masked()) == '10.0.0.0/8' && ip.isCanonical('::1')",
    "semver('1.2.3').isLessThan(semver('1.10.0')) && isSemver('1.0.0-rc.1')",
    "'%s has %d'.format(['x', 2]) == 'x has 2'",
    "format.dns1123Label().validate('Bad').hasValue()",
    'sets.contains([1, 2], [1]) && sets.intersects([1], [1, 2]) && sets.equivalent([1, 2], [2, 1])',
    "'a,b'.split(',') == ['a', 'b'] && ['a', 'b'].join('-') == 'a-b' && 'abc'.replace('b', 'x') == 'axc'",
    'optional.of(2).optMap(x, x * 2).orValue(0) == 4',
    "duration('90s') > duration('1m') && timestamp('2026-01-01T00:00:00Z').getFullYear() == 2026",
    "self.port == 'http' || self.port > 80",
    "type(self.count) == int && string(self.count) == '3'",
    'cel.bind(n, self.count, n * n) == 9',
    '[1, 2, 3, 4].slice(1, 3) == [2, 3] && [[1], [2, 3]].flatten() == [1, 2, 3] && [[[1]]].flatten(2) == [1]',
    '[3, 1, 2].sort() == [1, 2, 3] && [1, 2, 1].distinct() == [1, 2] && [1, 2].reverse() == [2, 1]',
    "self.list.sortBy(e, -e.port).map(e, e.name) == ['b', 'a'] && lists.range(3) == [0, 1, 2]",
    '[1, 2].first().value() == 1 && [1, 2].last().orValue(0) == 2 && ![].first().hasValue()',
    "self.list.all(i, e, i < 2 && e.port > 1) && self.labels.exists(k, v, k == 'app' && v == 'x')",
    "self.labels.exists_one(k, v, v == 'x') && self.tags.existsOne(i, t, t == 'a') && self.tags.existsOne(t, t == 'b')",
    "self.tags.transformList(i, t, t + string(i)) == ['b0', 'a1'] && self.tags.transformList(i, t, i > 0, t) == ['a']",
    "{'a': 1, 'b': 2}.transformMap(k, v, v * 2) == {'a': 2, 'b': 4} && {'a': 1}.transformMap(k, v, v > 1, v) == {}",
    "['x', 'y'].transformMapEntry(i, v, {v: i}) == {'x': 0, 'y': 1}",
    "semver('v1.2', true).minor() == 2 && isSemver('01.2.3', true) && !isSemver('v1.2')",
  ])('%s', (expression) => {
    expect(run(expression)).toBe(true);
  });

  test.each([
    ['self.b == 1', "ERROR: <input>:1:5: undefined field 'b'\n | self.b == 1\n | ....^"],
    ['foo == 1', "ERROR: <input>:1:1: undeclared reference to 'foo' (in container '')\n | foo == 1\n | ^"],
    [
      "self.count == 'x'",
      "ERROR: <input>:1:12: found no matching overload for '_==_' applied to '(int, string)'\n | self.count == 'x'\n | ...........^",
    ],
    [
      'self.count.startsWith("x")',
      "ERROR: <input>:1:22: found no matching overload for 'startsWith' applied to 'int.(string)'\n | self.count.startsWith(\"x\")\n | .....................^",
    ],
    [
      'object.spec. <= 3',
      "ERROR: <input>:1:14: Syntax error: no viable alternative at input '. <='\n | object.spec. <= 3\n | .............^",
    ],
    [
      'self.name.x',
      "ERROR: <input>:1:10: type 'string' does not support field selection\n | self.name.x\n | .........^",
    ],
    ['nope(1)', "ERROR: <input>:1:5: undeclared reference to 'nope' (in container '')\n | nope(1)\n | ....^"],
  ])('refuses %s', (expression, text) => {
    expect(compile(expression, { self: SELF }).error).toBe(`compilation failed: ${text}`);
  });

  test('wants the type that is wanted', () => {
    expect(compile('self.count', { self: SELF }).error).toBe('must evaluate to bool');
  });

  test.each([
    ["self.labels['zz'] == 'x'", 'no such key: zz'],
    ['1 / (self.count - 3) == 1', 'division by zero'],
    ['self.list[5].port == 1', 'index out of bounds: 5'],
    ['[1].slice(0, 2) == [1]', 'cannot slice(0, 2), list is length 1'],
    [
      'lists.range(1000).all(a, lists.range(1000).all(b, a + b >= 0))',
      'operation cancelled: actual cost limit exceeded',
    ],
  ])('%s cannot be evaluated', (expression, text) => {
    expect(() => run(expression)).toThrow(text);
  });
});

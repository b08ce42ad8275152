import { expect, test } from 'vitest';
import type { Schema, ValidationRule } from '../types.ts';
import { rulesErrors } from './validate-rules.ts';

const text: Schema = { type: 'string' };
const list = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });
const object = (properties: Record<string, Schema>, rule: string): Schema => ({
  type: 'object',
  properties,
  'x-kubernetes-validations': [{ rule }],
});
const told = (schema: Schema): string[] => rulesErrors(schema, 's').map(({ field, message }) => `${field}: ${message}`);

const FAR =
  'exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)';

test('a loop within a loop over lists without limits is refused, and told what would help', () => {
  const nested = object({ a: list(text) }, 'self.a.all(x, self.a.exists_one(y, x == y))');
  expect(told(nested)).toEqual([
    `s.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost ${FAR}`,
    's.x-kubernetes-validations[0].rule: Forbidden: contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema',
    `s: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema ${FAR}`,
  ]);
  const short: Schema = { type: 'string', maxLength: 10 };
  expect(told(object({ a: list(short, { maxItems: 100 }) }, 'self.a.all(x, self.a.exists_one(y, x == y))'))).toEqual(
    [],
  );
});

test('a costly rule below a list without a limit counts as often as the list may be long', () => {
  const rule = "self.a.matches('^[a-z]+(-[a-z]+)*$')";
  expect(told(object({ a: text }, rule))).toEqual([]);
  expect(told({ type: 'object', properties: { l: list(object({ a: text }, rule)) } })).toHaveLength(3);
  expect(told({ type: 'object', properties: { l: list(object({ a: text }, rule), { maxItems: 5 }) } })).toEqual([]);
});

test.each([
  'self.a.all(x, x > 0)',
  'self.a.size() < 10 && self.m.all(k, k != "x")',
  'has(self.b) && self.b.startsWith("x")',
  'self.a.exists(x, x == 1) ? self.b == "x" : true',
  'oldSelf.b == self.b',
])('%s is cheap enough even so', (rule) => {
  const properties = { a: list({ type: 'integer' }), b: text, m: { type: 'object', additionalProperties: text } };
  expect(told(object(properties, rule))).toEqual([]);
});

const first = 's.x-kubernetes-validations[0]';

test.each<[Partial<ValidationRule>, string[]]>([
  [{ messageExpression: "'a is ' + self.b" }, []],
  [{ messageExpression: "'a is %d'.format([self.a])" }, []],
  [{ fieldPath: '.a' }, []],
  [{ fieldPath: 'a' }, [`${first}.fieldPath: Invalid value: "a": must be a valid path`]],
  [{ fieldPath: '.c' }, [`${first}.fieldPath: Invalid value: ".c": must be a valid path`]],
  [
    { optionalOldSelf: true },
    [`${first}.optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule`],
  ],
  [{ rule: '', message: ' ' }, [`${first}.rule: Required value: rule is not specified`]],
])('a rule with %j', (given, errors) => {
  const schema = { type: 'object', properties: { a: { type: 'integer' }, b: text } };
  expect(told({ ...schema, 'x-kubernetes-validations': [{ rule: 'self.a > 0', ...given }] })).toEqual(errors);
});

test('nothing bounds a text made of a number', () => {
  const rule = { rule: 'self.a > 0', messageExpression: "'a is ' + string(self.a)" };
  const schema = { type: 'object', properties: { a: { type: 'integer' } }, 'x-kubernetes-validations': [rule] };
  expect(told(schema)[0]).toBe(`${first}.messageExpression: Forbidden: estimated messageExpression cost ${FAR}`);
});

test('items of a list have old values only where keys tell them apart', () => {
  const item = object({ a: { type: 'integer' } }, 'self.a >= oldSelf.a');
  const text = 'oldSelf cannot be used on the uncorrelatable portion of the schema within s.properties[l]';
  const rule = 's.properties[l].items.x-kubernetes-validations[0].rule: Invalid value: "self.a >= oldSelf.a"';
  expect(told({ type: 'object', properties: { l: list(item) } })).toEqual([`${rule}: ${text}`]);
  const keyed: Schema = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a'] };
  expect(told({ type: 'object', properties: { l: list(item, keyed) } })).toEqual([]);
});

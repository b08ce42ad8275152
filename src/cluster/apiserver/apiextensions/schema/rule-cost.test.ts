import { expect, test } from 'vitest';
import type { Schema } from '../types.ts';
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
    's.x-kubernetes-validations[0].rule: Forbidden: contributed to estimated rule & messageExpression cost total exceeding cost limit for entire OpenAPIv3 schema',
    `s: Forbidden: x-kubernetes-validations estimated rule & messageExpression cost total for entire OpenAPIv3 schema ${FAR}`,
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

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JSONPath } from './jsonpath.ts';

interface Case {
  name: string;
  template: string;
  input: unknown;
  allowMissingKeys: boolean;
  expect?: string;
  expectUnstructured?: string;
  expectFieldsAnyOrder?: string[];
  expectError?: boolean;
  expectErrorText?: string;
  mapOrderUnspecified?: boolean;
}

const table = `${process.cwd()}/../shared/cases/jsonpath.json`;
const fields = (text: string): string[] =>
  text
    .split(/[\s{}]+/)
    .filter(Boolean)
    .sort();

describe.skipIf(!existsSync(table))("client-go's own JSONPath cases", () => {
  const { groups } = existsSync(table)
    ? (JSON.parse(readFileSync(table, 'utf8')) as { groups: { name: string; cases: Case[] }[] })
    : { groups: [] };
  for (const group of groups) {
    it.each(group.cases)(`${group.name}: $name`, (one) => {
      const run = (): string => new JSONPath(one.template, one).execute(one.input);
      if (one.expectErrorText !== undefined)
        return expect(run).toThrow(one.expectErrorText.replace('map[string]int', 'map[string]interface {}'));
      if (one.expectError) return expect(run).toThrow();
      if (one.expectFieldsAnyOrder !== undefined)
        return expect(fields(run())).toEqual([...one.expectFieldsAnyOrder].sort());
      const wanted = one.expectUnstructured ?? one.expect!;
      if (one.mapOrderUnspecified) return expect(fields(run())).toEqual(fields(wanted));
      return expect(run()).toBe(wanted);
    });
  }
});

describe('JSONPath', () => {
  it('keeps going after a range that is never closed', () => {
    expect(new JSONPath('{range .items[*]}x', { allowMissingKeys: true }).execute({})).toBe('x');
  });
  it('reads escaped dots in a field', () => {
    expect(new JSONPath('{.a\\.b/c}').execute({ 'a.b/c': 1 })).toBe('1');
  });
});

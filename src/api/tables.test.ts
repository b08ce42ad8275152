import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { humanDuration, shortHumanDuration } from './duration.ts';
import { escapeValue, matchesFields, parseFieldSelector, splitTerm, splitTerms, unescapeValue } from './fields.ts';
import { getScaledValueFromIntOrPercent, parseIntOrString, valueOrPercent } from './intstr.ts';
import { type Operator, formatSelector, matchesLabels, newRequirement, parseSelector } from './labels.ts';
import * as names from './names.ts';
import { compareQuantity, formatQuantity, parseQuantity } from './quantity.ts';

type Case = Record<string, unknown>;
const at = (name: string): string => `${process.cwd()}/../shared/cases/${name}.json`;
const there = existsSync(at('quantity'));
function cases(file: string, group: string): Case[] {
  if (!there) return [];
  const { groups } = JSON.parse(readFileSync(at(file), 'utf8')) as { groups: { name: string; cases: Case[] }[] };
  return groups.find((one) => one.name === group)?.cases ?? [];
}

describe.skipIf(!there)('upstream tables', () => {
  test.each(cases('quantity', 'parse_emit'))('quantity $in', (c) => {
    expect(formatQuantity(parseQuantity(c['in'] as string)!)).toBe(c['expect']);
  });
  test.each(cases('quantity', 'parse_canonical'))('quantity $input', (c) => {
    expect(formatQuantity(parseQuantity(c['input'] as string)!)).toBe(c['canonical'] ?? c['input']);
  });
  test.each(cases('quantity', 'parse_invalid'))('no quantity $input', (c) => {
    expect(parseQuantity(c['input'] as string)).toBeUndefined();
  });
  test.each(cases('quantity', 'parse'))('quantity format $input', (c) => {
    expect(parseQuantity(c['input'] as string)?.format).toBe(c['format']);
  });
  test.each(cases('quantity', 'cmp'))('quantity $x with $y', (c) => {
    expect(compareQuantity(parseQuantity(c['x'] as string)!, parseQuantity(c['y'] as string)!)).toBe(c['expect']);
  });
  test.each(cases('label_selectors', 'parse_ok'))('selector $input', (c) => {
    expect(formatSelector(parseSelector(c['input'] as string))).toBe(c['string']);
  });
  test.each(cases('label_selectors', 'parse_error'))('no selector $input', (c) => {
    expect(() => parseSelector(c['input'] as string)).toThrow();
  });
  test.each(cases('label_selectors', 'match'))('selector $selector on $labels', (c) => {
    expect(matchesLabels(parseSelector(c['selector'] as string), c['labels'] as Record<string, string>)).toBe(
      c['match'],
    );
  });
  test.each(cases('label_selectors', 'set_parser'))('set selector $input', (c) => {
    const parse = (): unknown => parseSelector(c['input'] as string);
    if (c['valid']) expect(parse).not.toThrow();
    else expect(parse).toThrow();
  });
  test.each(cases('label_selectors', 'requirement_constructor'))('requirement $key $operator $values', (c) => {
    const make = (): unknown => newRequirement(c['key'] as string, c['operator'] as Operator, c['values'] as string[]);
    if (c['valid']) expect(make).not.toThrow();
    else expect(make).toThrow();
  });
  test.each(cases('field_selectors', 'split_terms'))('terms of $input', (c) => {
    expect(splitTerms(c['input'] as string)).toEqual(c['terms']);
  });
  test.each(cases('field_selectors', 'split_term'))('term $input', (c) => {
    const term = splitTerm(c['input'] as string);
    expect(term !== undefined).toBe(c['ok']);
    if (c['ok']) expect(term).toEqual({ field: c['lhs'], operator: c['op'], value: c['rhs'] });
  });
  test.each(cases('field_selectors', 'escape'))('escape $value', (c) => {
    expect(escapeValue(c['value'] as string)).toBe(c['escaped']);
    expect(unescapeValue(c['escaped'] as string)).toBe(c['value']);
  });
  test.each(cases('field_selectors', 'unescape_invalid'))('bad escape $input', (c) => {
    expect(() => unescapeValue(c['input'] as string)).toThrow();
  });
  test.each(cases('field_selectors', 'parse_error'))('no field selector $input', (c) => {
    expect(() => parseFieldSelector(c['input'] as string)).toThrow();
  });
  test.each(cases('field_selectors', 'match'))('fields $selector', (c) => {
    expect(matchesFields(parseFieldSelector(c['selector'] as string), c['fields'] as Record<string, string>)).toBe(
      c['match'],
    );
  });
  test.each(cases('intstr', 'scaled_value'))('$input of $total', (c) => {
    const scale = (): number =>
      getScaledValueFromIntOrPercent(c['input'] as string, c['total'] as number, { roundUp: c['roundUp'] as boolean });
    if (c['error']) expect(scale).toThrow();
    else expect(scale()).toBe(c['value']);
  });
  test.each(cases('intstr', 'value_or_percent'))('value of $input', (c) => {
    if (c['error']) expect(() => valueOrPercent(c['input'] as string)).toThrow();
    else expect(valueOrPercent(c['input'] as string)).toEqual({ value: c['value'], isPercent: c['isPercent'] });
  });
  test.each(cases('intstr', 'parse'))('int or string $input', (c) => {
    expect(parseIntOrString(c['input'] as string)).toBe(c['value']);
  });
  test.each(cases('human_duration', 'human').concat(cases('human_duration', 'human_boundaries')))(
    'age $seconds',
    (c) => {
      expect(humanDuration((c['seconds'] as number) * 1000)).toBe(c['want']);
    },
  );
  test.each(cases('human_duration', 'short_human'))('short age $seconds', (c) => {
    expect(shortHumanDuration((c['seconds'] as number) * 1000)).toBe(c['want']);
  });
  const checks: Record<string, (value: never) => string[]> = {
    isConfigMapKey: names.isConfigMapKey,
    isDNS1035Label: names.isDNS1035Label,
    isDNS1123Label: names.isDNS1123Label,
    isDNS1123Subdomain: names.isDNS1123Subdomain,
    isDomainPrefixedPath: names.isDomainPrefixedPath,
    isFullyQualifiedDomainName: names.isFullyQualifiedDomainName,
    isFullyQualifiedName: names.isFullyQualifiedName,
    isHTTPHeaderName: names.isHTTPHeaderName,
    isLabelValue: names.isLabelValue,
    isQualifiedName: names.isQualifiedName,
    isRelaxedEnvVarName: names.isRelaxedEnvVarName,
    isValidID: names.isValidID,
    isValidPercent: names.isValidPercent,
    isValidPortName: names.isValidPortName,
    isValidPortNum: names.isValidPortNum,
    isWildcardDNS1123Subdomain: names.isWildcardDNS1123Subdomain,
  };
  for (const name of Object.keys(checks)) {
    const table = cases('name_validation', name).filter((c) => typeof c['valid'] === 'boolean');
    if (table.length === 0) continue;
    test.each(table)(`${name} $value`, (c) => {
      expect(checks[name]!(c['value'] as never).length === 0).toBe(c['valid']);
    });
  }
});

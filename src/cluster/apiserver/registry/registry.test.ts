import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import { strategies } from './index.ts';

interface Case {
  name?: string;
  kind: string;
  object: KubeObject;
  rows: { cells: unknown[] }[];
  wide: boolean;
}

const shared = `${process.cwd()}/../shared`;
const there = existsSync(`${shared}/cases/printers.json`);
const read = <T>(path: string): T => JSON.parse(readFileSync(`${shared}/${path}`, 'utf8')) as T;
const NOW = Date.UTC(2026, 0, 1);

/** v1.35 has no Secrets column for ServiceAccounts and one more for PriorityClasses; its server makes wide rows only, which cut nothing. */
function known(group: string, c: Case): boolean {
  return (
    group === 'serviceaccount' ||
    group === 'priorityclass' ||
    (group === 'service_loadbalancer' && !c.wide && String(c.rows[0]?.cells[3]).endsWith('...'))
  );
}

/** `{"$now": seconds}` stands for a time as far from now. */
function withTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value !== 'object' || value === null) return value;
  if ('$now' in value) return new Date(NOW + Number(value.$now) * 1000).toISOString();
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTimes(inner)]));
}

describe.skipIf(!there)('tables of a real API server', () => {
  const columns = there ? read<Record<string, { name: string }[]>>('v1.35/table-columns.json') : {};
  const listed = strategies.filter(({ info }) => info.verbs.includes('list'));
  test.each(listed.map((strategy) => [strategy.info.kind, strategy] as const))('columns of %s', (_kind, strategy) => {
    const ours = strategy.columns.map(({ description: _d, ...column }) => column);
    expect(ours).toEqual(columns[`${groupVersion(strategy.info)}/${strategy.info.resource}`]);
  });

  const groups = there ? read<{ groups: { name: string; cases: Case[] }[] }>('cases/printers.json').groups : [];
  const cases = groups.flatMap(({ name, cases }) =>
    cases
      .filter((c) => c.rows && !known(name, c) && strategies.some((s) => s.info.kind === c.kind))
      .map((c, i) => [`${name} ${i} ${c.name ?? ''}`, c] as const),
  );
  test.each(cases)('cells: %s', (_name, c) => {
    const strategy = strategies.find((s) => s.info.kind === c.kind)!;
    const wanted = c.rows[0]!.cells.map(String);
    const all = strategy.cells(withTimes(c.object) as KubeObject, NOW).map(String);
    const narrow = all.filter((_, i) => strategy.columns[i]?.priority === 0);
    expect(wanted.length === all.length ? all : narrow).toEqual(wanted);
  });
});

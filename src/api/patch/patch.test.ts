import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Json, applyMergePatch, createThreeWayJsonMergePatch, keepOrDeleteNull } from './json-merge-patch.ts';
import { type PatchMeta, type PatchSchema, patchSchemaOf } from './patch-keys.ts';
import { createThreeWayStrategicPatch, createTwoWayMergePatch } from './strategic-diff.ts';
import { applyStrategicMergePatch } from './strategic-merge.ts';
import { createThreeWayMergePatch } from './three-way-merge.ts';

interface Case {
  description: string;
  original?: Json;
  modified?: Json;
  current?: Json;
  twoWay?: Json;
  twoWayResult?: Json;
  threeWay?: Json;
  result?: Json;
  expectedError?: string;
  originalObj?: Json;
  expectedWithNull?: Json;
  expectedWithoutNull?: Json;
}

const file = (name: string): string => `${process.cwd()}/../shared/cases/${name}.json`;
const there = existsSync(file('strategic_merge_patch'));
function cases(name: string, group: string): Case[] {
  if (!there) return [];
  const { groups } = JSON.parse(readFileSync(file(name), 'utf8')) as { groups: { name: string; cases: Case[] }[] };
  return groups.find((one) => one.name === group)?.cases ?? [];
}

const FIELDS: Record<string, [string[], string]> = {
  mergingList: [['merge'], 'name'],
  mergingIntList: [['merge'], ''],
  mergeItemPtr: [['merge'], 'name'],
  replacingItem: [['replace'], ''],
  retainKeysMap: [['retainKeys'], ''],
  retainKeysMergingList: [['merge', 'retainKeys'], 'name'],
};
const item: PatchSchema = (field): PatchMeta => {
  const [strategies, mergeKey] = FIELDS[field] ?? [[], ''];
  return { strategies, mergeKey, schema: item };
};

describe.skipIf(!there)('strategic merge patch, upstream tables', () => {
  test.each(cases('strategic_merge_patch', 'custom_directives').concat(cases('strategic_merge_patch', 'custom_raw')))(
    'apply: $description',
    (c) => {
      const apply = (): Json => applyStrategicMergePatch(c.original ?? {}, c.twoWay ?? {}, item);
      if (c.expectedError) expect(apply).toThrow(c.expectedError);
      else expect(apply()).toEqual(c.result ?? c.modified);
    },
  );
  const raw = ['create', 'raw_two_and_three_way', 'replace_raw_extension'].flatMap((name) =>
    cases('strategic_merge_patch', name),
  );
  test.each(raw.filter((c) => c.twoWay))('two-way: $description', (c) => {
    const patch = createTwoWayMergePatch(c.original, c.modified ?? {}, item);
    expect(patch).toEqual(c.twoWay);
    expect(applyStrategicMergePatch(c.original ?? {}, patch, item)).toEqual(c.twoWayResult ?? c.modified ?? {});
  });
  test.each(raw.filter((c) => c.threeWay))('three-way: $description', (c) => {
    const patch = createThreeWayStrategicPatch(c.original, c.modified ?? {}, c.current ?? {}, item);
    expect(patch).toEqual(c.threeWay);
    const result = applyStrategicMergePatch(c.current ?? {}, patch, item);
    // Without $setElementOrder upstream's order of these is an accident of its sort.
    if (c.description.startsWith('add map and delete map from merging list'))
      expect(unordered(result)).toEqual(unordered(c.result));
    else expect(result).toEqual(c.result);
  });
});

function unordered(object: Json | undefined): unknown[] {
  return ((object?.['mergingList'] ?? []) as Json[]).toSorted((a, b) => Number(a['name']) - Number(b['name']));
}

describe.skipIf(!there)('JSON merge patch, upstream tables', () => {
  test.each(cases('json_merge_patch', 'three_way'))('$description', (c) => {
    const patch = createThreeWayJsonMergePatch(c.original, c.modified ?? {}, c.current ?? {});
    expect(patch).toEqual(c.threeWay);
    expect(applyMergePatch(c.current ?? {}, patch)).toEqual(c.result);
  });
  test.each(cases('json_merge_patch', 'keep_or_delete_null'))('$description', (c) => {
    expect(keepOrDeleteNull(c.originalObj ?? {}, { keepNull: true })).toEqual(c.expectedWithNull);
    expect(keepOrDeleteNull(c.originalObj ?? {}, { keepNull: false })).toEqual(c.expectedWithoutNull);
  });
});

test('containers merge by name, and apply of the same is empty', () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { template: { spec: { containers: [{ name: 'a', image: 'x' }] } } },
  };
  const patch = { spec: { template: { spec: { containers: [{ name: 'a', image: 'y' }] } } } };
  expect(applyStrategicMergePatch(deployment, patch, patchSchemaOf(deployment))).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    ...patch,
  });
  expect(createThreeWayMergePatch(deployment, deployment, deployment)).toEqual({});
});

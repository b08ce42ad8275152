import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { objectStatus } from './kstatus.ts';
import type { KubeObject } from './object.ts';

const FILE = `${process.cwd()}/../shared/cases/kstatus.json`;
interface Case {
  name: string;
  object: KubeObject;
  expectedStatus: string;
}
const groups = existsSync(FILE)
  ? (JSON.parse(readFileSync(FILE, 'utf8')) as { groups: { cases: Case[] }[] }).groups
  : [];

describe.skipIf(groups.length === 0)('upstream table', () => {
  test.each(groups.flatMap(({ cases }) => cases))('$name', ({ object, expectedStatus }) => {
    expect(objectStatus(object).status).toBe(expectedStatus);
  });
});

test('says what is missing, and of what goes that it goes', () => {
  const deployment: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd', generation: 2 },
    spec: { replicas: 3 },
    status: { observedGeneration: 2, replicas: 3, updatedReplicas: 1 },
  };
  expect(objectStatus(deployment)).toEqual({ status: 'InProgress', message: 'Updated: 1/3' });
  const seen = { ...deployment, status: { observedGeneration: 1 } };
  expect(objectStatus(seen).message).toBe('Deployment generation is 2, but latest observed generation is 1');
  const gone = { ...deployment, metadata: { name: 'd', deletionTimestamp: '2026-01-01T00:00:00Z' } };
  expect(objectStatus(gone).status).toBe('Terminating');
});

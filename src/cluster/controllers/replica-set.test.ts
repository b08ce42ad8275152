/** Which Pods go first, and what a ReplicaSet says of its Pods (../shared/cases/pod_deletion_ranking.json). */
import { existsSync, readFileSync } from 'node:fs';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import type { ReplicaSet, ReplicaSetStatus } from './deployment-types.ts';
import { type RankedPod, compareForDeletion } from './pod-ranking.ts';
import { countPods } from './pod-tally.ts';
import { countAvailable, replicaSetStatus } from './replica-set-status.ts';

const FILE = `${process.cwd()}/../shared/cases/pod_deletion_ranking.json`;
const NOW = Date.parse('2026-01-01T00:00:00Z');

/** `{"$now": s}` stands for a time s seconds from now. */
const revive = (_: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && '$now' in value
    ? new Date(NOW + Number(value.$now) * 1000).toISOString()
    : value;

const [ranking, status] = existsSync(FILE)
  ? (JSON.parse(readFileSync(FILE, 'utf8'), revive).groups as { cases: unknown[] }[])
  : [];

describe.skipIf(!ranking)('deletion ranking', () => {
  test.each((ranking?.cases ?? []) as { deletedFirst: RankedPod; deletedLater: RankedPod }[])('%#', (row) => {
    expect(compareForDeletion(row.deletedFirst, row.deletedLater, NOW)).toBeLessThan(0);
    expect(compareForDeletion(row.deletedLater, row.deletedFirst, NOW)).toBeGreaterThan(0);
  });
});

interface StatusRow {
  name: string;
  replicaset: ReplicaSet;
  pods: Pod[];
  expectedStatus: ReplicaSetStatus;
}

describe.skipIf(!status)('status', () => {
  test.each((status?.cases ?? []) as StatusRow[])('$name', ({ replicaset, pods, expectedStatus }) => {
    const {
      terminatingReplicas: _,
      observedGeneration: __,
      ...counts
    } = replicaSetStatus(
      replicaset,
      { ...countPods(replicaset, pods), available: countAvailable(replicaset, pods, NOW) },
      NOW,
    );
    expect({ fullyLabeledReplicas: 0, readyReplicas: 0, availableReplicas: 0, ...counts }).toEqual(expectedStatus);
  });
});

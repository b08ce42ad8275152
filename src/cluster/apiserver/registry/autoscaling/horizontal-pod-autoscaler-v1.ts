/**
 * HorizontalPodAutoscalers as autoscaling/v1 shows them: one CPU target, everything else in annotations
 * (pkg/apis/autoscaling/v1/conversion.go).
 */
import type { KubeObject } from '../../../../api/object.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import {
  applyDefaults,
  horizontalPodAutoscalerStrategy,
  hpaCells,
  hpaColumns,
  specOf,
} from './horizontal-pod-autoscaler.ts';
import type { HpaSpec, HpaStatus, MetricSpec, MetricStatus } from './horizontal-pod-autoscaler-types.ts';
import { validateHpa } from './horizontal-pod-autoscaler-validation.ts';

const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';
const CURRENT = 'autoscaling.alpha.kubernetes.io/current-metrics';
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions';
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior';
const ANNOTATIONS = [METRICS, CURRENT, CONDITIONS, BEHAVIOR];

interface SpecV1 extends Omit<HpaSpec, 'metrics' | 'behavior'> {
  targetCPUUtilizationPercentage?: number;
}

interface StatusV1 extends Omit<HpaStatus, 'currentMetrics' | 'conditions'> {
  currentCPUUtilizationPercentage?: number;
}

const isCpu = (metric: MetricSpec): boolean =>
  metric.type === 'Resource' &&
  metric.resource?.name === 'cpu' &&
  metric.resource.target?.averageUtilization !== undefined;
const isCpuStatus = (metric: MetricStatus): boolean =>
  metric.type === 'Resource' && metric.resource?.name === 'cpu' && metric.resource.current !== undefined;

function parse<T>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/** v1 → v2. */
function encode(object: KubeObject): KubeObject {
  const annotations = { ...object.metadata?.annotations };
  const { targetCPUUtilizationPercentage, ...spec } = (object['spec'] ?? {}) as SpecV1;
  const { currentCPUUtilizationPercentage, ...status } = (object['status'] ?? {}) as StatusV1;
  const metrics: MetricSpec[] = (parse<MetricSpec[]>(annotations[METRICS]) ?? []).map(v2Metric);
  if (targetCPUUtilizationPercentage !== undefined)
    metrics.unshift({
      type: 'Resource',
      resource: {
        name: 'cpu',
        target: { type: 'Utilization', averageUtilization: targetCPUUtilizationPercentage },
      },
    });
  const behavior = parse<NonNullable<HpaSpec['behavior']>>(annotations[BEHAVIOR]);
  const currentMetrics = parse<MetricStatus[]>(annotations[CURRENT]) ?? [];
  if (currentCPUUtilizationPercentage !== undefined)
    currentMetrics.unshift({
      type: 'Resource',
      resource: { name: 'cpu', current: { averageUtilization: currentCPUUtilizationPercentage } },
    });
  const conditions = parse<HpaStatus['conditions']>(annotations[CONDITIONS]);
  for (const name of ANNOTATIONS) delete annotations[name];
  const { annotations: _, ...metadata } = object.metadata ?? {};
  const v2: HpaSpec = {
    ...spec,
    ...(metrics.length > 0 ? { metrics } : {}),
    ...(behavior ? { behavior } : {}),
  };
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: v2,
    status: {
      ...status,
      currentMetrics: currentMetrics.length > 0 ? currentMetrics : null,
      ...(conditions ? { conditions } : {}),
    },
  };
}

/** The annotation holds metrics in v1's words. */
function v2Metric(metric: MetricSpec): MetricSpec {
  const old = metric.resource as
    | { targetAverageUtilization?: number; targetAverageValue?: string; name?: string }
    | undefined;
  if (!old || metric.resource?.target) return metric;
  const { targetAverageUtilization, targetAverageValue, name } = old;
  const target =
    targetAverageUtilization === undefined
      ? { type: 'AverageValue', ...(targetAverageValue === undefined ? {} : { averageValue: targetAverageValue }) }
      : { type: 'Utilization', averageUtilization: targetAverageUtilization };
  return { type: 'Resource', resource: { ...(name === undefined ? {} : { name }), target } };
}

function v1Metric(metric: MetricSpec): unknown {
  if (metric.type !== 'Resource') return metric;
  const { name, target } = metric.resource ?? {};
  return {
    type: 'Resource',
    resource: {
      name,
      ...(target?.averageUtilization === undefined ? {} : { targetAverageUtilization: target.averageUtilization }),
      ...(target?.averageValue === undefined ? {} : { targetAverageValue: target.averageValue }),
    },
  };
}

/** v2 → v1. */
function decode(object: KubeObject): KubeObject {
  const { metrics = [], behavior, ...spec } = specOf(object);
  const { currentMetrics, conditions, ...status } = (object['status'] ?? {}) as HpaStatus;
  const added: Record<string, string> = {};
  const cpu = metrics.find(isCpu);
  const others = metrics.filter((metric) => metric !== cpu);
  if (others.length > 0) added[METRICS] = JSON.stringify(others.map(v1Metric));
  if (behavior) added[BEHAVIOR] = JSON.stringify(behavior);
  if (currentMetrics?.length) added[CURRENT] = JSON.stringify(currentMetrics);
  if (conditions?.length) added[CONDITIONS] = JSON.stringify(conditions);
  const cpuNow = currentMetrics?.find(isCpuStatus)?.resource?.current?.averageUtilization;
  const annotations = { ...object.metadata?.annotations, ...added };
  const v1: SpecV1 = {
    ...spec,
    ...(cpu ? { targetCPUUtilizationPercentage: cpu.resource!.target!.averageUtilization! } : {}),
  };
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata: { ...object.metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: v1,
    status: {
      currentReplicas: 0,
      desiredReplicas: 0,
      ...status,
      ...(cpuNow === undefined ? {} : { currentCPUUtilizationPercentage: cpuNow }),
    },
  };
}

export const horizontalPodAutoscalerV1Strategy: Strategy = {
  ...horizontalPodAutoscalerStrategy,
  info: info('autoscaling/v1', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    shortNames: ['hpa'],
    categories: ['all'],
    subresources: ['status'],
  }),
  stored: { table: 'horizontalpodautoscalers.autoscaling', encode, decode },
  applyDefaults(object) {
    const draft = encode(object);
    applyDefaults(draft);
    object['spec'] = decode(draft)['spec'];
  },
  prepareForCreate: (object) => void (object['status'] = { currentReplicas: 0, desiredReplicas: 0 }),
  validate: (object) => validateHpa(encode(object)),
  validateUpdate: (object, old) => validateHpa(encode(object), encode(old)),
  columns: hpaColumns,
  cells: (object, now) => hpaCells(encode(object), now),
};

/** HorizontalPodAutoscalers of autoscaling/v2, as they are stored (pkg/registry/autoscaling/horizontalpodautoscaler, pkg/apis/autoscaling/v2/defaults.go). */
import { dequal } from 'dequal';
import type { KubeObject } from '../../../../api/object.ts';
import { canonicalQuantity } from '../../../../api/quantity.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Cell, Strategy } from '../strategy.ts';
import { targetsCell } from './horizontal-pod-autoscaler-printer.ts';
import type { HpaSpec, HpaStatus, MetricSpec, ScalingRules } from './horizontal-pod-autoscaler-types.ts';
import { validateHpa, validateHpaStatus } from './horizontal-pod-autoscaler-validation.ts';

const SCALE_UP: ScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN: ScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

export function specOf(object: KubeObject): HpaSpec {
  return (object['spec'] ?? {}) as HpaSpec;
}

export function applyDefaults(object: KubeObject): void {
  const spec = (object['spec'] ??= {}) as HpaSpec;
  spec.minReplicas ??= 1;
  if (!spec.metrics?.length)
    spec.metrics = [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
    ];
  for (const metric of spec.metrics) canonicalTarget(metric);
  if (!spec.behavior) return;
  spec.behavior = {
    scaleUp: withDefaults(SCALE_UP, spec.behavior.scaleUp),
    scaleDown: withDefaults(SCALE_DOWN, spec.behavior.scaleDown),
  };
}

function canonicalTarget(metric: MetricSpec): void {
  const source = metric.resource ?? metric.containerResource ?? metric.pods ?? metric.object ?? metric.external;
  const target = source?.target;
  for (const field of ['value', 'averageValue'] as const) {
    const amount = target?.[field];
    if (amount !== undefined) target![field] = canonicalQuantity(amount);
  }
}

function withDefaults(rules: ScalingRules, given: ScalingRules | undefined): ScalingRules {
  return { ...rules, ...Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined)) };
}

export const hpaColumns = columns('Name', 'Reference', 'Targets', 'MinPods', 'MaxPods', 'Replicas', 'Age');

export function hpaCells(object: KubeObject, now: number): Cell[] {
  const spec = specOf(object);
  const status = (object['status'] ?? {}) as HpaStatus;
  return [
    nameOf(object),
    `${spec.scaleTargetRef?.kind}/${spec.scaleTargetRef?.name}`,
    targetsCell(spec.metrics ?? [], status.currentMetrics ?? []),
    spec.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
    spec.maxReplicas ?? 0,
    status.currentReplicas ?? 0,
    ageOf(object, now),
  ];
}

export const horizontalPodAutoscalerStrategy: Strategy = {
  info: info('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    shortNames: ['hpa'],
    categories: ['all'],
    subresources: ['status'],
  }),
  applyDefaults,
  prepareForCreate: (object) => void (object['status'] = { currentMetrics: null, desiredReplicas: 0 }),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: false }),
  validate: (object) => validateHpa(object),
  validateUpdate: (object, old) => (dequal(object['spec'], old['spec']) ? [] : validateHpa(object, old)),
  validateStatusUpdate: validateHpaStatus,
  columns: hpaColumns,
  cells: hpaCells,
};

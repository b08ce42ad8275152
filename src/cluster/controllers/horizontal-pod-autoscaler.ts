/** The HorizontalPodAutoscaler controller (pkg/controller/podautoscaler/horizontal.go): replicas by metrics, every 15 s. */
import { dequal } from 'dequal';
import type { Pod } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { matchesLabels, parseSelector } from '../../api/labels.ts';
import { milliValue } from '../../api/quantity.ts';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { keyOf } from '../runtime/keys.ts';
import {
  DEPLOYMENTS,
  HORIZONTAL_POD_AUTOSCALERS,
  type KindedResource,
  PODS,
  REPLICATION_CONTROLLERS,
  REPLICA_SETS,
  STATEFUL_SETS,
} from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import { type Behavior, type ScalingMemory, limitReplicas } from './horizontal-pod-autoscaler-behavior.ts';
import { fetchPodMetrics } from './horizontal-pod-autoscaler-metrics.ts';
import { type Proposal, averageReplicas, resourceReplicas } from './horizontal-pod-autoscaler-replicas.ts';

/** ms (--horizontal-pod-autoscaler-sync-period). */
const PERIOD = 15_000;
const SCALED: readonly KindedResource[] = [DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS, REPLICATION_CONTROLLERS];

interface Target {
  averageUtilization?: number;
  averageValue?: string;
}

interface Metric {
  type: string;
  resource?: { name: string; target: Target };
  containerResource?: { name: string; container: string; target: Target };
}

interface Condition {
  type: string;
  status: string;
  lastTransitionTime: string;
  reason: string;
  message: string;
}

interface Status {
  lastScaleTime?: string;
  currentReplicas?: number;
  desiredReplicas: number;
  currentMetrics: unknown[] | null;
  conditions?: Condition[];
}

interface Autoscaler {
  metadata: ObjectMeta;
  spec: {
    scaleTargetRef: { apiVersion?: string; kind: string; name: string };
    minReplicas?: number;
    maxReplicas: number;
    metrics?: Metric[];
    behavior?: Behavior;
  };
  status?: Status;
}

/** autoscaling/v1 Scale. */
interface Scale {
  metadata: ObjectMeta;
  spec?: { replicas?: number };
  status?: { replicas?: number; selector?: string };
}

interface ScaleTarget {
  resource: KindedResource;
  scale: Scale;
}

type Memory = Map<string, ScalingMemory>;

export const horizontalPodAutoscalerController = defineController({
  name: 'horizontal-pod-autoscaler',
  start(context) {
    const memory: Memory = new Map();
    const autoscalers = context.watch<Autoscaler>(HORIZONTAL_POD_AUTOSCALERS, {
      add: (object) => context.queue.addAfter(keyOf(object), PERIOD),
      delete: (object) => void memory.delete(keyOf(object)),
    });
    const pods = context.lister<Pod>(PODS);
    return (key) => {
      const autoscaler = autoscalers.getByKey(key);
      if (!autoscaler) return;
      context.queue.addAfter(key, PERIOD);
      reconcile(context, pods, memory, autoscaler);
    };
  },
});

/** What one sync writes at its end. */
interface Draft {
  status: Status;
  now: number;
}

function reconcile(context: ControllerContext, pods: Informer<Pod>, memory: Memory, autoscaler: Autoscaler): void {
  const now = context.clock.now();
  const before = autoscaler.status;
  const draft: Draft = {
    now,
    status: {
      ...before,
      desiredReplicas: before?.desiredReplicas ?? 0,
      currentMetrics: before?.currentMetrics ?? null,
    },
  };
  const found = findTarget(context, autoscaler, draft);
  if (found) {
    condition(
      draft,
      'AbleToScale',
      'True',
      'SucceededGetScale',
      "the HPA controller was able to get the target's current scale",
    );
    sync(context, pods, memory, autoscaler, found, draft);
  }
  if (dequal(draft.status, before)) return;
  try {
    context.session.update(HORIZONTAL_POD_AUTOSCALERS, { ...autoscaler, status: draft.status }, 'status');
  } catch (error) {
    if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
  }
}

function condition({ status, now }: Draft, type: string, value: string, reason: string, message: string): void {
  const all = status.conditions ?? [];
  const known = all.find((one) => one.type === type);
  const lastTransitionTime = known?.status === value ? known.lastTransitionTime : rfc3339(now);
  const fresh = { type, status: value, lastTransitionTime, reason, message };
  status.conditions = known ? all.map((one) => (one === known ? fresh : one)) : [...all, fresh];
}

function findTarget(
  { session, events }: ControllerContext,
  autoscaler: Autoscaler,
  draft: Draft,
): ScaleTarget | undefined {
  const { kind, name, apiVersion = '' } = autoscaler.spec.scaleTargetRef;
  const resource = SCALED.find((one) => one.kind === kind && one.apiVersion === apiVersion);
  let why: string;
  try {
    if (resource)
      return { resource, scale: session.get<Scale>(resource, autoscaler.metadata.namespace, name, 'scale') };
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    why = `no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(group)}`;
  } catch (error) {
    if (!isStatusError(error)) throw error;
    why = error.message;
  }
  events.record(HORIZONTAL_POD_AUTOSCALERS, autoscaler, 'Warning', 'FailedGetScale', why);
  condition(
    draft,
    'AbleToScale',
    'False',
    'FailedGetScale',
    `the HPA controller was unable to get the target's current scale: ${why}`,
  );
  return undefined;
}

function sync(
  context: ControllerContext,
  pods: Informer<Pod>,
  memory: Memory,
  autoscaler: Autoscaler,
  { resource, scale }: ScaleTarget,
  draft: Draft,
): void {
  const { minReplicas: min = 1, maxReplicas: max } = autoscaler.spec;
  const current = scale.spec?.replicas ?? 0;
  const key = keyOf(autoscaler);
  const past = memory.get(key) ?? { recommendations: [{ at: draft.now, replicas: current }], changes: [] };
  memory.set(key, past);
  draft.status.currentReplicas = scale.status?.replicas ?? 0;
  let desired = current;
  let reason = '';
  if (current === 0) {
    draft.status.desiredReplicas = 0;
    return condition(
      draft,
      'ScalingActive',
      'False',
      'ScalingDisabled',
      'scaling is disabled since the replica count of the target is zero',
    );
  }
  if (current > max) {
    desired = max;
    reason = 'Current number of replicas above Spec.MaxReplicas';
  } else if (current < min) {
    desired = min;
    reason = 'Current number of replicas below Spec.MinReplicas';
  } else {
    const wish = measure(context, pods, autoscaler, scale, current, draft);
    if (!wish) return;
    reason = wish.replicas > current ? `${wish.metric} above target` : 'All metrics below target';
    const limited = limitReplicas(
      { current, desired: wish.replicas, min, max },
      autoscaler.spec.behavior,
      past,
      draft.now,
    );
    condition(draft, 'AbleToScale', 'True', limited.able.reason, limited.able.message);
    condition(draft, 'ScalingLimited', limited.limited.status, limited.limited.reason, limited.limited.message);
    desired = limited.replicas;
  }
  draft.status.desiredReplicas = desired;
  if (desired !== current) rescale(context, autoscaler, { resource, scale, past }, desired, reason, draft);
}

interface Wish {
  replicas: number;
  metric: string;
}

/** The metric that asks for most. What cannot be measured never scales down. */
function measure(
  context: ControllerContext,
  pods: Informer<Pod>,
  autoscaler: Autoscaler,
  scale: Scale,
  current: number,
  draft: Draft,
): Wish | undefined {
  const metrics = autoscaler.spec.metrics ?? [];
  const record = (reason: string, message: string): void =>
    context.events.record(HORIZONTAL_POD_AUTOSCALERS, autoscaler, 'Warning', reason, message);
  let best: Wish | undefined;
  let first: { reason: string; message: string; wrapped: string } | undefined;
  let bad = 0;
  const measured: unknown[] = [];
  for (const metric of metrics) {
    try {
      const got = measureOne(context, pods, autoscaler, scale, current, metric);
      measured.push(got.status);
      if (!best || got.wish.replicas > best.replicas) best = got.wish;
    } catch (error) {
      if (!(error instanceof MetricError)) throw error;
      bad++;
      record(error.reason, error.message);
      first ??= { reason: error.reason, message: error.message, wrapped: error.wrapped };
    }
  }
  if (first && (!best || best.replicas < current)) {
    const message = `the HPA was unable to compute the replica count: ${first.message}`;
    condition(draft, 'ScalingActive', 'False', first.reason, message);
    record(
      'FailedComputeMetricsReplicas',
      `invalid metrics (${bad} invalid out of ${metrics.length}), first error is: ${first.wrapped}`,
    );
    return undefined;
  }
  draft.status.currentMetrics = measured;
  if (!best) return undefined;
  condition(
    draft,
    'ScalingActive',
    'True',
    'ValidMetricFound',
    `the HPA was able to successfully calculate a replica count from ${best.metric}`,
  );
  return best;
}

class MetricError extends Error {
  constructor(
    readonly reason: string,
    message: string,
    readonly wrapped: string,
  ) {
    super(message);
  }
}

/** Simplified: metrics of resources only; there is no API of custom or external metrics here. */
function measureOne(
  { session, clock }: ControllerContext,
  pods: Informer<Pod>,
  autoscaler: Autoscaler,
  scale: Scale,
  current: number,
  metric: Metric,
): { wish: Wish; status: unknown } {
  const source = metric.resource ?? metric.containerResource;
  if (!source) {
    const group = metric.type === 'External' ? 'external' : 'custom';
    const why = `unable to get metric ${metric.type}: unable to fetch metrics from ${group} metrics API: no ${group} metrics API (${group}.metrics.k8s.io) registered`;
    throw new MetricError(
      `FailedGet${metric.type}Metric`,
      why,
      `failed to get ${metric.type.toLowerCase()} metric value: ${why}`,
    );
  }
  const container = metric.containerResource?.container;
  const { name, target } = source;
  const text = scale.status?.selector ?? '';
  const selector = parseSelector(text);
  const mine = [...pods.byIndex(byNamespace, autoscaler.metadata.namespace ?? '')].filter((pod) =>
    matchesLabels(selector, pod.metadata?.labels),
  );
  const average = target.averageValue;
  const what = average === undefined ? 'utilization' : 'usage';
  try {
    const metrics = fetchPodMetrics(session, autoscaler.metadata.namespace ?? '', text, name, container);
    const timing = { now: clock.now() };
    const proposal =
      average === undefined
        ? resourceReplicas(current, target.averageUtilization ?? 80, name, mine, metrics, timing, container)
        : averageReplicas(current, milliValue(average), mine, metrics, timing, name);
    return {
      wish: { replicas: proposal.replicas, metric: wordsFor(metric, what) },
      status: statusFor(metric, proposal),
    };
  } catch (error) {
    if (!(error instanceof Error) || isStatusError(error)) throw error;
    const kind = container === undefined ? 'resource' : 'container resource';
    const message = `failed to get ${name} ${what}: ${error.message}`;
    throw new MetricError(
      `FailedGet${metric.type}Metric`,
      message,
      `failed to get ${name} ${kind} metric value: ${message}`,
    );
  }
}

const byNamespace = (pod: Pod): readonly string[] => [pod.metadata?.namespace ?? ''];

function wordsFor({ resource, containerResource }: Metric, what: string): string {
  const percent = what === 'utilization' ? 'resource utilization (percentage of request)' : 'resource';
  return resource ? `${resource.name} ${percent}` : `${containerResource?.name} container ${percent}`;
}

function statusFor(metric: Metric, { utilization, raw }: Proposal): unknown {
  const source = metric.resource ?? metric.containerResource;
  const value = source?.name === 'cpu' ? `${raw}m` : String(Math.round(raw / 1000));
  const current = {
    ...(source?.target.averageValue === undefined ? { averageUtilization: utilization } : {}),
    averageValue: value,
  };
  if (metric.resource) return { type: metric.type, resource: { name: metric.resource.name, current } };
  const { name, container } = metric.containerResource!;
  return { type: metric.type, containerResource: { name, container, current } };
}

function rescale(
  { session, events }: ControllerContext,
  autoscaler: Autoscaler,
  { resource, scale, past }: ScaleTarget & { past: ScalingMemory },
  desired: number,
  reason: string,
  draft: Draft,
): void {
  const current = scale.spec?.replicas ?? 0;
  try {
    session.update(resource, { ...scale, spec: { replicas: desired } }, 'scale');
  } catch (error) {
    if (!isStatusError(error)) throw error;
    const message = `New size: ${desired}; reason: ${reason}; error: ${error.message}`;
    events.record(HORIZONTAL_POD_AUTOSCALERS, autoscaler, 'Warning', 'FailedRescale', message);
    condition(
      draft,
      'AbleToScale',
      'False',
      'FailedUpdateScale',
      `the HPA controller was unable to update the target scale: ${error.message}`,
    );
    draft.status.desiredReplicas = current;
    return;
  }
  condition(
    draft,
    'AbleToScale',
    'True',
    'SucceededRescale',
    `the HPA controller was able to update the target scale to ${desired}`,
  );
  const message = `New size: ${desired}; reason: ${reason}`;
  events.record(HORIZONTAL_POD_AUTOSCALERS, autoscaler, 'Normal', 'SuccessfulRescale', message);
  past.changes = [...past.changes.slice(-50), { at: draft.now, by: desired - current }];
  draft.status.lastScaleTime = rfc3339(draft.now);
}

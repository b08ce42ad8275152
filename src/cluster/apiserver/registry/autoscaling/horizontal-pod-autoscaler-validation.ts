/** Validation of HorizontalPodAutoscalers (pkg/apis/autoscaling/validation/validation.go), in upstream's order of errors. */
import {
  type FieldError,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { isDNS1123Label } from '../../../../api/names.ts';
import { milliValue } from '../../../../api/quantity.ts';
import { validateContainerResourceName } from '../core/resource-names.ts';
import { notNegative } from '../apps/workload.ts';
import type {
  HpaSpec,
  HpaStatus,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
  ObjectReference,
  ScalingRules,
} from './horizontal-pod-autoscaler-types.ts';

const MAX_PERIOD = 1800;
const MAX_WINDOW = 3600;
const SELECT = ['Disabled', 'Max', 'Min'];
const POLICIES = ['Percent', 'Pods'];
const SOURCES = ['object', 'pods', 'resource', 'external', 'containerResource'] as const;

export function validateHpa(object: KubeObject, old?: KubeObject): FieldError[] {
  const spec = (object['spec'] ?? {}) as HpaSpec;
  const errors: FieldError[] = [];
  const { minReplicas, maxReplicas = 0 } = spec;
  // HPAScaleToZero is off: at least one.
  if (minReplicas !== undefined && minReplicas < 1)
    errors.push(invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  if (maxReplicas < 1) errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas)
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  validateReference(spec.scaleTargetRef ?? {}, 'spec.scaleTargetRef', errors);
  errors.push(...targetVersionErrors(spec, old));
  validateMetrics(spec.metrics ?? [], minReplicas, errors);
  if (spec.behavior) {
    validateRules(spec.behavior.scaleUp, 'spec.behavior.scaleUp', errors);
    validateRules(spec.behavior.scaleDown, 'spec.behavior.scaleDown', errors);
  }
  return errors;
}

export function validateHpaStatus(object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const status = (object['status'] ?? {}) as HpaStatus;
  notNegative(status.currentReplicas, 'status.currentReplicas', errors);
  notNegative(status.desiredReplicas, 'status.desiredReplicas', errors);
  return errors;
}

/** What may stand in a path (IsValidPathSegmentName). */
function segmentErrors(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

function validateReference(reference: ObjectReference, path: string, errors: FieldError[]): void {
  for (const field of ['kind', 'name'] as const) {
    const value = reference[field] ?? '';
    if (value === '') errors.push(required(`${path}.${field}`));
    else for (const message of segmentErrors(value)) errors.push(invalid(`${path}.${field}`, value, message));
  }
}

/** What is wrong with an apiVersion (ValidateAPIVersion); undefined when nothing. */
function versionError(version: string, needsGroup: boolean): string | undefined {
  const parts = version === '/' ? [] : version.split('/');
  if (parts.length > 2) return `unexpected GroupVersion string: ${version}`;
  return needsGroup && (parts.length < 2 || parts[0] === '') ? 'apiVersion must specify API group' : undefined;
}

/** The target needs a group, unless it is a ReplicationController or was stored without one. */
function targetVersionErrors({ scaleTargetRef = {} }: HpaSpec, old: KubeObject | undefined): FieldError[] {
  const needsGroup = scaleTargetRef.kind !== 'ReplicationController';
  const version = scaleTargetRef.apiVersion ?? '';
  const wrong = versionError(version, needsGroup);
  if (wrong === undefined) return [];
  const before = old && (((old['spec'] ?? {}) as HpaSpec).scaleTargetRef?.apiVersion ?? '');
  if (before !== undefined && versionError(before, needsGroup) !== undefined) return [];
  return [invalid('spec.scaleTargetRef.apiVersion', version, wrong)];
}

function validateMetrics(metrics: readonly MetricSpec[], minReplicas: number | undefined, errors: FieldError[]): void {
  for (const [i, metric] of metrics.entries()) validateMetric(metric, `spec.metrics[${i}]`, errors);
  if (minReplicas !== 0 || metrics.some(({ type }) => type === 'Object' || type === 'External')) return;
  const why = 'must specify at least one Object or External metric to support scaling to zero replicas';
  errors.push(forbiddenField('spec.metrics', why));
}

function validateMetric(metric: MetricSpec, path: string, errors: FieldError[]): void {
  const type = metric.type ?? '';
  if (type === '') errors.push(required(`${path}.type`, 'must specify a metric source type'));
  const supported = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
  if (!supported.includes(type)) errors.push(notSupported(`${path}.type`, type, supported));
  const given = SOURCES.filter((source) => metric[source] !== undefined);
  if (given[0]) validateSource(metric, given[0], `${path}.${given[0]}`, errors);
  const expected = SOURCES.find((source) => `${source[0]!.toUpperCase()}${source.slice(1)}` === type);
  if (expected && !given.includes(expected))
    errors.push(required(`${path}.${expected}`, 'must populate information for the given metric source'));
  if (given.length === 1) return;
  for (const source of given.filter((one) => one !== expected))
    errors.push(forbiddenField(`${path}.${source}`, 'must populate the given metric source only'));
}

function validateSource(
  metric: MetricSpec,
  source: (typeof SOURCES)[number],
  path: string,
  errors: FieldError[],
): void {
  const { target = {} } = metric[source]!;
  if (source === 'object') {
    const { describedObject, metric: identifier } = metric.object!;
    validateReference(describedObject ?? {}, `${path}.describedObject`, errors);
    const version = describedObject?.apiVersion ?? '';
    const wrong = versionError(version, false);
    if (wrong !== undefined) errors.push(invalid(`${path}.describedObject.apiVersion`, version, wrong));
    validateIdentifier(identifier ?? {}, `${path}.metric`, errors);
    validateTarget(target, `${path}.target`, errors);
    if (target.value === undefined && target.averageValue === undefined)
      errors.push(required(`${path}.target.averageValue`, 'must set either a target value or averageValue'));
  } else if (source === 'external') {
    validateIdentifier(metric.external!.metric ?? {}, `${path}.metric`, errors);
    validateTarget(target, `${path}.target`, errors);
    if (target.value === undefined && target.averageValue === undefined)
      errors.push(
        required(`${path}.target.averageValue`, 'must set either a target value for metric or a per-pod target'),
      );
    if (target.value !== undefined && target.averageValue !== undefined)
      errors.push(
        forbiddenField(`${path}.target.value`, 'may not set both a target value for metric and a per-pod target'),
      );
  } else if (source === 'pods') {
    validateIdentifier(metric.pods!.metric ?? {}, `${path}.metric`, errors);
    validateTarget(target, `${path}.target`, errors);
    if (target.averageValue === undefined)
      errors.push(required(`${path}.target.averageValue`, 'must specify a positive target averageValue'));
  } else validateResource(metric, source, path, errors);
}

function validateResource(
  metric: MetricSpec,
  source: 'resource' | 'containerResource',
  path: string,
  errors: FieldError[],
): void {
  const { name = '', target = {} } = metric[source]!;
  if (name === '') errors.push(required(`${path}.name`, 'must specify a resource name'));
  else if (source === 'containerResource') errors.push(...validateContainerResourceName(name, `${path}.name`));
  if (source === 'containerResource') {
    const { container = '' } = metric.containerResource!;
    if (container === '') errors.push(required(`${path}.container`, 'must specify a container'));
    else errors.push(...invalids(`${path}.container`, container, isDNS1123Label(container)));
  }
  validateTarget(target, `${path}.target`, errors);
  if (target.averageUtilization === undefined && target.averageValue === undefined)
    errors.push(
      required(`${path}.target.averageUtilization`, 'must set either a target raw value or a target utilization'),
    );
  if (target.averageUtilization !== undefined && target.averageValue !== undefined)
    errors.push(
      forbiddenField(`${path}.target.averageValue`, 'may not set both a target raw value and a target utilization'),
    );
}

function validateIdentifier({ name = '' }: MetricIdentifier, path: string, errors: FieldError[]): void {
  if (name === '') errors.push(required(`${path}.name`, 'must specify a metric name'));
  else for (const message of segmentErrors(name)) errors.push(invalid(`${path}.name`, name, message));
}

function isPositive(quantity: string): boolean {
  return milliValue(quantity) > 0;
}

function validateTarget(target: MetricTarget, path: string, errors: FieldError[]): void {
  const type = target.type ?? '';
  if (type === '') errors.push(required(`${path}.type`, 'must specify a metric target type'));
  if (!['Utilization', 'Value', 'AverageValue'].includes(type))
    errors.push(invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue'));
  if (target.value !== undefined && !isPositive(target.value))
    errors.push(invalid(`${path}.value`, target.value, 'must be positive'));
  if (target.averageValue !== undefined && !isPositive(target.averageValue))
    errors.push(invalid(`${path}.averageValue`, target.averageValue, 'must be positive'));
  if (target.averageUtilization !== undefined && target.averageUtilization < 1)
    errors.push(invalid(`${path}.averageUtilization`, target.averageUtilization, 'must be greater than 0'));
}

function validateRules(rules: ScalingRules | undefined, path: string, errors: FieldError[]): void {
  if (!rules) return;
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [] } = rules;
  if (window !== undefined && window < 0)
    errors.push(invalid(`${path}.stabilizationWindowSeconds`, window, 'must be greater than or equal to zero'));
  if (window !== undefined && window > MAX_WINDOW)
    errors.push(invalid(`${path}.stabilizationWindowSeconds`, window, `must be less than or equal to ${MAX_WINDOW}`));
  if (selectPolicy !== undefined && !SELECT.includes(selectPolicy))
    errors.push(notSupported(`${path}.selectPolicy`, selectPolicy, SELECT));
  if (policies.length === 0) errors.push(required(`${path}.policies`, 'must specify at least one Policy'));
  for (const [i, { type = '', value = 0, periodSeconds = 0 }] of policies.entries()) {
    const at = `${path}.policies[${i}]`;
    if (!POLICIES.includes(type)) errors.push(notSupported(`${at}.type`, type, POLICIES));
    if (value <= 0) errors.push(invalid(`${at}.value`, value, 'must be greater than zero'));
    if (periodSeconds <= 0) errors.push(invalid(`${at}.periodSeconds`, periodSeconds, 'must be greater than zero'));
    if (periodSeconds > MAX_PERIOD)
      errors.push(invalid(`${at}.periodSeconds`, periodSeconds, `must be less than or equal to ${MAX_PERIOD}`));
  }
}

/** What Deployments and ReplicaSets share: selectors that must fit their template, and /scale (pkg/registry/apps/…/storage). */
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { NOT_NEGATIVE, type FieldError, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import {
  type LabelSelector,
  formatSelector,
  matchesLabels,
  selectorFromLabelSelector,
} from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { invalidObject } from '../../../../api/status-errors.ts';
import { defaultPodSpec } from '../core/pod-defaults.ts';
import { validateLabels, validatePodSpec } from '../core/pod-validation.ts';
import type { Strategy } from '../strategy.ts';

export interface WorkloadSpec {
  replicas?: number;
  minReadySeconds?: number;
  selector?: LabelSelector;
  template?: PodTemplateSpec;
}

export function specOf<T extends WorkloadSpec>(object: KubeObject): T {
  return (object['spec'] ?? {}) as T;
}

/** One replica, and the template's own defaults (a frozen template has them already). */
export function defaultWorkload(object: KubeObject): void {
  const spec = (object['spec'] ??= {}) as WorkloadSpec;
  if (spec.replicas === undefined || spec.replicas === null) spec.replicas = 1;
  const template = (spec.template ??= {} as PodTemplateSpec);
  if (Object.isFrozen(template)) return;
  template.metadata ??= {};
  template.spec ??= {} as NonNullable<PodTemplateSpec['spec']>;
  if (!Object.isFrozen(template.spec)) defaultPodSpec(template.spec);
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Appends what is wrong with the selector; returns whether there is a usable one. */
export function validateSelector(selector: LabelSelector | undefined, errors: FieldError[]): boolean {
  if (!selector) {
    errors.push(required('spec.selector'));
    return false;
  }
  const before = errors.length;
  if (selector.matchLabels) validateLabels(selector.matchLabels, 'spec.selector.matchLabels', errors);
  for (const [i, { operator, values }] of (selector.matchExpressions ?? []).entries()) {
    const at = `spec.selector.matchExpressions[${i}]`;
    if (!OPERATORS.includes(operator)) errors.push(notSupported(`${at}.operator`, operator, OPERATORS));
    else if (operator.endsWith('In') && !values?.length)
      errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
    else if (operator.includes('xist') && values?.length)
      errors.push({
        reason: 'FieldValueForbidden',
        field: `${at}.values`,
        message: "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      });
  }
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0) {
    errors.push(invalid('spec.selector', {}, 'empty selector is invalid for deployment'));
  }
  return errors.length === before;
}

/** The template's labels must be selected, its Pods restart always, and its spec be a Pod's. */
export function validateTemplate(spec: WorkloadSpec, usable: boolean, errors: FieldError[]): void {
  const template = spec.template ?? ({} as PodTemplateSpec);
  const labels = template.metadata?.labels;
  const selected = usable && matchesLabels(selectorFromLabelSelector(spec.selector), labels);
  if (!selected)
    errors.push(
      invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`'),
    );
  if (labels) validateLabels(labels, 'spec.template.labels', errors);
  const podSpec = template.spec ?? { containers: [] };
  errors.push(...validatePodSpec(podSpec, 'spec.template.spec', { template: true }));
  if (
    podSpec.restartPolicy &&
    podSpec.restartPolicy !== 'Always' &&
    ['OnFailure', 'Never'].includes(podSpec.restartPolicy)
  ) {
    errors.push(notSupported('spec.template.spec.restartPolicy', podSpec.restartPolicy, ['Always']));
  }
}

export function notNegative(value: number | undefined, field: string, errors: FieldError[]): void {
  if (value !== undefined && value < 0) errors.push(invalid(field, value, NOT_NEGATIVE));
}

/** The autoscaling/v1 Scale that stands for the object. */
export const scale: NonNullable<Strategy['scale']> = {
  read(object) {
    const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
    const spec = specOf(object);
    const status = object['status'] as { replicas?: number } | undefined;
    const selector = formatSelector(selectorFromLabelSelector(spec.selector));
    return {
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as NonNullable<KubeObject['metadata']>,
      spec: { replicas: spec.replicas ?? 0 },
      status: { replicas: status?.replicas ?? 0, ...(selector ? { selector } : {}) },
    };
  },
  write(object, asked) {
    const replicas = (asked['spec'] as { replicas?: number } | undefined)?.replicas ?? 0;
    if (replicas < 0)
      throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, object.metadata?.name ?? '', [
        invalid('spec.replicas', replicas, NOT_NEGATIVE),
      ]);
    object['spec'] = { ...(object['spec'] as object), replicas };
  },
};

/** What the kinds with a Pod template share: selectors that must fit it, and /scale (pkg/registry/apps/…/storage). */
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import {
  NOT_NEGATIVE,
  type FieldError,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import type { IntOrString } from '../../../../api/intstr.ts';
import { type LabelSelector, formatSelector, selectorFromLabelSelector } from '../../../../api/labels.ts';
import { isDNS1123Label, isValidPercent } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { invalidObject } from '../../../../api/status-errors.ts';
import { defaultPodSpec } from '../core/pod-defaults.ts';
import { validatePodTemplate } from '../core/pod-template-validation.ts';
import { warnOfTemplate } from '../core/pod-warnings.ts';
import { isEmptySelector, selects, shownSelector, validateLabelSelector } from '../label-selector.ts';
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

/** One replica, and the template's own defaults. */
export function defaultWorkload(object: KubeObject): void {
  const spec = (object['spec'] ??= {}) as WorkloadSpec;
  if (spec.replicas === undefined || spec.replicas === null) spec.replicas = 1;
  defaultTemplate(spec);
}

/** A frozen template has its defaults already. */
export function defaultTemplate(spec: { template?: PodTemplateSpec }): void {
  const template = (spec.template ??= {} as PodTemplateSpec);
  if (Object.isFrozen(template)) return;
  template.metadata ??= {};
  template.spec ??= {} as NonNullable<PodTemplateSpec['spec']>;
  if (!Object.isFrozen(template.spec)) defaultPodSpec(template.spec);
}

/** Appends what is wrong with a selector that must be there and must not be empty. `kind`: as upstream's message says it. */
export function validateSelector(selector: LabelSelector | undefined, kind: string, errors: FieldError[]): void {
  if (!selector) return void errors.push(required('spec.selector'));
  validateLabelSelector(selector, 'spec.selector', errors);
  if (isEmptySelector(selector))
    errors.push(invalid('spec.selector', shownSelector(selector), `empty selector is invalid for ${kind}`));
}

/** The template's labels must be selected (a selector that cannot be read is the only thing said then), and its spec be a Pod's. */
export function validateTemplate(spec: WorkloadSpec, errors: FieldError[]): void {
  const fits = selects(spec.selector, spec.template?.metadata?.labels);
  if (fits === 'unusable')
    return void errors.push(invalid('spec.selector', shownSelector(spec.selector), 'invalid label selector'));
  if (!fits) errors.push(mismatch('spec.template', spec.template));
  validateTemplateSpec(spec.template, 'spec.template', errors);
  validateAlwaysRestarts(spec.template, 'spec.template', errors, 'ReplicaSet');
}

export function mismatch(path: string, template: PodTemplateSpec | undefined): FieldError {
  const labels = template?.metadata?.labels ?? null;
  return invalid(`${path}.metadata.labels`, labels, '`selector` does not match template `labels`');
}

/** ValidatePodTemplateSpec. */
export function validateTemplateSpec(template: PodTemplateSpec | undefined, path: string, errors: FieldError[]): void {
  validatePodTemplate(template, path, errors);
}

/** `kind`: of those that also refuse a deadline. */
export function validateAlwaysRestarts(
  template: PodTemplateSpec | undefined,
  path: string,
  errors: FieldError[],
  kind?: string,
): void {
  const { restartPolicy, activeDeadlineSeconds } = template?.spec ?? {};
  if (restartPolicy && restartPolicy !== 'Always')
    errors.push(notSupported(`${path}.spec.restartPolicy`, restartPolicy, ['Always']));
  if (kind && activeDeadlineSeconds !== undefined)
    errors.push(
      forbiddenField(`${path}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`),
    );
}

export function notNegative(value: number | undefined, field: string, errors: FieldError[]): void {
  if (typeof value === 'number' && value < 0) errors.push(invalid(field, value, NOT_NEGATIVE));
}

/** ValidatePositiveIntOrPercent. */
export function validateIntOrPercent(value: IntOrString | undefined, field: string, errors: FieldError[]): void {
  if (typeof value === 'string')
    for (const message of isValidPercent(value)) errors.push(invalid(field, value, message));
  else notNegative(value, field, errors);
}

/** IsNotMoreThan100Percent. */
export function validateAtMost100(value: IntOrString | undefined, field: string, errors: FieldError[]): void {
  if (typeof value === 'string' && isValidPercent(value).length === 0 && parseInt(value, 10) > 100)
    errors.push(invalid(field, value, 'must not be greater than 100%'));
}

export function isZero(value: IntOrString | undefined): boolean {
  return value === undefined || (typeof value === 'number' ? value === 0 : (parseInt(value, 10) || 0) === 0);
}

/** Counts of a status: none below 0, `parts` no greater than replicas. */
export function validateCounts(
  status: Readonly<Record<string, unknown>>,
  names: readonly string[],
  parts: readonly string[],
  errors: FieldError[],
): void {
  const count = (name: string): number => (status[name] ?? 0) as number;
  for (const name of names) notNegative(count(name), `status.${name}`, errors);
  for (const name of parts)
    if (count(name) > count('replicas'))
      errors.push(invalid(`status.${name}`, count(name), 'cannot be greater than status.replicas'));
  if (count('availableReplicas') > count('readyReplicas'))
    errors.push(
      invalid('status.availableReplicas', count('availableReplicas'), 'cannot be greater than readyReplicas'),
    );
}

/** WarningsOnCreate of the kinds whose name becomes part of Pods' names. */
export function warnOfName(object: KubeObject, warn: (message: string) => void): void {
  const messages = isDNS1123Label(object.metadata?.name ?? '');
  if (!object.metadata?.name || messages.length === 0) return;
  warn(
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${messages.join(' ')}]`,
  );
}

/** Strategy.warnings of a kind with its template at spec.template: on create, and on updates that changed the spec. */
export function warnOfWorkload({ name }: { name: boolean }): NonNullable<Strategy['warnings']> {
  return (object, old, warn) => {
    if (!old && name) warnOfName(object, warn);
    if (old && old.metadata?.generation === object.metadata?.generation) return;
    warnOfTemplate(specOf(object).template, 'spec.template', warn);
  };
}

/** The autoscaling/v1 Scale that stands for the object. `selectorText`: of kinds whose selector is a map. */
export function scaleOf(selectorText: (object: KubeObject) => string): NonNullable<Strategy['scale']> {
  return {
    read(object) {
      const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
      const status = object['status'] as { replicas?: number } | undefined;
      const selector = selectorText(object);
      return {
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as NonNullable<KubeObject['metadata']>,
        spec: { replicas: specOf(object).replicas ?? 0 },
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
}

export const scale = scaleOf((object) => formatSelector(selectorFromLabelSelector(specOf(object).selector)));

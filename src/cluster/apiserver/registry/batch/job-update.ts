/** What of a Job may be, and what may change (pkg/apis/batch/validation/validation.go ValidateJob, ValidateJobUpdate). */
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { dequal } from 'dequal';
import { type FieldError, IMMUTABLE, invalid, required, struct } from '../../../../api/field-errors.ts';
import { isDNS1123Label } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { mismatch } from '../apps/workload.ts';
import { INTERNAL_STRUCTS } from '../core/pod-spec/internal-structs.ts';
import { selects, shownSelector, validateLabelSelector } from '../label-selector.ts';
import { shape } from '../struct-diff.ts';
import { validateGeneratedSelector } from './job-selector.ts';
import { type JobSpec, validateJobSpec } from './job-validation.ts';

function specOf(object: KubeObject): JobSpec {
  return (object['spec'] ?? {}) as JobSpec;
}

export function validateJob(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors = validateGeneratedSelector(object);
  errors.push(...validateJobSpec(spec, 'spec'));
  if (!spec.selector) errors.push(required('spec.selector'));
  else validateLabelSelector(spec.selector, 'spec.selector', errors);
  if (selects(spec.selector, spec.template?.metadata?.labels) === false)
    errors.push(mismatch('spec.template', spec.template));
  validateHostname(object, spec, errors);
  return errors;
}

/** Indexes are part of Pods' host names. */
function validateHostname(object: KubeObject, spec: JobSpec, errors: FieldError[]): void {
  if (spec.completionMode !== 'Indexed' || !((spec.completions ?? 0) > 0)) return;
  const name = object.metadata?.name ?? '';
  const longest = `${name}-${spec.completions! - 1}`;
  if (isDNS1123Label(longest).length > 0)
    errors.push(invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${longest}`));
}

export function validateJobUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const spec = specOf(object);
  const before = specOf(old);
  const errors = validateJob(object);
  const fixed = (name: keyof JobSpec, shown: unknown = spec[name]): void => {
    if (!dequal(spec[name], before[name])) errors.push(invalid(`spec.${name}`, shown, IMMUTABLE));
  };
  validateCompletions(spec, before, errors);
  fixed('selector', shownSelector(spec.selector));
  validateTemplateUpdate(object, old, errors);
  fixed('completionMode');
  fixed('podFailurePolicy');
  fixed('backoffLimitPerIndex');
  fixed('managedBy');
  fixed('successPolicy');
  return errors;
}

/** Elastic indexed Jobs: completions may follow parallelism. */
function validateCompletions(spec: JobSpec, before: JobSpec, errors: FieldError[]): void {
  if (spec.completions === before.completions) return;
  if (spec.completionMode !== 'Indexed') errors.push(invalid('spec.completions', spec.completions, IMMUTABLE));
  else if (spec.completions !== undefined && spec.completions !== spec.parallelism)
    errors.push(invalid('spec.completions', spec.completions, 'can only be modified in tandem with spec.parallelism'));
}

/** Where its Pods may run can still be changed while a Job is suspended and was never started. */
function validateTemplateUpdate(object: KubeObject, old: KubeObject, errors: FieldError[]): void {
  const template = specOf(object).template;
  const before = specOf(old).template;
  if (dequal(template, before)) return;
  const status = (old['status'] ?? {}) as { startTime?: string };
  const mayMove = specOf(old).suspend === true && status.startTime === undefined;
  if (mayMove && dequal(withoutPlace(template), withoutPlace(before))) return;
  errors.push(invalid('spec.template', shownTemplate(template), IMMUTABLE));
}

function withoutPlace(template: PodTemplateSpec | undefined): unknown {
  const { annotations: _a, labels: _l, ...metadata } = template?.metadata ?? {};
  const { nodeSelector: _n, tolerations: _t, affinity, ...spec } = template?.spec ?? { containers: [] };
  const { nodeAffinity: _o, ...others } = affinity ?? {};
  const { schedulingGates: _g, ...rest } = spec as typeof spec & { schedulingGates?: unknown };
  return { metadata, spec: { ...rest, affinity: others } };
}

/** The internal type: metadata inlined, `Spec` with its Go fields. */
function shownTemplate(template: PodTemplateSpec | undefined): object {
  const { labels, annotations, ...metadata } = template?.metadata ?? {};
  return struct({
    ...metadata,
    ...(labels ? { labels } : {}),
    ...(annotations ? { annotations } : {}),
    Spec: structs(shape(template?.spec ?? {}, 'PodSpec', INTERNAL_STRUCTS)),
  });
}

/** Marks every object below: `shape` has sorted the maps already. */
function structs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structs);
  if (typeof value !== 'object' || value === null) return value;
  return struct(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, structs(inner)])));
}

/** Validation of Job specs (pkg/apis/batch/validation/validation.go validateJobSpec), in upstream's order of errors. */
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { type FieldError, invalid, invalids, notSupported, required, tooLong } from '../../../../api/field-errors.ts';
import type { LabelSelector } from '../../../../api/labels.ts';
import { isDomainPrefixedPath } from '../../../../api/names.ts';
import { notNegative, validateTemplateSpec } from '../apps/workload.ts';
import { type PodFailurePolicy, validatePodFailurePolicy } from './pod-failure-policy.ts';
import { type SuccessPolicy, validateSuccessPolicy } from './success-policy.ts';

export interface JobSpec {
  parallelism?: number;
  completions?: number;
  activeDeadlineSeconds?: number;
  backoffLimit?: number;
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  ttlSecondsAfterFinished?: number;
  completionMode?: string;
  suspend?: boolean;
  manualSelector?: boolean;
  managedBy?: string;
  podReplacementPolicy?: string;
  podFailurePolicy?: PodFailurePolicy;
  successPolicy?: SuccessPolicy;
  selector?: LabelSelector;
  template?: PodTemplateSpec;
}

const MAX_PARALLELISM = 100_000;
const MAX_MANAGER = 63;
const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;

/** `path`: `spec`, or `spec.jobTemplate.spec`. Selectors are the caller's. */
export function validateJobSpec(spec: JobSpec, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of COUNTS) notNegative(spec[name], `${path}.${name}`, errors);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  if (spec.managedBy !== undefined) {
    if (spec.managedBy === '') errors.push(required(`${path}.managedBy`));
    else errors.push(...invalids(`${path}.managedBy`, spec.managedBy, isDomainPrefixedPath(spec.managedBy)));
    if (spec.managedBy.length > MAX_MANAGER) errors.push(tooLong(`${path}.managedBy`, MAX_MANAGER));
  }
  validateMode(spec, path, errors);
  if (spec.podFailurePolicy) validatePodFailurePolicy(spec, `${path}.podFailurePolicy`, errors);
  if (spec.successPolicy) validateSuccessPolicy(spec, `${path}.successPolicy`, errors);
  validateReplacement(spec, `${path}.podReplacementPolicy`, errors);
  validateTemplateSpec(spec.template, `${path}.template`, errors);
  validateRestart(spec, `${path}.template.spec.restartPolicy`, errors);
  return errors;
}

function validateMode(spec: JobSpec, path: string, errors: FieldError[]): void {
  const { completionMode: mode, completions, parallelism, maxFailedIndexes } = spec;
  if (mode !== undefined && mode !== 'NonIndexed' && mode !== 'Indexed')
    errors.push(notSupported(`${path}.completionMode`, mode, ['NonIndexed', 'Indexed']));
  if (mode === 'Indexed') {
    if (completions === undefined) errors.push(required(`${path}.completions`, 'when completion mode is Indexed'));
    if ((parallelism ?? 0) > MAX_PARALLELISM)
      errors.push(atMost(`${path}.parallelism`, parallelism, `${MAX_PARALLELISM} when completion mode is Indexed`));
    if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions)
      errors.push(atMost(`${path}.maxFailedIndexes`, maxFailedIndexes, 'completions'));
    if (maxFailedIndexes !== undefined && maxFailedIndexes > MAX_PARALLELISM)
      errors.push(atMost(`${path}.maxFailedIndexes`, maxFailedIndexes, String(MAX_PARALLELISM)));
    validateManyCompletions(spec, path, errors);
    return;
  }
  // A mode that is none is bad enough.
  if (mode !== undefined && mode !== 'NonIndexed') return;
  if (spec.backoffLimitPerIndex !== undefined)
    errors.push(invalid(`${path}.backoffLimitPerIndex`, spec.backoffLimitPerIndex, 'requires indexed completion mode'));
  if (maxFailedIndexes !== undefined)
    errors.push(invalid(`${path}.maxFailedIndexes`, maxFailedIndexes, 'requires indexed completion mode'));
}

const MANY = 10_000;
const MANY_COMPLETIONS = 100_000;

/** With very many completions the failures of each index are counted for a few only. */
function validateManyCompletions(spec: JobSpec, path: string, errors: FieldError[]): void {
  const { backoffLimitPerIndex, completions, maxFailedIndexes, parallelism } = spec;
  if (backoffLimitPerIndex === undefined || completions === undefined || completions <= MANY_COMPLETIONS) return;
  const words = `when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined)
    errors.push(
      required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${MANY_COMPLETIONS}`),
    );
  else if (maxFailedIndexes > MANY)
    errors.push(atMost(`${path}.maxFailedIndexes`, maxFailedIndexes, `${MANY} ${words}`));
  if ((parallelism ?? 0) > MANY) errors.push(atMost(`${path}.parallelism`, parallelism, `${MANY} ${words}`));
}

function atMost(field: string, value: unknown, most: string): FieldError {
  return invalid(field, value, `must be less than or equal to ${most}`);
}

function validateReplacement(spec: JobSpec, path: string, errors: FieldError[]): void {
  const policy = spec.podReplacementPolicy;
  if (policy === undefined) return;
  if (spec.podFailurePolicy) {
    if (policy !== 'Failed') errors.push(notSupported(path, policy, ['Failed']));
  } else if (policy !== 'Failed' && policy !== 'TerminatingOrFailed')
    errors.push(notSupported(path, policy, ['Failed', 'TerminatingOrFailed']));
}

function validateRestart(spec: JobSpec, path: string, errors: FieldError[]): void {
  const policy = spec.template?.spec?.restartPolicy ?? '';
  // Always is what a template that says nothing was given.
  if (policy === '' || policy === 'Always') errors.push(required(path, 'valid values: "OnFailure", "Never"'));
  else if (policy !== 'OnFailure' && policy !== 'Never')
    errors.push(notSupported(path, policy, ['OnFailure', 'Never']));
  else if (spec.podFailurePolicy && policy !== 'Never')
    errors.push(invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified'));
}

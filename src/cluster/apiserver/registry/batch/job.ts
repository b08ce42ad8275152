/** Jobs (pkg/registry/batch/job/strategy.go, pkg/apis/batch/v1/defaults.go; printers.go printJob). */
import { humanDuration } from '../../../../api/duration.ts';
import { formatLabelSelector } from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { defaultTemplate, warnOfWorkload } from '../apps/workload.ts';
import { ageOf, columns, containerCells, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { generateSelector } from './job-selector.ts';
import { validateJob, validateJobUpdate } from './job-update.ts';
import type { JobSpec } from './job-validation.ts';
import type { PodFailurePolicy } from './pod-failure-policy.ts';

const MAX_INT32 = 2147483647;

interface JobStatus {
  succeeded?: number;
  startTime?: string;
  completionTime?: string;
  conditions?: { type: string; status: string }[];
}

function specOf(object: KubeObject): JobSpec {
  return (object['spec'] ?? {}) as JobSpec;
}

function applyDefaults(object: KubeObject): void {
  const spec = (object['spec'] ??= {}) as JobSpec;
  defaultTemplate(spec);
  if (spec.completions === undefined && spec.parallelism === undefined) {
    spec.completions = 1;
    spec.parallelism = 1;
  }
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.manualSelector ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
  defaultFailurePolicy(spec);
  defaultLabels(object);
}

/** A Job without labels has its template's: as stored Jobs are defaulted whenever they are read, those it was given among them. */
function labelsOf(object: KubeObject): Record<string, string> | undefined {
  return specOf(object).template?.metadata?.labels as Record<string, string> | undefined;
}

function defaultLabels(object: KubeObject): void {
  const labels = specOf(object).template?.metadata?.labels;
  if (labels && Object.keys(labels).length > 0 && Object.keys(object.metadata?.labels ?? {}).length === 0)
    object.metadata = { ...object.metadata, labels };
}

export function defaultFailurePolicy(spec: { podFailurePolicy?: PodFailurePolicy }): void {
  const rules = spec.podFailurePolicy?.rules;
  if (!rules?.some((rule) => rule.onPodConditions?.some((condition) => !condition.status))) return;
  spec.podFailurePolicy = {
    ...spec.podFailurePolicy,
    rules: rules.map((rule) =>
      rule.onPodConditions
        ? { ...rule, onPodConditions: rule.onPodConditions.map((c) => ({ ...c, status: c.status || 'True' })) }
        : rule,
    ),
  };
}

function stateOf(object: KubeObject, status: JobStatus): string {
  const has = (type: string): boolean =>
    status.conditions?.some((one) => one.type === type && one.status === 'True') === true;
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (object.metadata?.deletionTimestamp) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  return 'Running';
}

function completionsOf({ completions, parallelism = 0 }: JobSpec, succeeded: number): string {
  if (typeof completions === 'number') return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationOf({ startTime, completionTime }: JobStatus, now: number): string {
  if (!startTime) return '';
  return humanDuration((completionTime ? Date.parse(completionTime) : now) - Date.parse(startTime));
}

export const jobStrategy: Strategy = {
  info: info('batch/v1', 'Job', 'jobs', { categories: ['all'], subresources: ['status'] }),
  applyDefaults,
  prepareForCreate(object) {
    // Labels that were the template's still are when the template is given more: in Go it is one map.
    const shared = object.metadata?.labels !== undefined && object.metadata.labels === labelsOf(object);
    generateSelector(object);
    if (shared) object.metadata = { ...object.metadata, labels: labelsOf(object)! };
    defaultLabels(object);
    startGeneration(object);
  },
  warnings: warnOfWorkload({ name: true }),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate: validateJob,
  validateUpdate: (object, old) => (object['spec'] === old['spec'] ? [] : validateJobUpdate(object, old)),
  columns: columns('Name', 'Status', 'Completions', 'Duration', 'Age', 'Containers*', 'Images*', 'Selector*'),
  cells(object, now) {
    const spec = specOf(object);
    const status = (object['status'] ?? {}) as JobStatus;
    return [
      nameOf(object),
      stateOf(object, status),
      completionsOf(spec, status.succeeded ?? 0),
      durationOf(status, now),
      ageOf(object, now),
      ...containerCells(spec.template?.spec?.containers),
      formatLabelSelector(spec.selector),
    ];
  },
  selectableFields: (object) => ({
    'status.successful': String(((object['status'] ?? {}) as JobStatus).succeeded ?? 0),
  }),
};

/** The selector that a Job is given, and whether it still has it (pkg/registry/batch/job/strategy.go generateSelector, ValidateGeneratedSelector). */
import { dequal } from 'dequal';
import { type FieldError, invalid, required } from '../../../../api/field-errors.ts';
import type { LabelSelector } from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { shownSelector } from '../label-selector.ts';
import type { JobSpec } from './job-validation.ts';

const UID = 'batch.kubernetes.io/controller-uid';
const LEGACY_UID = 'controller-uid';
const NAME = 'batch.kubernetes.io/job-name';
const LEGACY_NAME = 'job-name';

/** Labels the template with the Job's name and uid, and selects by the uid. */
export function generateSelector(object: KubeObject): void {
  const spec = object['spec'] as JobSpec;
  const template = spec.template;
  if (spec.manualSelector || !template) return;
  const { name = '', uid = '' } = object.metadata ?? {};
  const labels = { ...template.metadata?.labels };
  for (const key of [NAME, LEGACY_NAME]) labels[key] ??= name;
  for (const key of [UID, LEGACY_UID]) labels[key] ??= uid;
  spec.template = { ...template, metadata: { ...template.metadata, labels } };
  const selected = spec.selector?.matchLabels ?? {};
  if (selected[UID] === undefined) spec.selector = { ...spec.selector, matchLabels: { ...selected, [UID]: uid } };
}

export function validateGeneratedSelector(object: KubeObject): FieldError[] {
  const { manualSelector, selector, template } = (object['spec'] ?? {}) as JobSpec;
  if (manualSelector || !selector) return [];
  const { name = '', uid = '' } = object.metadata ?? {};
  const labels = template?.metadata?.labels ?? {};
  const errors: FieldError[] = [];
  const expected = { [LEGACY_UID]: uid, [LEGACY_NAME]: name, [UID]: uid, [NAME]: name };
  for (const [key, value] of Object.entries(expected)) {
    const field = 'spec.template.metadata.labels';
    if (labels[key] === undefined) errors.push(required(`${field}[${key}]`, `must be '${value}'`));
    else if (labels[key] !== value) errors.push(invalid(`${field}[${key}]`, labels, `must be '${value}'`));
  }
  if (!isGenerated(selector, uid))
    errors.push(invalid('spec.selector', shownSelector(selector), '`selector` not auto-generated'));
  return errors;
}

function isGenerated(selector: LabelSelector, uid: string): boolean {
  if (selector.matchExpressions?.length) return false;
  return [UID, LEGACY_UID].some((key) => dequal(selector.matchLabels, { [key]: uid }));
}

/** Validation of StatefulSets (pkg/apis/apps/validation/validation.go ValidateStatefulSet, ValidateStatefulSetUpdate). */
import { dequal } from 'dequal';
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  forbiddenField,
  invalid,
  notSupported,
  required,
  struct,
} from '../../../../api/field-errors.ts';
import type { IntOrString } from '../../../../api/intstr.ts';
import { isDNS1123Label } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { validateLabels } from '../core/pod-validation.ts';
import { selects, shownSelector } from '../label-selector.ts';
import {
  type WorkloadSpec,
  mismatch,
  notNegative,
  specOf,
  validateAlwaysRestarts,
  validateSelector,
} from './workload.ts';

export interface StatefulSetSpec extends WorkloadSpec {
  serviceName?: string;
  podManagementPolicy?: string;
  updateStrategy?: { type?: string; rollingUpdate?: { partition?: number; maxUnavailable?: IntOrString } };
  revisionHistoryLimit?: number;
  ordinals?: { start?: number };
  persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
  volumeClaimTemplates?: PersistentVolumeClaim[];
}

const UPDATABLE = [
  'replicas',
  'template',
  'updateStrategy',
  'minReadySeconds',
  'ordinals',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
] as const;

const FIXED =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

export function validateStatefulSet(object: KubeObject): FieldError[] {
  const spec = specOf<StatefulSetSpec>(object);
  const errors = validateSpec(spec);
  if (spec.serviceName)
    for (const message of isDNS1123Label(spec.serviceName))
      errors.push(invalid('spec.serviceName', spec.serviceName, message));
  return errors;
}

export function validateStatefulSetUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = validateSpec(specOf<StatefulSetSpec>(object));
  if (!dequal(fixedParts(object), fixedParts(old))) errors.push(forbiddenField('spec', FIXED));
  return errors;
}

function fixedParts(object: KubeObject): Record<string, unknown> {
  const parts: Record<string, unknown> = { ...(object['spec'] as object) };
  for (const name of UPDATABLE) delete parts[name];
  return parts;
}

function validateSpec(spec: StatefulSetSpec): FieldError[] {
  const errors: FieldError[] = [];
  const policy = spec.podManagementPolicy ?? '';
  if (policy !== 'OrderedReady' && policy !== 'Parallel')
    errors.push(invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"));
  validateStrategy(spec.updateStrategy ?? {}, errors);
  validateRetention(spec.persistentVolumeClaimRetentionPolicy ?? {}, errors);
  notNegative(spec.replicas, 'spec.replicas', errors);
  notNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  notNegative(spec.ordinals?.start, 'spec.ordinals.start', errors);
  validateSelector(spec.selector, 'statefulset', errors);
  const labels = spec.template?.metadata?.labels;
  const fits = selects(spec.selector, labels);
  if (fits === 'unusable') errors.push(invalid('spec.selector', shownSelector(spec.selector), ''));
  else {
    if (!fits) errors.push(mismatch('spec.template', spec.template));
    // The Pods' spec is not looked at here: claims stand in for volumes that are not there yet.
    if (labels) validateLabels(labels, 'spec.template.labels', errors);
  }
  validateAlwaysRestarts(spec.template, 'spec.template', errors, 'StatefulSet');
  return errors;
}

function validateStrategy(strategy: NonNullable<StatefulSetSpec['updateStrategy']>, errors: FieldError[]): void {
  const at = 'spec.updateStrategy';
  const rolling = strategy.rollingUpdate;
  const shown =
    rolling === undefined
      ? null
      : struct({ Partition: rolling.partition ?? 0, MaxUnavailable: rolling.maxUnavailable ?? null });
  if (strategy.type === 'OnDelete') {
    if (rolling) errors.push(invalid(`${at}.rollingUpdate`, shown, "only allowed for updateStrategy 'RollingUpdate'"));
  } else if (strategy.type === 'RollingUpdate')
    notNegative(rolling?.partition, `${at}.rollingUpdate.partition`, errors);
  else if (!strategy.type) errors.push(required(at));
  else
    errors.push(
      invalid(at, struct({ Type: strategy.type, RollingUpdate: shown }), "must be 'RollingUpdate' or 'OnDelete'"),
    );
}

function validateRetention(
  policy: NonNullable<StatefulSetSpec['persistentVolumeClaimRetentionPolicy']>,
  errors: FieldError[],
): void {
  for (const name of ['whenDeleted', 'whenScaled'] as const) {
    const value = policy[name];
    if (value !== 'Retain' && value !== 'Delete')
      errors.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${name}`, value ?? '', ['Retain', 'Delete']));
  }
}

/** Deployments (pkg/registry/apps/deployment/strategy.go, pkg/apis/apps/validation; printers.go printDeployment). */
import { dequal } from 'dequal';
import {
  IMMUTABLE,
  type FieldError,
  forbiddenField,
  invalid,
  notSupported,
  required,
  struct,
} from '../../../../api/field-errors.ts';
import type { IntOrString } from '../../../../api/intstr.ts';
import { formatLabelSelector } from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, containerCells, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import { shownSelector } from '../label-selector.ts';
import type { Strategy } from '../strategy.ts';
import {
  type WorkloadSpec,
  defaultWorkload,
  isZero,
  notNegative,
  scale,
  specOf,
  validateAtMost100,
  validateCounts,
  validateIntOrPercent,
  validateSelector,
  validateTemplate,
  warnOfWorkload,
} from './workload.ts';

interface Spec extends WorkloadSpec {
  strategy?: { type?: string; rollingUpdate?: { maxSurge?: IntOrString; maxUnavailable?: IntOrString } | null };
  revisionHistoryLimit?: number;
  progressDeadlineSeconds?: number;
}

interface Status {
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  unavailableReplicas?: number;
}

function applyDefaults(object: KubeObject): void {
  defaultWorkload(object);
  const spec = object['spec'] as Spec;
  const strategy = (spec.strategy ??= {});
  if (!Object.isFrozen(strategy)) {
    if (!strategy.type) strategy.type = 'RollingUpdate';
    if (strategy.type === 'RollingUpdate') {
      const rolling = (strategy.rollingUpdate ??= {});
      rolling.maxUnavailable ??= '25%';
      rolling.maxSurge ??= '25%';
    }
  }
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
}

function validateStrategy(strategy: NonNullable<Spec['strategy']>, errors: FieldError[]): void {
  const at = 'spec.strategy';
  const rolling = strategy.rollingUpdate;
  if (strategy.type === 'Recreate') {
    if (rolling)
      errors.push(forbiddenField(`${at}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'"));
  } else if (strategy.type === 'RollingUpdate') {
    if (!rolling) return void errors.push(required(`${at}.rollingUpdate`, 'this should be defaulted and never be nil'));
    validateIntOrPercent(rolling.maxUnavailable, `${at}.rollingUpdate.maxUnavailable`, errors);
    validateIntOrPercent(rolling.maxSurge, `${at}.rollingUpdate.maxSurge`, errors);
    if (isZero(rolling.maxUnavailable) && isZero(rolling.maxSurge))
      errors.push(
        invalid(`${at}.rollingUpdate.maxUnavailable`, rolling.maxUnavailable ?? 0, 'may not be 0 when `maxSurge` is 0'),
      );
    validateAtMost100(rolling.maxUnavailable, `${at}.rollingUpdate.maxUnavailable`, errors);
  } else {
    const { maxUnavailable = 0, maxSurge = 0 } = rolling ?? {};
    const shown = rolling ? struct({ MaxUnavailable: maxUnavailable, MaxSurge: maxSurge }) : null;
    const whole = struct({ Type: strategy.type ?? '', RollingUpdate: shown });
    errors.push(notSupported(at, whole, ['Recreate', 'RollingUpdate']));
  }
}

function validate(object: KubeObject): FieldError[] {
  const spec = specOf<Spec>(object);
  const errors: FieldError[] = [];
  notNegative(spec.replicas, 'spec.replicas', errors);
  validateSelector(spec.selector, 'deployment', errors);
  validateTemplate(spec, errors);
  validateStrategy(spec.strategy ?? {}, errors);
  notNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  notNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', errors);
  if (spec.progressDeadlineSeconds !== undefined) {
    notNegative(spec.progressDeadlineSeconds, 'spec.progressDeadlineSeconds', errors);
    if (spec.progressDeadlineSeconds <= (spec.minReadySeconds ?? 0))
      errors.push(
        invalid('spec.progressDeadlineSeconds', spec.progressDeadlineSeconds, 'must be greater than minReadySeconds'),
      );
  }
  return errors;
}

function validateStatus(status: Status): FieldError[] {
  const errors: FieldError[] = [];
  const parts = ['updatedReplicas', 'readyReplicas', 'availableReplicas'];
  validateCounts({ ...status }, ['replicas', ...parts, 'unavailableReplicas'], parts, errors);
  return errors;
}

export const deploymentStrategy: Strategy = {
  info: info('apps/v1', 'Deployment', 'deployments', {
    shortNames: ['deploy'],
    categories: ['all'],
    subresources: ['scale', 'status'],
  }),
  applyDefaults,
  prepareForCreate: (object) => startGeneration(object),
  warnings: warnOfWorkload({ name: true }),
  prepareForUpdate(object, old) {
    keepStatus(object, old, { generation: true });
    // Annotations are the Deployment's too: the controller copies them to its ReplicaSets.
    const unchanged = object.metadata?.generation === old.metadata?.generation;
    if (unchanged && !dequal(object.metadata?.annotations ?? {}, old.metadata?.annotations ?? {})) {
      object.metadata = { ...object.metadata, generation: (old.metadata?.generation ?? 0) + 1 };
    }
  },
  // Annotations stay writable here: the controller writes the revision along with the status.
  prepareForStatusUpdate(object, old) {
    object['spec'] = old['spec'];
    const { labels: _labels, ...metadata } = object.metadata ?? {};
    object.metadata = { ...metadata, ...(old.metadata?.labels ? { labels: old.metadata.labels } : {}) };
  },
  validate,
  validateUpdate(object, old) {
    if (object['spec'] === old['spec'])
      return dequal(object['status'], old['status']) ? [] : validateStatus((object['status'] ?? {}) as Status);
    const errors = validate(object);
    if (!dequal(specOf(object).selector, specOf(old).selector))
      errors.push(invalid('spec.selector', shownSelector(specOf(object).selector), IMMUTABLE));
    return errors;
  },
  validateStatusUpdate: (object) => validateStatus((object['status'] ?? {}) as Status),
  columns: columns('Name', 'Ready', 'Up-to-date', 'Available', 'Age', 'Containers*', 'Images*', 'Selector*'),
  cells(object, now) {
    const spec = specOf(object);
    const status = (object['status'] ?? {}) as Status;
    const [names, images] = containerCells(spec.template?.spec?.containers);
    return [
      nameOf(object),
      `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      status.updatedReplicas ?? 0,
      status.availableReplicas ?? 0,
      ageOf(object, now),
      names,
      images,
      formatLabelSelector(spec.selector),
    ];
  },
  scale,
};

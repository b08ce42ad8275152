/** PodDisruptionBudgets (pkg/registry/policy/poddisruptionbudget/strategy.go, pkg/apis/policy/validation; printers.go). */
import { dequal } from 'dequal';
import { type FieldError, invalid, notSupported, struct } from '../../../../api/field-errors.ts';
import type { IntOrString } from '../../../../api/intstr.ts';
import type { LabelSelector } from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { notNegative, validateAtMost100, validateIntOrPercent } from '../apps/workload.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import { shownSelector, validateLabelSelector } from '../label-selector.ts';
import type { Strategy } from '../strategy.ts';

interface Spec {
  minAvailable?: IntOrString;
  maxUnavailable?: IntOrString;
  selector?: LabelSelector;
  unhealthyPodEvictionPolicy?: string;
}

interface Status {
  disruptionsAllowed?: number;
}

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];
const COUNTS = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'];

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function validate(object: KubeObject): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = specOf(object);
  const errors: FieldError[] = [];
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const shown = struct({
      MinAvailable: minAvailable,
      Selector: shownSelector(selector),
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: policy ?? null,
    });
    errors.push(invalid('spec', shown, 'minAvailable and maxUnavailable cannot be both set'));
  }
  validateIntOrPercent(minAvailable, 'spec.minAvailable', errors);
  validateAtMost100(minAvailable, 'spec.minAvailable', errors);
  validateIntOrPercent(maxUnavailable, 'spec.maxUnavailable', errors);
  validateAtMost100(maxUnavailable, 'spec.maxUnavailable', errors);
  validateLabelSelector(selector, 'spec.selector', errors);
  if (policy !== undefined && !POLICIES.includes(policy))
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES));
  return errors;
}

export const podDisruptionBudgetStrategy: Strategy = {
  info: info('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', {
    shortNames: ['pdb'],
    subresources: ['status'],
  }),
  prepareForCreate: (object) =>
    startGeneration(object, { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 }),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  validateUpdate: (object, old) => (dequal(object['spec'], old['spec']) ? [] : validate(object)),
  validateStatusUpdate(object) {
    const errors: FieldError[] = [];
    const status = (object['status'] ?? {}) as Record<string, number | undefined>;
    for (const name of COUNTS) notNegative(status[name], `status.${name}`, errors);
    return errors;
  },
  columns: columns('Name', 'Min Available', 'Max Unavailable', 'Allowed Disruptions#', 'Age'),
  cells(object, now) {
    const { minAvailable, maxUnavailable } = specOf(object);
    const status = (object['status'] ?? {}) as Status;
    return [
      nameOf(object),
      minAvailable === undefined ? 'N/A' : String(minAvailable),
      maxUnavailable === undefined ? 'N/A' : String(maxUnavailable),
      status.disruptionsAllowed ?? 0,
      ageOf(object, now),
    ];
  },
};

/** Leases (pkg/registry/coordination/lease/strategy.go). */
import { type FieldError, invalid } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Spec {
  holderIdentity?: string;
  leaseDurationSeconds?: number;
  leaseTransitions?: number;
}

function validate(object: KubeObject): FieldError[] {
  const spec = (object['spec'] ?? {}) as Spec;
  const errors: FieldError[] = [];
  if (spec.leaseDurationSeconds !== undefined && spec.leaseDurationSeconds <= 0) {
    errors.push(invalid('spec.leaseDurationSeconds', spec.leaseDurationSeconds, 'must be greater than 0'));
  }
  if ((spec.leaseTransitions ?? 0) < 0)
    errors.push(invalid('spec.leaseTransitions', spec.leaseTransitions, 'must be greater than or equal to 0'));
  return errors;
}

export const leaseStrategy: Strategy = {
  info: info('coordination.k8s.io/v1', 'Lease', 'leases'),
  allowCreateOnUpdate: true,
  applyDefaults(object) {
    const spec = (object['spec'] ??= {}) as Record<string, unknown>;
    // What belongs to leader election coordinated by the server, which is off.
    if (spec['preferredHolder'] === undefined && spec['strategy'] === undefined) return;
    const { preferredHolder: _h, strategy: _s, ...rest } = spec;
    object['spec'] = rest;
  },
  validate,
  validateUpdate: validate,
  columns: columns('Name', 'Holder', 'Age'),
  cells: (object, now) => [nameOf(object), ((object['spec'] ?? {}) as Spec).holderIdentity ?? '', ageOf(object, now)],
};

/** CSIStorageCapacities (pkg/registry/storage/csistoragecapacity/strategy.go, pkg/apis/storage/validation). */
import { dequal } from 'dequal';
import { type FieldError, IMMUTABLE, NOT_NEGATIVE, invalid } from '../../../../api/field-errors.ts';
import { isDNS1123Subdomain } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { canonicalQuantity, parseQuantity } from '../../../../api/quantity.ts';
import { columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import { validateLabelSelector } from '../label-selector.ts';
import type { Strategy } from '../strategy.ts';

interface Capacity {
  nodeTopology?: Parameters<typeof validateLabelSelector>[0];
  storageClassName?: string;
  capacity?: string;
  maximumVolumeSize?: string;
}

const QUANTITIES = ['capacity', 'maximumVolumeSize'] as const;

function validate(object: KubeObject): FieldError[] {
  const given = object as Capacity;
  const errors: FieldError[] = [];
  const name = given.storageClassName ?? '';
  for (const message of isDNS1123Subdomain(name)) errors.push(invalid('storageClassName', name, message));
  validateLabelSelector(given.nodeTopology, 'nodeTopology', errors);
  for (const field of QUANTITIES) {
    const text = given[field];
    if (text !== undefined && (parseQuantity(text)?.nano ?? 0n) < 0n) errors.push(invalid(field, text, NOT_NEGATIVE));
  }
  return errors;
}

export const csiStorageCapacityStrategy: Strategy = {
  info: info('storage.k8s.io/v1', 'CSIStorageCapacity', 'csistoragecapacities'),
  applyDefaults(object) {
    const given = object as Capacity;
    for (const field of QUANTITIES) if (given[field] !== undefined) given[field] = canonicalQuantity(given[field]);
  },
  validate,
  validateUpdate(object, old) {
    const errors = validate(object);
    const [now, was] = [object as Capacity, old as Capacity];
    for (const field of ['nodeTopology', 'storageClassName'] as const)
      if (!dequal(now[field], was[field])) errors.push(invalid(field, now[field], IMMUTABLE));
    return errors;
  },
  columns: columns('Name', 'Created At:date'),
  cells: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? ''],
};

/** ReplicaSets (pkg/registry/apps/replicaset/strategy.go; printers.go printReplicaSet). */
import { dequal } from 'dequal';
import { IMMUTABLE, type FieldError, invalid } from '../../../../api/field-errors.ts';
import { formatLabelSelector } from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, containerCells, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import { shownSelector } from '../label-selector.ts';
import type { Strategy } from '../strategy.ts';
import {
  defaultWorkload,
  notNegative,
  scale,
  specOf,
  validateCounts,
  validateSelector,
  validateTemplate,
  warnOfWorkload,
} from './workload.ts';

interface Status {
  replicas?: number;
  readyReplicas?: number;
}

function validate(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  notNegative(spec.replicas, 'spec.replicas', errors);
  notNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  // Upstream says 'deployment' here too.
  validateSelector(spec.selector, 'deployment', errors);
  validateTemplate(spec, errors);
  return errors;
}

export const replicaSetStrategy: Strategy = {
  info: info('apps/v1', 'ReplicaSet', 'replicasets', {
    shortNames: ['rs'],
    categories: ['all'],
    subresources: ['scale', 'status'],
  }),
  applyDefaults: defaultWorkload,
  prepareForCreate: (object) => startGeneration(object, { replicas: 0 }),
  warnings: warnOfWorkload({ name: true }),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  validateUpdate(object, old) {
    if (object['spec'] === old['spec']) return [];
    const errors = validate(object);
    if (!dequal(specOf(object).selector, specOf(old).selector))
      errors.push(invalid('spec.selector', shownSelector(specOf(object).selector), IMMUTABLE));
    return errors;
  },
  validateStatusUpdate(object) {
    const errors: FieldError[] = [];
    const parts = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];
    validateCounts({ ...(object['status'] as object) }, ['replicas', ...parts], parts, errors);
    return errors;
  },
  columns: columns('Name', 'Desired#', 'Current#', 'Ready#', 'Age', 'Containers*', 'Images*', 'Selector*'),
  cells(object, now) {
    const spec = specOf(object);
    const status = (object['status'] ?? {}) as Status;
    const [names, images] = containerCells(spec.template?.spec?.containers);
    return [
      nameOf(object),
      spec.replicas ?? 0,
      status.replicas ?? 0,
      status.readyReplicas ?? 0,
      ageOf(object, now),
      names,
      images,
      formatLabelSelector(spec.selector),
    ];
  },
  selectableFields: (object) => ({ 'status.replicas': String(((object['status'] ?? {}) as Status).replicas ?? 0) }),
  scale,
};

/** CSINodes (pkg/registry/storage/csinode/strategy.go, pkg/apis/storage/validation ValidateCSINode). */
import { type FieldError, NOT_NEGATIVE, duplicate, invalid, required } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Driver {
  name?: string;
  nodeID?: string;
  topologyKeys?: string[];
  allocatable?: { count?: number };
}

function driversOf(object: KubeObject): Driver[] {
  return (object['spec'] as { drivers?: Driver[] } | undefined)?.drivers ?? [];
}

function validate(object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [i, { name = '', nodeID = '', topologyKeys = [], allocatable }] of driversOf(object).entries()) {
    const at = `spec.drivers[${i}]`;
    if (name === '') errors.push(required(`${at}.name`));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    if (nodeID === '') errors.push(required(`${at}.nodeID`));
    if ((allocatable?.count ?? 0) < 0)
      errors.push(invalid(`${at}.allocatable.count`, allocatable?.count, NOT_NEGATIVE));
    for (const [j, key] of topologyKeys.entries())
      if (topologyKeys.indexOf(key) < j) errors.push(duplicate(`${at}.topologyKeys`, key));
  }
  return errors;
}

export const csiNodeStrategy: Strategy = {
  info: info('storage.k8s.io/v1', 'CSINode', 'csinodes', { namespaced: false }),
  validate,
  columns: columns('Name', 'Drivers#', 'Age'),
  cells: (object, now) => [nameOf(object), driversOf(object).length, ageOf(object, now)],
};

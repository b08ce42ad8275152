/** ResourceSlices (pkg/registry/resource/resourceslice/strategy.go; printers.go printResourceSlice). */
import { type FieldError, IMMUTABLE, duplicate, invalid, required } from '../../../../api/field-errors.ts';
import { isDNS1123Subdomain } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Spec {
  driver?: string;
  nodeName?: string;
  nodeSelector?: object;
  allNodes?: boolean;
  perDeviceNodeSelection?: boolean;
  pool?: { name?: string; resourceSliceCount?: number };
  devices?: { name?: string }[];
}

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

/** What is behind DRADeviceTaints and DRADeviceBindingConditions, which are off. */
function dropGated(spec: Spec): void {
  if (Object.isFrozen(spec) || !spec.devices) return;
  spec.devices = spec.devices.map((device) =>
    Object.fromEntries(Object.entries(device).filter(([field]) => !GATED.includes(field))),
  );
}

const GATED = ['taints', 'bindsToNode', 'bindingConditions', 'bindingFailureConditions', 'allowMultipleAllocations'];

function validate(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  const choices = [spec.nodeName, spec.nodeSelector, spec.allNodes, spec.perDeviceNodeSelection].filter(Boolean);
  const fields = '`nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection`';
  if (choices.length === 0) errors.push(required('spec', `exactly one of ${fields} is required`));
  else if (choices.length > 1)
    errors.push(invalid('spec', null, `exactly one of ${fields} is required, but multiple fields are set`));
  if (!spec.driver) errors.push(required('spec.driver'));
  const pool = spec.pool?.name ?? '';
  if (pool === '') errors.push(required('spec.pool.name'));
  else
    for (const part of pool.split('/'))
      errors.push(...isDNS1123Subdomain(part).map((text) => invalid('spec.pool.name', pool, text)));
  if ((spec.pool?.resourceSliceCount ?? 0) <= 0)
    errors.push(
      invalid('spec.pool.resourceSliceCount', spec.pool?.resourceSliceCount ?? 0, 'must be greater than zero'),
    );
  const names = new Set<string>();
  for (const [i, { name = '' }] of (spec.devices ?? []).entries()) {
    if (name === '') errors.push(required(`spec.devices[${i}].name`));
    if (names.has(name)) errors.push(duplicate(`spec.devices[${i}].name`, name));
    names.add(name);
  }
  return errors;
}

export const resourceSliceStrategy: Strategy = {
  info: info('resource.k8s.io/v1', 'ResourceSlice', 'resourceslices', { namespaced: false }),
  applyDefaults: (object) => dropGated(specOf(object)),
  prepareForCreate(object) {
    object.metadata = { ...object.metadata, generation: 1 };
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  validateUpdate(object, old) {
    const errors = validate(object);
    const [now, was] = [specOf(object), specOf(old)];
    for (const field of ['driver', 'nodeName'] as const)
      if (now[field] !== was[field]) errors.push(invalid(`spec.${field}`, now[field], IMMUTABLE));
    return errors;
  },
  columns: columns('Name', 'Node', 'Driver', 'Pool', 'Age'),
  cells(object, now) {
    const { nodeName = '', driver = '', pool } = specOf(object);
    return [nameOf(object), nodeName, driver, pool?.name ?? '', ageOf(object, now)];
  },
  selectableFields(object) {
    const { nodeName = '', driver = '' } = specOf(object);
    return { 'spec.nodeName': nodeName, 'spec.driver': driver };
  },
};

/** ControllerRevisions (pkg/registry/apps/controllerrevision/strategy.go; printers.go printControllerRevision). */
import { dequal } from 'dequal';
import { type FieldError, IMMUTABLE, invalid, required } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { notNegative } from './workload.ts';

function validate(object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  notNegative(object['revision'] as number | undefined, 'revision', errors);
  if (object['data'] === undefined || object['data'] === null) errors.push(required('data', 'data is mandatory'));
  return errors;
}

/** `statefulset.apps/web`, of the reference that manages it. */
function ownerOf(object: KubeObject): string {
  const owner = object.metadata?.ownerReferences?.find((reference) => reference.controller === true);
  if (!owner) return '<none>';
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}

export const controllerRevisionStrategy: Strategy = {
  info: info('apps/v1', 'ControllerRevision', 'controllerrevisions'),
  applyDefaults: (object) => void (object['revision'] ??= 0),
  validate,
  validateUpdate(object, old) {
    const errors = validate(object);
    if (!dequal(object['data'], old['data'])) errors.push(invalid('data', object['data'], IMMUTABLE));
    return errors;
  },
  columns: columns('Name', 'Controller', 'Revision', 'Age'),
  cells: (object, now) => [nameOf(object), ownerOf(object), (object['revision'] ?? 0) as number, ageOf(object, now)],
};

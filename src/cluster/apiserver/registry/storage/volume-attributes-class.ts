/** VolumeAttributesClasses (pkg/registry/storage/volumeattributesclass/strategy.go, pkg/apis/storage/validation). */
import { dequal } from 'dequal';
import { type FieldError, forbiddenField, invalid, required } from '../../../../api/field-errors.ts';
import { isQualifiedName } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Class {
  driverName?: string;
  parameters?: Record<string, string>;
}

const DEFAULT = 'storageclass.kubernetes.io/is-default-class';

function validate(object: KubeObject): FieldError[] {
  const { driverName = '', parameters = {} } = object as Class;
  const errors: FieldError[] = [];
  if (driverName === '') errors.push(required('driverName'));
  else
    for (const message of isQualifiedName(driverName.toLowerCase()))
      errors.push(invalid('driverName', driverName, message));
  if (Object.keys(parameters).length === 0)
    errors.push(required('parameters', 'must contain at least one key/value pair'));
  else if ('' in parameters) errors.push(invalid('parameters', '', 'field can not be empty.'));
  return errors;
}

export const volumeAttributesClassStrategy: Strategy = {
  info: info('storage.k8s.io/v1', 'VolumeAttributesClass', 'volumeattributesclasses', {
    namespaced: false,
    shortNames: ['vac'],
  }),
  validate,
  validateUpdate(object, old) {
    const [now, was] = [object as Class, old as Class];
    const errors: FieldError[] = [];
    if (now.driverName !== was.driverName)
      errors.push(forbiddenField('driverName', 'updates to driverName are forbidden.'));
    if (!dequal(now.parameters ?? {}, was.parameters ?? {}))
      errors.push(forbiddenField('parameters', 'updates to parameters are forbidden.'));
    return errors;
  },
  columns: columns('Name', 'DriverName', 'Age'),
  cells(object, now) {
    const marked = object.metadata?.annotations?.[DEFAULT] === 'true';
    return [
      marked ? `${nameOf(object)} (default)` : nameOf(object),
      (object as Class).driverName ?? '',
      ageOf(object, now),
    ];
  },
};

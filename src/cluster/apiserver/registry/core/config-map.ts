/** ConfigMaps (pkg/registry/core/configmap/strategy.go, validation.go ValidateConfigMap). */
import { dequal } from 'dequal';
import { type FieldError, duplicate, forbiddenField, invalid, tooLong } from '../../../../api/field-errors.ts';
import { isConfigMapKey } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface ConfigMap {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
  immutable?: boolean;
}

const MAX_SIZE = 1024 * 1024;

function validate(object: KubeObject): FieldError[] {
  const { data = {}, binaryData = {} } = object as ConfigMap;
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    for (const message of isConfigMapKey(key)) errors.push(invalid(`data[${key}]`, key, message));
    if (Object.hasOwn(binaryData, key))
      errors.push({
        ...duplicate(`data[${key}]`, key),
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(key)}: duplicate of key present in binaryData`,
      });
    size += value.length;
  }
  for (const [key, value] of Object.entries(binaryData)) {
    for (const message of isConfigMapKey(key)) errors.push(invalid(`binaryData[${key}]`, key, message));
    size += Math.floor((value.length * 3) / 4);
  }
  if (size > MAX_SIZE) errors.push(tooLong('', MAX_SIZE));
  return errors;
}

export const configMapStrategy: Strategy = {
  info: info('v1', 'ConfigMap', 'configmaps', { shortNames: ['cm'] }),
  validate,
  validateUpdate(object, old) {
    const errors: FieldError[] = [];
    const [a, b] = [object as ConfigMap, old as ConfigMap];
    if (b.immutable) {
      const text = 'field is immutable when `immutable` is set';
      if (!a.immutable) errors.push(forbiddenField('immutable', text));
      if (!dequal(a.data ?? {}, b.data ?? {})) errors.push(forbiddenField('data', text));
      if (!dequal(a.binaryData ?? {}, b.binaryData ?? {})) errors.push(forbiddenField('binaryData', text));
    }
    return [...errors, ...validate(object)];
  },
  columns: columns('Name', 'Data', 'Age'),
  cells(object, now) {
    const { data = {}, binaryData = {} } = object as ConfigMap;
    return [nameOf(object), Object.keys(data).length + Object.keys(binaryData).length, ageOf(object, now)];
  },
};

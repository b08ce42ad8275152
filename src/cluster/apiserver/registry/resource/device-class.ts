/** DeviceClasses (pkg/registry/resource/deviceclass/strategy.go, pkg/apis/resource/validation). */
import type { FieldError } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { type Selector, validateSelectors } from './device-selectors.ts';

function validate(object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const spec = object['spec'] as { selectors?: Selector[] } | undefined;
  validateSelectors(spec?.selectors ?? [], 'spec.selectors', errors);
  return errors;
}

export const deviceClassStrategy: Strategy = {
  info: info('resource.k8s.io/v1', 'DeviceClass', 'deviceclasses', { namespaced: false }),
  applyDefaults(object) {
    // What is behind DRAExtendedResource, which is off.
    const { extendedResourceName: _, ...spec } = (object['spec'] ?? {}) as { extendedResourceName?: string };
    object['spec'] = spec;
  },
  prepareForCreate(object) {
    object.metadata = { ...object.metadata, generation: 1 };
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  columns: columns('Name', 'Age'),
  cells: (object, now) => [nameOf(object), ageOf(object, now)],
};

/** RuntimeClasses (pkg/registry/node/runtimeclass/strategy.go, pkg/apis/node/validation/validation.go). */
import { type FieldError, IMMUTABLE, invalid } from '../../../../api/field-errors.ts';
import { isDNS1123Label } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

export interface RuntimeClass {
  handler?: string;
  overhead?: { podFixed?: Record<string, string> };
  scheduling?: { nodeSelector?: Record<string, string>; tolerations?: object[] };
}

function validate(object: KubeObject): FieldError[] {
  const { handler = '' } = object as RuntimeClass;
  return isDNS1123Label(handler).map((message) => invalid('handler', handler, message));
}

export const runtimeClassStrategy: Strategy = {
  info: info('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses', { namespaced: false }),
  validate,
  validateUpdate: (object, old) =>
    (object as RuntimeClass).handler === (old as RuntimeClass).handler
      ? []
      : [invalid('handler', (object as RuntimeClass).handler, IMMUTABLE)],
  columns: columns('Name', 'Handler', 'Age'),
  cells: (object, now) => [nameOf(object), (object as RuntimeClass).handler ?? '', ageOf(object, now)],
};

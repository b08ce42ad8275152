/** RuntimeClasses (pkg/registry/node/runtimeclass/strategy.go, pkg/apis/node/validation/validation.go). */
import type { Toleration } from 'kubernetes-types/core/v1';
import { type FieldError, IMMUTABLE, invalid, invalids } from '../../../../api/field-errors.ts';
import { isDNS1123Label } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { validateLabels } from '../core/pod-spec/labels.ts';
import { validateContainerResources } from '../core/pod-spec/resources.ts';
import { validateTolerations } from '../core/pod-spec/tolerations.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

export interface RuntimeClass {
  handler?: string;
  overhead?: { podFixed?: Record<string, string> };
  scheduling?: { nodeSelector?: Record<string, string>; tolerations?: object[] };
}

const NO_CLAIMS: ReadonlySet<string> = new Set();

function validate(object: KubeObject): FieldError[] {
  const { handler = '', overhead, scheduling } = object as RuntimeClass;
  const errors = invalids('handler', handler, isDNS1123Label(handler));
  if (overhead?.podFixed) validateContainerResources({ limits: overhead.podFixed }, NO_CLAIMS, 'overhead', errors);
  validateLabels(scheduling?.nodeSelector, 'scheduling.nodeSelector', errors);
  if (scheduling?.tolerations)
    validateTolerations(scheduling.tolerations as Toleration[], 'scheduling.tolerations', errors);
  return errors;
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

/** ResourceClaimTemplates (pkg/registry/resource/resourceclaimtemplate/strategy.go). */
import { dequal } from 'dequal';
import { IMMUTABLE, invalid } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { type ClaimSpec, defaultClaimSpec, validateClaimSpec } from './device-selectors.ts';

function claimOf(object: KubeObject): ClaimSpec {
  return (object['spec'] as { spec?: ClaimSpec } | undefined)?.spec ?? {};
}

export const resourceClaimTemplateStrategy: Strategy = {
  info: info('resource.k8s.io/v1', 'ResourceClaimTemplate', 'resourceclaimtemplates'),
  applyDefaults(object) {
    const spec = object['spec'] as { metadata?: object } | undefined;
    if (spec && !Object.isFrozen(spec)) spec.metadata ??= {};
    defaultClaimSpec(claimOf(object));
  },
  validate: (object) => validateClaimSpec(claimOf(object), 'spec.spec'),
  validateUpdate: (object, old) =>
    dequal(object['spec'], old['spec']) ? [] : [invalid('spec', object['spec'], IMMUTABLE)],
  columns: columns('Name', 'Age'),
  cells: (object, now) => [nameOf(object), ageOf(object, now)],
};

/** ResourceClaims (pkg/registry/resource/resourceclaim/strategy.go; printers.go printResourceClaim). */
import { dequal } from 'dequal';
import { IMMUTABLE, invalid } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { type ClaimSpec, defaultClaimSpec, validateClaimSpec } from './device-selectors.ts';

interface Status {
  allocation?: object;
  reservedFor?: object[];
}

function specOf(object: KubeObject): ClaimSpec {
  return (object['spec'] ?? {}) as ClaimSpec;
}

function stateOf(object: KubeObject): string {
  const { allocation, reservedFor = [] } = (object['status'] ?? {}) as Status;
  const states = object.metadata?.deletionTimestamp ? ['deleted'] : [];
  if (!allocation) return [...states, ...(states.length === 0 ? ['pending'] : [])].join(',');
  states.push('allocated');
  if (reservedFor.length > 0) states.push('reserved');
  return states.join(',');
}

export const resourceClaimStrategy: Strategy = {
  info: info('resource.k8s.io/v1', 'ResourceClaim', 'resourceclaims', { subresources: ['status'] }),
  applyDefaults: (object) => defaultClaimSpec(specOf(object)),
  prepareForCreate(object) {
    object['status'] = {};
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: false }),
  validate: (object) => validateClaimSpec(specOf(object), 'spec'),
  validateUpdate: (object, old) =>
    dequal(object['spec'], old['spec']) ? [] : [invalid('spec', object['spec'], IMMUTABLE)],
  columns: columns('Name', 'State', 'Age'),
  cells: (object, now) => [nameOf(object), stateOf(object), ageOf(object, now)],
};

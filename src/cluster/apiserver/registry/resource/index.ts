/** The kinds of resource.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { deviceClassStrategy } from './device-class.ts';
import { resourceClaimTemplateStrategy } from './resource-claim-template.ts';
import { resourceClaimStrategy } from './resource-claim.ts';
import { resourceSliceStrategy } from './resource-slice.ts';

export const resourceKinds: readonly Strategy[] = [
  deviceClassStrategy,
  resourceClaimStrategy,
  resourceClaimTemplateStrategy,
  resourceSliceStrategy,
];

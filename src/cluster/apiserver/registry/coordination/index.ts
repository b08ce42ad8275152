/** The kinds of coordination.k8s.io, one line each. */
import { leaseStrategy } from './lease.ts';
import type { Strategy } from '../strategy.ts';

export const coordinationKinds: readonly Strategy[] = [leaseStrategy];

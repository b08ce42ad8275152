/** The kinds of resource.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const resourceKinds: readonly Strategy[] = [];

/** The kinds of authorization.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const authorizationKinds: readonly Strategy[] = [];

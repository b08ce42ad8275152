/** The kinds of authentication.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const authenticationKinds: readonly Strategy[] = [];

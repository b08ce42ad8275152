/** The kinds of apiregistration.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const apiregistrationKinds: readonly Strategy[] = [];

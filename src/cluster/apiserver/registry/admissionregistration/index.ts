/** The kinds of admissionregistration.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const admissionregistrationKinds: readonly Strategy[] = [];

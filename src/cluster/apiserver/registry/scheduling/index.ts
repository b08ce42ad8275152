/** The kinds of scheduling.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const schedulingKinds: readonly Strategy[] = [];

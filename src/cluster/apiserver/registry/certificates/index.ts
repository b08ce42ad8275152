/** The kinds of certificates.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const certificatesKinds: readonly Strategy[] = [];

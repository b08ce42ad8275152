/** The kinds of storage.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const storageKinds: readonly Strategy[] = [];

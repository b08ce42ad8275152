/** The kinds of apiextensions.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const apiextensionsKinds: readonly Strategy[] = [];

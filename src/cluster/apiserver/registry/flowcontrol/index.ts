/** The kinds of flowcontrol.apiserver.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const flowcontrolKinds: readonly Strategy[] = [];

/** The kinds of rbac.authorization.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const rbacKinds: readonly Strategy[] = [];

/** The kinds of policy, one line each. */
import type { Strategy } from '../strategy.ts';

export const policyKinds: readonly Strategy[] = [];

/** The kinds of policy, one line each. */
import { podDisruptionBudgetStrategy } from './pod-disruption-budget.ts';
import type { Strategy } from '../strategy.ts';

export const policyKinds: readonly Strategy[] = [podDisruptionBudgetStrategy];

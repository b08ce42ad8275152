/** The kinds of autoscaling, one line each. */
import type { Strategy } from '../strategy.ts';

export const autoscalingKinds: readonly Strategy[] = [];

/** The kinds of batch, one line each. */
import type { Strategy } from '../strategy.ts';

export const batchKinds: readonly Strategy[] = [];

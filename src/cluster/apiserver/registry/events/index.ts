/** The kinds of events.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';

export const eventsKinds: readonly Strategy[] = [];

/** The kinds of events.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { eventsEventStrategy } from './event.ts';

export const eventsKinds: readonly Strategy[] = [eventsEventStrategy];

/** The kinds of scheduling.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { priorityClassStrategy } from './priority-class.ts';

export const schedulingKinds: readonly Strategy[] = [priorityClassStrategy];

/** The kinds of node.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { runtimeClassStrategy } from './runtime-class.ts';

export const nodeKinds: readonly Strategy[] = [runtimeClassStrategy];

/** The kinds of apps, one line each. */
import { deploymentStrategy } from './deployment.ts';
import { replicaSetStrategy } from './replica-set.ts';
import type { Strategy } from '../strategy.ts';

export const appsKinds: readonly Strategy[] = [deploymentStrategy, replicaSetStrategy];

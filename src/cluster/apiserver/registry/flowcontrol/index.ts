/** The kinds of flowcontrol.apiserver.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { flowSchemaStrategy } from './flow-schema.ts';
import { priorityLevelConfigurationStrategy } from './priority-level-configuration.ts';

export const flowcontrolKinds: readonly Strategy[] = [flowSchemaStrategy, priorityLevelConfigurationStrategy];

/** The kinds of apiextensions.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { customResourceDefinitionStrategy } from './custom-resource-definition.ts';

export const apiextensionsKinds: readonly Strategy[] = [customResourceDefinitionStrategy];

/** The kinds of apiregistration.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { apiServiceStrategy } from './api-service.ts';

export const apiregistrationKinds: readonly Strategy[] = [apiServiceStrategy];

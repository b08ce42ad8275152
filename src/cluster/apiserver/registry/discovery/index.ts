/** The kinds of discovery.k8s.io, one line each. */
import { endpointSliceStrategy } from './endpoint-slice.ts';
import type { Strategy } from '../strategy.ts';

export const discoveryKinds: readonly Strategy[] = [endpointSliceStrategy];

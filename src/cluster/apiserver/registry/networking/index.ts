/** The kinds of networking.k8s.io, one line each. */
import { ingressClassStrategy } from './ingress-class.ts';
import { ingressStrategy } from './ingress.ts';
import type { Strategy } from '../strategy.ts';

export const networkingKinds: readonly Strategy[] = [ingressClassStrategy, ingressStrategy];

/** The cluster's administrator, as the kubeconfig of a new cluster knows him. */
import type { Caller } from './verbs-contract.ts';

export const ADMIN: Caller = {
  user: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
  userAgent: 'unknown',
};

/** The kinds of rbac.authorization.k8s.io, one line each. */
import type { Strategy } from '../strategy.ts';
import { clusterRoleBindingStrategy, roleBindingStrategy } from './binding.ts';
import { clusterRoleStrategy, roleStrategy } from './role.ts';

export const rbacKinds: readonly Strategy[] = [
  clusterRoleBindingStrategy,
  clusterRoleStrategy,
  roleBindingStrategy,
  roleStrategy,
];

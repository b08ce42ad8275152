/** The ClusterRole aggregation controller (pkg/controller/clusterroleaggregation): rules that others' labels bring in. */
import { dequal } from 'dequal';
import type { ClusterRole, PolicyRule } from 'kubernetes-types/rbac/v1';
import { type LabelSelector, matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { defineController } from '../runtime/define-controller.ts';
import type { KindedResource } from '../runtime/resources.ts';

const CLUSTER_ROLES: KindedResource = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  resource: 'clusterroles',
  kind: 'ClusterRole',
  apiVersion: 'rbac.authorization.k8s.io/v1',
  namespaced: false,
};

export const clusterRoleAggregationController = defineController({
  name: 'clusterrole-aggregation-controller',
  start({ queue, session, watch }) {
    /** Any role may be a part of any that aggregates. */
    const wake = (): void => {
      for (const role of roles.values()) if (role.aggregationRule) queue.add(role.metadata?.name ?? '');
    };
    const roles = watch<ClusterRole>(CLUSTER_ROLES, { settled: wake });
    return (name) => {
      const role = roles.getByKey(name);
      if (!role?.aggregationRule) return;
      const rules = aggregated(role, [...roles.values()]);
      if (!dequal(rules, role.rules ?? [])) session.update(CLUSTER_ROLES, { ...role, rules });
    };
  },
});

function aggregated(role: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] {
  const inOrder = all.toSorted((a, b) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1));
  const rules: PolicyRule[] = [];
  for (const given of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const selector = selectorFromLabelSelector(given as LabelSelector);
    for (const other of inOrder) {
      if (other.metadata?.name === role.metadata?.name) continue;
      if (!matchesLabels(selector, other.metadata?.labels)) continue;
      for (const rule of other.rules ?? []) if (!rules.some((known) => dequal(known, rule))) rules.push(rule);
    }
  }
  return rules;
}

/** Constraints of topology spread, ready to count with (plugins/podtopologyspread/common.go). Pure. */
import type { Pod, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { type LabelSelector, matchesLabels, selectorFromLabelSelector } from '../../../api/labels.ts';
import { controllerOf } from '../../runtime/keys.ts';
import { matchesPod } from '../../runtime/node-affinity.ts';
import { HOSTNAME, type NodeInfo, ZONE } from '../node-info.ts';
import { untolerated } from './taint-toleration.ts';

export interface Spread {
  key: string;
  maxSkew: number;
  minDomains: number;
  /** How many Pods on the Node count. */
  count(node: NodeInfo): number;
  /** Whether the Pod itself would count. */
  self: number;
  /** Whether the Node is looked at at all. */
  includes(node: NodeInfo): boolean;
}

export function labelOf(info: NodeInfo, key: string): string | undefined {
  if (key === HOSTNAME) return info.hostname;
  return key === ZONE ? info.zone : info.node.metadata?.labels?.[key];
}

export function constraintsOf(pod: Pod, whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway'): Spread[] {
  const asked = pod.spec?.topologySpreadConstraints?.filter((one) => one.whenUnsatisfiable === whenUnsatisfiable) ?? [];
  return asked.map((constraint) => spreadOf(pod, constraint));
}

function spreadOf(pod: Pod, constraint: TopologySpreadConstraint): Spread {
  const selector = selectorFromLabelSelector(withKeys(pod, constraint));
  const { namespace } = pod.metadata ?? {};
  const tolerations = pod.spec?.tolerations ?? [];
  return {
    key: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    self: matchesLabels(selector, pod.metadata?.labels) ? 1 : 0,
    count(node) {
      let count = 0;
      for (const { metadata } of node.pods.values()) {
        if (metadata?.namespace !== namespace || metadata?.deletionTimestamp) continue;
        if (matchesLabels(selector, metadata?.labels)) count++;
      }
      return count;
    },
    includes: (node) =>
      (constraint.nodeAffinityPolicy === 'Ignore' || matchesPod(pod, node.node)) &&
      (constraint.nodeTaintsPolicy !== 'Honor' ||
        !untolerated(node.node.spec?.taints, tolerations, ['NoSchedule', 'NoExecute'])),
  };
}

function withKeys(pod: Pod, { labelSelector, matchLabelKeys }: TopologySpreadConstraint): LabelSelector | undefined {
  if (!matchLabelKeys?.length) return labelSelector as LabelSelector | undefined;
  const labels = pod.metadata?.labels ?? {};
  const same = matchLabelKeys
    .filter((key) => labels[key] !== undefined)
    .map((key) => ({ key, operator: 'In', values: [labels[key]!] }));
  return {
    ...labelSelector,
    matchExpressions: [...(labelSelector?.matchExpressions ?? []), ...same],
  } as LabelSelector;
}

/**
 * What the scheduler does for Pods that say nothing (systemDefaultConstraints).
 * Simplified: Pods count together that have one owner; upstream also joins those of one Service.
 */
export function defaultConstraints(pod: Pod): Spread[] {
  const owner = controllerOf(pod)?.uid;
  if (!owner || pod.spec?.topologySpreadConstraints?.length) return [];
  const spread = (key: string, maxSkew: number): Spread => ({
    key,
    maxSkew,
    minDomains: 1,
    self: 1,
    count: (node) => node.owned.get(owner) ?? 0,
    includes: () => true,
  });
  return [spread(HOSTNAME, 3), spread(ZONE, 5)];
}

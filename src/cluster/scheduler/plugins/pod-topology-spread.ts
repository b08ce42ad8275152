/**
 * PodTopologySpread: Pods evenly over zones and Nodes (plugins/podtopologyspread/{filtering,scoring}.go). Constraints of
 * the Pod are hard or soft; without any, the Pods of one owner are spread softly.
 * Simplified: nodeAffinityPolicy, nodeTaintsPolicy, minDomains and matchLabelKeys are not looked at.
 */
import type { Pod, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { matchesLabels, selectorFromLabelSelector } from '../../../api/labels.ts';
import { controllerOf } from '../../runtime/keys.ts';
import type { Cluster, FilterPlugin, ScorePlugin } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { matchesPod } from './node-affinity.ts';

const MISSING = {
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  unresolvable: true,
};
const SKEWED = { reasons: ["node(s) didn't match pod topology spread constraints"], unresolvable: false };

const domainOf = (node: NodeInfo, key: string): string | undefined => node.node.metadata?.labels?.[key];

/** Matching Pods by domain, over the Nodes the Pod could go to. */
function countDomains(pod: Pod, constraint: TopologySpreadConstraint, cluster: Cluster): Map<string, number> {
  const selector = selectorFromLabelSelector(constraint.labelSelector);
  const counts = new Map<string, number>();
  for (const node of cluster.nodes()) {
    const domain = domainOf(node, constraint.topologyKey);
    if (domain === undefined || !matchesPod(pod, node.node)) continue;
    let count = counts.get(domain) ?? 0;
    for (const other of node.pods.values()) {
      const counted = other.metadata?.namespace === pod.metadata?.namespace && !other.metadata?.deletionTimestamp;
      if (counted && matchesLabels(selector, other.metadata?.labels)) count++;
    }
    counts.set(domain, count);
  }
  return counts;
}

export const podTopologySpreadFilter: FilterPlugin = {
  name: 'PodTopologySpread',
  prepare(pod, cluster) {
    const hard =
      pod.spec?.topologySpreadConstraints?.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule') ??
      [];
    if (hard.length === 0) return undefined;
    const tests = hard.map((constraint) => {
      const counts = countDomains(pod, constraint, cluster);
      const least = Math.min(...counts.values());
      const self = matchesLabels(selectorFromLabelSelector(constraint.labelSelector), pod.metadata?.labels) ? 1 : 0;
      return { constraint, counts, least, self };
    });
    return (node) => {
      for (const { constraint, counts, least, self } of tests) {
        const domain = domainOf(node, constraint.topologyKey);
        if (domain === undefined) return MISSING;
        if ((counts.get(domain) ?? 0) + self - least > constraint.maxSkew) return SKEWED;
      }
      return undefined;
    };
  },
};

/** The fewer the better: 100 for the emptiest, as podtopologyspread's NormalizeScore. */
function byScarcity(counts: readonly number[]): number[] {
  const most = Math.max(...counts);
  const least = Math.min(...counts);
  return counts.map((count) => (most === 0 ? 100 : Math.trunc((100 * (most + least - count)) / most)));
}

export const podTopologySpreadScore: ScorePlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  score(pod, nodes, cluster) {
    const soft =
      pod.spec?.topologySpreadConstraints?.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway') ??
      [];
    if (soft.length > 0) {
      const tables = soft.map((constraint) => ({
        key: constraint.topologyKey,
        counts: countDomains(pod, constraint, cluster),
      }));
      return byScarcity(
        nodes.map((node) =>
          tables.reduce((sum, { key, counts }) => sum + (counts.get(domainOf(node, key) ?? '') ?? 0), 0),
        ),
      );
    }
    const owner = controllerOf(pod)?.uid;
    if (!owner || pod.spec?.topologySpreadConstraints?.length) return undefined;
    return byScarcity(nodes.map((node) => node.owned.get(owner) ?? 0));
  },
};

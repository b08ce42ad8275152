/** PodTopologySpread: Pods evenly over zones and Nodes (plugins/podtopologyspread/{filtering,scoring}.go). */
import type { Cluster, FilterPlugin, NodeTest, ScorePlugin } from '../framework.ts';
import { HOSTNAME, type NodeInfo } from '../node-info.ts';
import { type Spread, constraintsOf, defaultConstraints, labelOf } from './spread-constraints.ts';

const MISSING = {
  plugin: 'PodTopologySpread',
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  unresolvable: true,
};
const SKEWED = {
  plugin: 'PodTopologySpread',
  reasons: ["node(s) didn't match pod topology spread constraints"],
  unresolvable: false,
};

const hasAll = (node: NodeInfo, constraints: readonly Spread[]): boolean =>
  constraints.every(({ key }) => labelOf(node, key) !== undefined);

/** Matching Pods by domain, over the Nodes that count. */
function countDomains(constraint: Spread, nodes: readonly NodeInfo[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    if (!constraint.includes(node)) continue;
    const domain = labelOf(node, constraint.key)!;
    counts.set(domain, (counts.get(domain) ?? 0) + constraint.count(node));
  }
  return counts;
}

export const podTopologySpreadFilter: FilterPlugin = {
  name: 'PodTopologySpread',
  prepare(pod, cluster) {
    const hard = constraintsOf(pod, 'DoNotSchedule');
    return hard.length === 0 ? undefined : testOf(hard, cluster);
  },
};

function testOf(hard: readonly Spread[], cluster: Cluster): NodeTest {
  const labelled = cluster.nodes().filter((node) => hasAll(node, hard));
  const tables = hard.map((constraint) => {
    const counts = countDomains(constraint, labelled);
    const least = counts.size < constraint.minDomains ? 0 : Math.min(...counts.values());
    return { constraint, counts, least };
  });
  return (node) => {
    for (const { constraint, counts, least } of tables) {
      const domain = labelOf(node, constraint.key);
      if (domain === undefined) return MISSING;
      if ((counts.get(domain) ?? 0) + constraint.self - least > constraint.maxSkew) return SKEWED;
    }
    return undefined;
  };
}

/** One part of the score: Pods that are there already, weighed by how many domains there are. */
interface Part {
  constraint: Spread;
  /** By domain; a Node's own count for host names. */
  counts: ReadonlyMap<string, number> | undefined;
  weight: number;
}

function partsOf(soft: readonly Spread[], nodes: readonly NodeInfo[], cluster: Cluster, all: boolean): Part[] {
  const counted = nodes.filter((node) => !all || hasAll(node, soft));
  return soft.map((constraint) => {
    if (constraint.key === HOSTNAME) return { constraint, counts: undefined, weight: Math.log(counted.length + 2) };
    const counts = new Map<string, number>();
    for (const node of counted) {
      const domain = labelOf(node, constraint.key);
      if (domain !== undefined) counts.set(domain, 0);
    }
    const weight = Math.log(counts.size + 2);
    if (counts.size === 0) return { constraint, counts, weight };
    for (const node of cluster.nodes()) {
      const domain = labelOf(node, constraint.key) ?? '';
      if (!counts.has(domain) || (all && !hasAll(node, soft)) || !constraint.includes(node)) continue;
      counts.set(domain, counts.get(domain)! + constraint.count(node));
    }
    return { constraint, counts, weight };
  });
}

function scoreOf(node: NodeInfo, parts: readonly Part[]): number {
  let score = 0;
  for (const { constraint, counts, weight } of parts) {
    const domain = labelOf(node, constraint.key);
    if (domain === undefined) continue;
    const count = counts ? (counts.get(domain) ?? 0) : constraint.count(node);
    score += count * weight + (constraint.maxSkew - 1);
  }
  return Math.round(score);
}

export const podTopologySpreadScore: ScorePlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  score(pod, nodes, cluster) {
    const own = constraintsOf(pod, 'ScheduleAnyway');
    const soft = own.length > 0 ? own : defaultConstraints(pod);
    if (soft.length === 0) return undefined;
    const all = own.length > 0;
    const parts = partsOf(soft, nodes, cluster, all);
    // A Node without the labels cannot be compared: it gets nothing.
    const scores = nodes.map((node) => (all && !hasAll(node, soft) ? undefined : scoreOf(node, parts)));
    const known = scores.filter((score) => score !== undefined);
    const most = Math.max(0, ...known);
    const least = Math.min(...known);
    return scores.map((score) => {
      if (score === undefined) return 0;
      return most === 0 ? 100 : Math.trunc((100 * (most + least - score)) / most);
    });
  },
};

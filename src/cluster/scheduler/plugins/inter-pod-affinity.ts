/** InterPodAffinity: near some Pods and away from others (plugins/interpodaffinity/{filtering,scoring}.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import type { Cluster, FilterPlugin, ScorePlugin } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { type AffinityTerm, TopologyCounts, preferredTerms, requiredTerms } from './affinity-terms.ts';

const AFFINITY = {
  plugin: 'InterPodAffinity',
  reasons: ["node(s) didn't match pod affinity rules"],
  unresolvable: true,
};
const ANTI_AFFINITY = {
  plugin: 'InterPodAffinity',
  reasons: ["node(s) didn't match pod anti-affinity rules"],
  unresolvable: false,
};
const EXISTING = {
  plugin: 'InterPodAffinity',
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  unresolvable: false,
};

/** Weight of a required term of a Pod that is there already, when it likes the new one (HardPodAffinityWeight). */
const HARD_WEIGHT = 1;

const labelOf = ({ node }: NodeInfo, key: string): string | undefined => node.metadata?.labels?.[key];

/** Where Pods are whose own anti-affinity forbids this one. */
function forbidding(pod: Pod, cluster: Cluster): TopologyCounts {
  const counts = new TopologyCounts();
  if (cluster.affine === 0) return counts;
  for (const node of cluster.nodes()) {
    for (const other of node.affine.values()) {
      for (const term of requiredTerms(other, 'podAntiAffinity', cluster)) {
        if (term.matches(pod)) counts.add(term.topologyKey, labelOf(node, term.topologyKey), 1);
      }
    }
  }
  return counts;
}

/** Where Pods are that `wanted` accepts, by the key of each term. */
function placesOf(
  terms: readonly AffinityTerm[],
  cluster: Cluster,
  wanted: (term: AffinityTerm, pod: Pod) => boolean,
): TopologyCounts {
  const counts = new TopologyCounts();
  if (terms.length === 0) return counts;
  for (const node of cluster.nodes()) {
    for (const other of node.pods.values()) {
      for (const term of terms) {
        if (wanted(term, other)) counts.add(term.topologyKey, labelOf(node, term.topologyKey), 1);
      }
    }
  }
  return counts;
}

export const interPodAffinityFilter: FilterPlugin = {
  name: 'InterPodAffinity',
  prepare(pod, cluster) {
    const near = requiredTerms(pod, 'podAffinity', cluster);
    const away = requiredTerms(pod, 'podAntiAffinity', cluster);
    if (near.length === 0 && away.length === 0 && cluster.affine === 0) return undefined;
    const forbidden = forbidding(pod, cluster);
    const matchesAll = (_: AffinityTerm, other: Pod): boolean => near.every((term) => term.matches(other));
    const friends = placesOf(near, cluster, matchesAll);
    const rivals = placesOf(away, cluster, (term, other) => term.matches(other));
    // The first of a group that wants to be together: nobody is there yet to be near to.
    const first = friends.empty && matchesAll(near[0]!, pod);
    const isNear = (node: NodeInfo): boolean =>
      near.every(({ topologyKey }) => {
        const value = labelOf(node, topologyKey);
        return value !== undefined && (first || friends.get(topologyKey, value) > 0);
      });
    return (node) => {
      if (!isNear(node)) return AFFINITY;
      if (away.some(({ topologyKey }) => rivals.get(topologyKey, labelOf(node, topologyKey)) > 0)) return ANTI_AFFINITY;
      return forbidden.total(node.node.metadata?.labels) > 0 ? EXISTING : undefined;
    };
  },
};

/** What the Pods that are there think of the new one, and it of them. */
function sympathies(pod: Pod, cluster: Cluster): TopologyCounts {
  const likes = preferredTerms(pod, 'podAffinity', cluster);
  const dislikes = preferredTerms(pod, 'podAntiAffinity', cluster);
  const asksAll = likes.length > 0 || dislikes.length > 0;
  const counts = new TopologyCounts();
  for (const node of cluster.nodes()) {
    const add = ({ topologyKey }: AffinityTerm, weight: number): void =>
      counts.add(topologyKey, labelOf(node, topologyKey), weight);
    for (const other of asksAll ? node.pods.values() : []) {
      for (const term of likes) if (term.matches(other)) add(term, term.weight);
      for (const term of dislikes) if (term.matches(other)) add(term, -term.weight);
    }
    for (const other of node.affine.values()) {
      for (const term of requiredTerms(other, 'podAffinity', cluster)) if (term.matches(pod)) add(term, HARD_WEIGHT);
      for (const term of preferredTerms(other, 'podAffinity', cluster)) if (term.matches(pod)) add(term, term.weight);
      for (const term of preferredTerms(other, 'podAntiAffinity', cluster)) {
        if (term.matches(pod)) add(term, -term.weight);
      }
    }
  }
  return counts;
}

export const interPodAffinityScore: ScorePlugin = {
  name: 'InterPodAffinity',
  weight: 2,
  score(pod, nodes, cluster) {
    const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
    const asks =
      podAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.length ||
      podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.length;
    if (!asks && cluster.affine === 0) return undefined;
    const counts = sympathies(pod, cluster);
    if (counts.empty) return undefined;
    const scores = nodes.map(({ node }) => counts.total(node.metadata?.labels));
    const least = Math.min(...scores);
    const range = Math.max(...scores) - least;
    return scores.map((score) => (range > 0 ? Math.trunc((100 * (score - least)) / range) : 0));
  },
};

/** NodeAffinity: nodeSelector and node affinity, required and preferred (plugins/nodeaffinity/node_affinity.go). */
import type { Node, PreferredSchedulingTerm } from 'kubernetes-types/core/v1';
import { matchesPod, matchesTerm } from '../../runtime/node-affinity.ts';
import { type FilterPlugin, type ScorePlugin, normalize } from '../framework.ts';

export { matchesNodeSelector, matchesPod } from '../../runtime/node-affinity.ts';

const REJECTION = {
  plugin: 'NodeAffinity',
  reasons: ["node(s) didn't match Pod's node affinity/selector"],
  unresolvable: true,
};
export const nodeAffinityFilter: FilterPlugin = {
  name: 'NodeAffinity',
  prepare(pod) {
    if (!pod.spec?.nodeSelector && !pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution)
      return undefined;
    return (info) => (matchesPod(pod, info.node) ? undefined : REJECTION);
  },
};

export const nodeAffinityScore: ScorePlugin = {
  name: 'NodeAffinity',
  weight: 2,
  score(pod, nodes) {
    const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (!preferred?.length) return undefined;
    return normalize(
      nodes.map(({ node }) => preferredScore(preferred, node)),
      'higher is better',
    );
  },
};

/** The weights of all terms that match (PreferredSchedulingTerms.Score). */
export function preferredScore(terms: readonly PreferredSchedulingTerm[], node: Node): number {
  const matching = terms.filter(({ weight, preference }) => weight !== 0 && matchesTerm(preference, node));
  return matching.reduce((sum, { weight }) => sum + weight, 0);
}

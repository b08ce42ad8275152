/** NodeAffinity: nodeSelector and node affinity, required and preferred (plugins/nodeaffinity/node_affinity.go). */
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
    const sums = nodes.map(({ node }) =>
      preferred.reduce(
        (sum, { weight, preference }) => (weight !== 0 && matchesTerm(preference, node) ? sum + weight : sum),
        0,
      ),
    );
    return normalize(sums, 'higher is better');
  },
};

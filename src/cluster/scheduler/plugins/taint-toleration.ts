/** TaintToleration: hard taints keep Pods off, soft ones make a Node less liked (plugins/tainttoleration/taint_toleration.go). */
import type { Taint, Toleration } from 'kubernetes-types/core/v1';
import { tolerates } from '../../runtime/tolerations.ts';
import { type FilterPlugin, type ScorePlugin, normalize } from '../framework.ts';

const REJECTION = { plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'], unresolvable: true };

export function untolerated(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[],
  effects: readonly string[],
): Taint | undefined {
  return taints?.find(
    (taint) => effects.includes(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

export const taintTolerationFilter: FilterPlugin = {
  name: 'TaintToleration',
  prepare(pod, cluster) {
    if (cluster.tainted === 0) return undefined;
    const tolerations = pod.spec?.tolerations ?? [];
    return (info) =>
      untolerated(info.node.spec?.taints, tolerations, ['NoSchedule', 'NoExecute']) ? REJECTION : undefined;
  },
};

export const taintTolerationScore: ScorePlugin = {
  name: 'TaintToleration',
  weight: 3,
  score(pod, nodes, cluster) {
    if (cluster.tainted === 0) return undefined;
    const tolerations = (pod.spec?.tolerations ?? []).filter(({ effect }) => !effect || effect === 'PreferNoSchedule');
    const counts = nodes.map(
      ({ node }) =>
        (node.spec?.taints ?? []).filter(
          (taint) => taint.effect === 'PreferNoSchedule' && !tolerations.some((one) => tolerates(one, taint)),
        ).length,
    );
    return counts.some((count) => count > 0) ? normalize(counts, 'lower is better') : undefined;
  },
};

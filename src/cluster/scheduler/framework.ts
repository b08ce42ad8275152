/** What a scheduler plugin is (pkg/scheduler/framework/interface.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import type { NodeInfo } from './node-info.ts';
import type { VolumeFacts } from './volume-facts.ts';

/** Why a Pod does not fit a Node, in the words of the event. */
export interface Rejection {
  /** Who says so. */
  plugin: string;
  reasons: readonly string[];
  /** Removing Pods from the Node would not help: preemption does not look at it. */
  unresolvable: boolean;
}

/** The Pod fits nowhere, whatever the Nodes are (a PreFilter that fails). */
export interface Refusal {
  plugin?: string;
  everywhere: string;
}

export type NodeTest = (node: NodeInfo) => Rejection | undefined;

export interface Cluster {
  /** All Nodes. */
  nodes(): readonly NodeInfo[];
  /** How many of them are cordoned, and how many have taints: where none is, nobody need look at each. */
  readonly cordoned: number;
  readonly tainted: number;
  /** Pods on Nodes that have Pod affinity or anti-affinity of their own. */
  readonly affine: number;
  namespaceLabels(namespace: string): Readonly<Record<string, string>> | undefined;
  /** Absent where nobody asks for volumes. */
  readonly volumes?: VolumeFacts;
}

/** Looks at one Pod; what it learns of the Pod alone is worked out once in `prepare`. */
export interface FilterPlugin {
  name: string;
  /** Returns the test of one Node, or undefined when this Pod passes everywhere. */
  prepare(pod: Pod, cluster: Cluster): NodeTest | Refusal | undefined;
}

export interface ScorePlugin {
  name: string;
  weight: number;
  /** Scores of the feasible Nodes, 0 to 100 each, or undefined when all are alike. */
  score(pod: Pod, nodes: readonly NodeInfo[], cluster: Cluster): readonly number[] | undefined;
}

/** Scales to 0…100 by the highest (plugins/helper/normalize_score.go DefaultNormalizeScore). */
export function normalize(scores: readonly number[], order: 'higher is better' | 'lower is better'): number[] {
  const most = Math.max(0, ...scores);
  const reverse = order === 'lower is better';
  if (most === 0) return scores.map(() => (reverse ? 100 : 0));
  return scores.map((score) => {
    const scaled = Math.trunc((100 * score) / most);
    return reverse ? 100 - scaled : scaled;
  });
}

/** One scheduling cycle: filter, score, choose (pkg/scheduler/schedule_one.go). Pure but for the seeded choice among equals. */
import type { Pod } from 'kubernetes-types/core/v1';
import type { Random } from '../../time/random.ts';
import type { Cluster, Rejection } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { filters, scorers } from './plugins/index.ts';

export type Outcome = { node: NodeInfo } | { rejections: ReadonlyMap<Rejection, number>; nodes: number };

const MIN_NODES = 100;

/** Enough Nodes that fit, in a large cluster (numFeasibleNodesToFind, adaptive percentage). */
export function nodesToFind(nodes: number): number {
  if (nodes < MIN_NODES) return nodes;
  const percentage = Math.max(5, Math.trunc(50 - nodes / 125));
  return Math.max(MIN_NODES, Math.trunc((nodes * percentage) / 100));
}

export interface Cycle {
  cluster: Cluster;
  random: Random;
  /** Where the search for Nodes begins; moves on, so that all get their turn. */
  start: number;
}

export function schedulePod(pod: Pod, cycle: Cycle): Outcome {
  const all = cycle.cluster.nodes();
  const tests = filters.flatMap((plugin) => plugin.prepare(pod, cycle.cluster) ?? []);
  const enough = nodesToFind(all.length);
  const feasible: NodeInfo[] = [];
  const rejections = new Map<Rejection, number>();
  let seen = 0;
  for (; seen < all.length && feasible.length < enough; seen++) {
    const node = all[(cycle.start + seen) % all.length]!;
    const rejection = firstRejection(tests, node);
    if (rejection) rejections.set(rejection, (rejections.get(rejection) ?? 0) + 1);
    else feasible.push(node);
  }
  if (all.length > 0) cycle.start = (cycle.start + seen) % all.length;
  if (feasible.length === 0) return { rejections, nodes: all.length };
  return { node: feasible.length === 1 ? feasible[0]! : best(pod, feasible, cycle) };
}

function firstRejection(
  tests: readonly ((node: NodeInfo) => Rejection | undefined)[],
  node: NodeInfo,
): Rejection | undefined {
  for (const test of tests) {
    const rejection = test(node);
    if (rejection) return rejection;
  }
  return undefined;
}

function best(pod: Pod, nodes: readonly NodeInfo[], { cluster, random }: Cycle): NodeInfo {
  const totals = new Float64Array(nodes.length);
  for (const plugin of scorers) {
    const scores = plugin.score(pod, nodes, cluster);
    if (scores) for (let i = 0; i < nodes.length; i++) totals[i] = totals[i]! + plugin.weight * scores[i]!;
  }
  let chosen = 0;
  let ties = 1;
  for (let i = 1; i < nodes.length; i++) {
    if (totals[i]! > totals[chosen]!) {
      chosen = i;
      ties = 1;
    } else if (totals[i] === totals[chosen] && random.int(++ties) === 0) chosen = i;
  }
  return nodes[chosen]!;
}

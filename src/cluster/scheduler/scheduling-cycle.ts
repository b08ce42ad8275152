/** One scheduling cycle: filter, score, choose (pkg/scheduler/schedule_one.go). Pure but for the seeded choice among equals. */
import type { Pod } from 'kubernetes-types/core/v1';
import type { Random } from '../../time/random.ts';
import type { Unfit } from './fit-error.ts';
import type { Cluster, NodeTest, Refusal, Rejection } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { filters, scorers } from './plugins/index.ts';

/** What the scheduler knows: the Nodes, and who was promised a place on them. */
export interface Known extends Cluster {
  node(name: string): NodeInfo | undefined;
  /** Pods that wait for others to leave this Node. */
  nominated(node: string): readonly Pod[];
}

export interface Cycle {
  cluster: Known;
  random: Random;
  /** Where the search for Nodes begins; moves on, so that all get their turn. */
  start: number;
}

/** What was seen on the way to an outcome, for whoever asks why. */
export interface Looked {
  feasible: readonly NodeInfo[];
  rejections: Unfit['rejections'];
  scores: readonly { plugin: string; weight: number; scores: readonly number[] }[];
}

export type Outcome = { node: NodeInfo; looked: Looked } | Unfit;

const MIN_NODES = 100;

/** Enough Nodes that fit, in a large cluster (numFeasibleNodesToFind, adaptive percentage). */
export function nodesToFind(nodes: number): number {
  if (nodes < MIN_NODES) return nodes;
  const percentage = Math.max(5, Math.trunc(50 - nodes / 125));
  return Math.max(MIN_NODES, Math.trunc((nodes * percentage) / 100));
}

export function schedulePod(pod: Pod, cycle: Cycle): Outcome {
  const { cluster } = cycle;
  const all = cluster.nodes();
  const tests = prepare(pod, cluster);
  if (!Array.isArray(tests)) return { nodes: all.length, rejections: [], everywhere: tests.everywhere };
  const promised = cluster.node(pod.status?.nominatedNodeName ?? '');
  if (promised && !rejectionOf(pod, promised, tests, cluster))
    return { node: promised, looked: { feasible: [promised], rejections: [], scores: [] } };
  const { feasible, rejections } = search(pod, cycle, all, tests);
  if (feasible.length === 0) return { rejections, nodes: all.length };
  const scores: Scored[] = [];
  const node = feasible.length === 1 ? feasible[0]! : best(pod, feasible, cycle, scores);
  return { node, looked: { feasible, rejections, scores } };
}

function search(
  pod: Pod,
  cycle: Cycle,
  all: readonly NodeInfo[],
  tests: readonly NodeTest[],
): { feasible: NodeInfo[]; rejections: [NodeInfo, Rejection][] } {
  const enough = nodesToFind(all.length);
  const feasible: NodeInfo[] = [];
  const rejections: [NodeInfo, Rejection][] = [];
  let seen = 0;
  for (; seen < all.length && feasible.length < enough; seen++) {
    const node = all[(cycle.start + seen) % all.length]!;
    const rejection = rejectionOf(pod, node, tests, cycle.cluster);
    if (rejection) rejections.push([node, rejection]);
    else feasible.push(node);
  }
  if (all.length > 0) cycle.start = (cycle.start + seen) % all.length;
  return { feasible, rejections };
}

export function prepare(pod: Pod, cluster: Cluster): NodeTest[] | Refusal {
  const tests: NodeTest[] = [];
  for (const plugin of filters) {
    const test = plugin.prepare(pod, cluster);
    if (typeof test === 'object') return test;
    if (test) tests.push(test);
  }
  return tests;
}

export function firstRejection(tests: readonly NodeTest[], node: NodeInfo): Rejection | undefined {
  for (const test of tests) {
    const rejection = test(node);
    if (rejection) return rejection;
  }
  return undefined;
}

/** Also with those in place that were promised the Node and are no less important (RunFilterPluginsWithNominatedPods). */
function rejectionOf(pod: Pod, node: NodeInfo, tests: readonly NodeTest[], cluster: Known): Rejection | undefined {
  const nominated = cluster.nominated(node.name);
  if (nominated.length === 0) return firstRejection(tests, node);
  const key = pod.metadata?.uid;
  const ahead = nominated.filter((other) => other.metadata?.uid !== key && priorityOf(other) >= priorityOf(pod));
  if (ahead.length > 0) {
    const full = node.clone();
    for (const other of ahead) full.add(other);
    const rejection = trial(pod, full, cluster);
    if (rejection) return rejection;
  }
  return firstRejection(tests, node);
}

/** Whether the Pod fits `node`, were the Node as it is here. */
export function trial(pod: Pod, node: NodeInfo, cluster: Cluster): Rejection | undefined {
  const nodes = cluster.nodes().map((one) => (one.name === node.name ? node : one));
  const tests = prepare(pod, {
    nodes: () => nodes,
    cordoned: cluster.cordoned,
    tainted: cluster.tainted,
    // Of Pods that were added here nobody has kept count: look at all.
    affine: cluster.affine + node.affine.size,
    namespaceLabels: (namespace) => cluster.namespaceLabels(namespace),
    ...(cluster.volumes ? { volumes: cluster.volumes } : {}),
  });
  if (!Array.isArray(tests)) return { plugin: '', reasons: [tests.everywhere], unresolvable: true };
  return firstRejection(tests, node);
}

export const priorityOf = (pod: Pod): number => pod.spec?.priority ?? 0;

type Scored = Looked['scores'][number];

/** Adds what each plugin gave to `scored`. */
function best(pod: Pod, nodes: readonly NodeInfo[], { cluster, random }: Cycle, scored: Scored[]): NodeInfo {
  const totals = new Float64Array(nodes.length);
  for (const plugin of scorers) {
    const scores = plugin.score(pod, nodes, cluster);
    if (!scores) continue;
    scored.push({ plugin: plugin.name, weight: plugin.weight, scores });
    for (let i = 0; i < nodes.length; i++) totals[i] = totals[i]! + plugin.weight * scores[i]!;
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

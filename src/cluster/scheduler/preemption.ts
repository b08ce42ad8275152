/**
 * DefaultPreemption: whom to send away so that a more important Pod fits
 * (pkg/scheduler/framework/preemption/preemption.go, plugins/defaultpreemption/default_preemption.go). Pure.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { keyOf } from '../runtime/keys.ts';
import { type Unfit, counted } from './fit-error.ts';
import type { NodeInfo } from './node-info.ts';
import { type Known, priorityOf, trial } from './scheduling-cycle.ts';

export interface Preemption {
  node: string;
  victims: readonly Pod[];
}

interface Candidate extends Preemption {
  /** Victims that a disruption budget would have spared. */
  violations: number;
}

const UNHELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';
const MIN_CANDIDATES = 100;

/** Whom to send away from where, or why that is of no use, as the event says it. */
export function findPreemption(
  pod: Pod,
  unfit: Unfit,
  cluster: Known,
  budgets: readonly PodDisruptionBudget[],
): Preemption | string {
  const ineligible = whyIneligible(pod, cluster);
  if (ineligible !== undefined) return ineligible;
  const words: string[] = [];
  const candidates: Candidate[] = [];
  const most = Math.max(MIN_CANDIDATES, Math.trunc(unfit.nodes / 10));
  for (const [node, { unresolvable }] of unfit.everywhere === undefined ? unfit.rejections : []) {
    if (unresolvable) words.push(UNHELPFUL);
    else if (candidates.length < most) {
      const found = victimsOn(pod, node, cluster, budgets);
      if ('victims' in found) candidates.push(found);
      else words.push(...found.reasons);
    }
  }
  if (candidates.length > 0) return choose(candidates);
  return `0/${unfit.nodes} nodes are available: ${counted(words)}.`;
}

function whyIneligible(pod: Pod, cluster: Known): string | undefined {
  if (pod.spec?.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const node = cluster.node(pod.status?.nominatedNodeName ?? '');
  const leaving = [...(node?.pods.values() ?? [])].some(
    (other) =>
      other.metadata?.deletionTimestamp &&
      priorityOf(other) < priorityOf(pod) &&
      other.status?.conditions?.some(
        ({ type, reason }) => type === 'DisruptionTarget' && reason === 'PreemptionByScheduler',
      ),
  );
  return leaving ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

/** All that are less important go; then as many as possible are let back, the most important first. */
function victimsOn(
  pod: Pod,
  node: NodeInfo,
  cluster: Known,
  budgets: readonly PodDisruptionBudget[],
): Candidate | { reasons: readonly string[] } {
  const lesser = [...node.pods.values()].filter((other) => priorityOf(other) < priorityOf(pod));
  if (lesser.length === 0) return { reasons: [NO_VICTIMS] };
  const room = node.clone();
  for (const other of lesser) room.remove(keyOf(other));
  const rejection = trial(pod, room, cluster);
  if (rejection) return { reasons: rejection.reasons };
  const { violating, others } = byBudget(lesser.toSorted(moreImportantFirst), budgets);
  const mustGo = (one: Pod): boolean => {
    room.add(one);
    if (!trial(pod, room, cluster)) return false;
    room.remove(keyOf(one));
    return true;
  };
  const broken = violating.filter(mustGo);
  const victims = [...broken, ...others.filter(mustGo)];
  return { node: node.name, victims: victims.toSorted(moreImportantFirst), violations: broken.length };
}

const startOf = (pod: Pod): number => Date.parse(pod.status?.startTime ?? '') || Infinity;

function moreImportantFirst(a: Pod, b: Pod): number {
  return priorityOf(b) - priorityOf(a) || compare(startOf(a), startOf(b));
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byBudget(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): { violating: Pod[]; others: Pod[] } {
  const left = new Map(budgets.map((budget) => [budget, budget.status?.disruptionsAllowed ?? 0]));
  const violating: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of pods) {
    let broken = false;
    for (const budget of budgets) {
      if (!covers(budget, pod)) continue;
      const allowed = left.get(budget)! - 1;
      left.set(budget, allowed);
      broken ||= allowed < 0;
    }
    (broken ? violating : others).push(pod);
  }
  return { violating, others };
}

function covers({ metadata, spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  const { labels, namespace, name = '' } = pod.metadata ?? {};
  if (metadata?.namespace !== namespace || !labels || !spec?.selector) return false;
  if (status?.disruptedPods?.[name]) return false;
  const selector = selectorFromLabelSelector(spec.selector as Parameters<typeof selectorFromLabelSelector>[0]);
  return selector.requirements.length > 0 && matchesLabels(selector, labels);
}

/** Upstream's rules in their order, less is better; among equals the first (pickOneNodeForPreemption). */
const RULES: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims }) => (victims[0] ? priorityOf(victims[0]) : -Infinity),
  ({ victims }) => victims.reduce((sum, victim) => sum + priorityOf(victim) + 2 ** 31, 0),
  ({ victims }) => victims.length,
  ({ victims }) => {
    const highest = victims[0] ? priorityOf(victims[0]) : 0;
    return -Math.min(...victims.filter((victim) => priorityOf(victim) === highest).map(startOf));
  },
];

function choose(candidates: readonly Candidate[]): Candidate {
  let left = candidates;
  for (const rule of RULES) {
    const least = Math.min(...left.map(rule));
    left = left.filter((candidate) => rule(candidate) === least);
    if (left.length === 1) break;
  }
  return left[0]!;
}

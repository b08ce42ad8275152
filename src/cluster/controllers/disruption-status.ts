/** How many Pods of a budget may be disrupted (pkg/controller/disruption/disruption.go). Pure. */
import type { Pod } from 'kubernetes-types/core/v1';
import { type IntOrString, getScaledValueFromIntOrPercent } from '../../api/intstr.ts';
import type { LabelSelector } from '../../api/labels.ts';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { isReady } from './pod-state.ts';

/** ms that an eviction may take until its Pod is seen to go; after that it did not happen. */
const DELETION_TIMEOUT = 120_000;

export interface Budget {
  metadata: ObjectMeta;
  spec: {
    minAvailable?: IntOrString;
    maxUnavailable?: IntOrString;
    selector?: LabelSelector;
    unhealthyPodEvictionPolicy?: string;
  };
  status?: BudgetStatus;
}

export interface BudgetCondition {
  type: string;
  status: string;
  observedGeneration?: number;
  lastTransitionTime: string;
  reason: string;
  message: string;
}

export interface BudgetStatus {
  observedGeneration?: number;
  disruptedPods?: Record<string, string>;
  disruptionsAllowed: number;
  currentHealthy: number;
  desiredHealthy: number;
  expectedPods: number;
  conditions?: BudgetCondition[];
}

/** `scale`: Pods that the controllers of these want in all; asked for only where it matters. */
export function expectedCount(
  { minAvailable, maxUnavailable }: Budget['spec'],
  pods: readonly Pod[],
  scale: () => number,
): { expected: number; desired: number } {
  if (maxUnavailable !== undefined) {
    const expected = scale();
    const unavailable = getScaledValueFromIntOrPercent(maxUnavailable, expected, { roundUp: true });
    return { expected, desired: Math.max(0, expected - unavailable) };
  }
  if (typeof minAvailable === 'number') return { expected: pods.length, desired: minAvailable };
  if (minAvailable === undefined) return { expected: 0, desired: 0 };
  const expected = scale();
  return { expected, desired: getScaledValueFromIntOrPercent(minAvailable, expected, { roundUp: true }) };
}

/** Evicted Pods that are still to be seen going; `recheck`: ms until the first of them counts as not evicted. */
export function disruptedPods(
  budget: Budget,
  pods: readonly Pod[],
  now: number,
): { disrupted: Record<string, string>; recheck: number | undefined; late: Pod[] } {
  const disrupted: Record<string, string> = {};
  const late: Pod[] = [];
  let recheck: number | undefined;
  for (const pod of pods) {
    const name = pod.metadata?.name ?? '';
    const since = budget.status?.disruptedPods?.[name];
    if (since === undefined || pod.metadata?.deletionTimestamp) continue;
    const left = Date.parse(since) + DELETION_TIMEOUT - now;
    if (left <= 0) late.push(pod);
    else {
      disrupted[name] = since;
      recheck = Math.min(recheck ?? left, left);
    }
  }
  return { disrupted, recheck, late };
}

export function countHealthy(pods: readonly Pod[], disrupted: Readonly<Record<string, string>>): number {
  return pods.filter(
    (pod) => !pod.metadata?.deletionTimestamp && disrupted[pod.metadata?.name ?? ''] === undefined && isReady(pod),
  ).length;
}

/** As `%v` of the Go struct. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector = {}): string {
  const labels = Object.entries(matchLabels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`)
    .join('');
  const expressions = matchExpressions
    .map(
      ({ key, operator, values = [] }) =>
        `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
    )
    .join('');
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`;
}

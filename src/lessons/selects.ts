/** Whether a selector chooses the Pods it is meant to, and if not, which Pod was probably meant. */
import type { KubeObject } from '../api/object.ts';
import {
  formatLabels,
  formatSelector,
  type LabelSelector,
  matchesLabels,
  type Selector,
  selectorFromLabelSelector,
} from '../api/labels.ts';
import { type GoalOf, podsBeside } from './goal.ts';
import type { Verdict, World } from './goals.ts';
import { isSlip } from './near-miss.ts';

export function judgeSelects(goal: GoalOf<'selects'>, object: KubeObject, world: World): Verdict {
  const pods = (world.objects(podsBeside(goal.subject)) ?? []).filter(
    (pod) => pod.metadata?.namespace === object.metadata?.namespace,
  );
  const selector = selectorOf(object);
  const chosen = pods.filter((pod) => matchesLabels(selector, pod.metadata?.labels));
  const counted = goal.ready ? chosen.filter(isReady) : chosen;
  const { atLeast, atMost, ready } = goal;
  if (counted.length >= atLeast && counted.length <= atMost) return { met: true };
  const stray = chosen.length < atLeast ? pods.find((pod) => isStray(pod, selector)) : undefined;
  return {
    met: false,
    unmet: {
      why: 'selects',
      kind: goal.subject.kind,
      name: object.metadata?.name ?? '',
      selector: formatSelector(selector),
      got: counted.length,
      atLeast,
      atMost,
      ready,
      ...(stray ? { stray: { name: stray.metadata?.name ?? '', labels: meantBy(stray, selector) } } : {}),
    },
  };
}

/** A Service's selector is a plain map, a workload's has `matchLabels`. */
function selectorOf(object: KubeObject): Selector {
  const { selector } = (object['spec'] ?? {}) as { selector?: LabelSelector & Record<string, unknown> };
  if (!selector) return { requirements: [], nothing: true };
  const plain = !('matchLabels' in selector || 'matchExpressions' in selector);
  return selectorFromLabelSelector(plain ? { matchLabels: selector as unknown as Record<string, string> } : selector);
}

/** Its label differs by a slip, or it has the key with another value. */
function isStray(pod: KubeObject, { requirements }: Selector): boolean {
  const labels = pod.metadata?.labels ?? {};
  return requirements.some(({ key, values }) => {
    const got = labels[key];
    const [want] = values;
    if (got === undefined) return Object.keys(labels).some((other) => isSlip(other, key));
    return want !== undefined && !values.includes(got);
  });
}

/** The labels that the selector speaks of; all of them when there is none of those. */
function meantBy(pod: KubeObject, { requirements }: Selector): string {
  const labels = pod.metadata?.labels ?? {};
  const meant = Object.entries(labels).filter(([key]) => requirements.some((requirement) => requirement.key === key));
  return formatLabels(meant.length > 0 ? Object.fromEntries(meant) : labels);
}

function isReady(pod: KubeObject): boolean {
  const { conditions = [] } = (pod['status'] ?? {}) as { conditions?: { type: string; status: string }[] };
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

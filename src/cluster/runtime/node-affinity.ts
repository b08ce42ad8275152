/** Which Nodes a Pod's selector and affinity ask for (component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go). Pure. */
import type { Node, NodeSelector, NodeSelectorTerm, Pod } from 'kubernetes-types/core/v1';
import { type Operator, matchesRequirement, newRequirement } from '../../api/labels.ts';

const OPERATORS: Record<string, Operator> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
};

/** An invalid expression matches nothing. */
export function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  if (!term.matchExpressions?.length && !term.matchFields?.length) return false;
  try {
    for (const { key, operator, values } of term.matchExpressions ?? []) {
      const requirement = newRequirement(key, OPERATORS[operator] ?? 'in', values ?? []);
      if (!matchesRequirement(requirement, node.metadata?.labels)) return false;
    }
  } catch {
    return false;
  }
  return (term.matchFields ?? []).every(({ key, operator, values }) => {
    if (key !== 'metadata.name' || values?.length !== 1) return false;
    const same = values[0] === node.metadata?.name;
    return operator === 'In' ? same : operator === 'NotIn' ? !same : false;
  });
}

/** Terms are alternatives; no term at all matches nothing. */
export function matchesNodeSelector(selector: NodeSelector, node: Node): boolean {
  return selector.nodeSelectorTerms?.some((term) => matchesTerm(term, node)) ?? false;
}

export function matchesPod(pod: Pod, node: Node): boolean {
  const labels = node.metadata?.labels ?? {};
  for (const [key, value] of Object.entries(pod.spec?.nodeSelector ?? {})) if (labels[key] !== value) return false;
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return !required || matchesNodeSelector(required, node);
}

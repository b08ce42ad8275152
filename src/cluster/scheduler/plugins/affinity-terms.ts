/** Terms of Pod affinity: which Pods one speaks of (pkg/scheduler/framework/types.go AffinityTerm). Pure. */
import type { Pod, PodAffinityTerm } from 'kubernetes-types/core/v1';
import { type Selector, matchesLabels, selectorFromLabelSelector } from '../../../api/labels.ts';
import type { Cluster } from '../framework.ts';

export interface AffinityTerm {
  topologyKey: string;
  matches(pod: Pod): boolean;
}

export interface WeightedTerm extends AffinityTerm {
  weight: number;
}

/** The term as `owner` has it: without namespaces it speaks of the owner's own. */
export function affinityTerm(owner: Pod, term: PodAffinityTerm, cluster: Cluster): AffinityTerm {
  const selector = selectorFromLabelSelector(term.labelSelector);
  const chosen = term.namespaceSelector ? selectorFromLabelSelector(term.namespaceSelector) : undefined;
  const named = new Set(term.namespaces ?? []);
  if (named.size === 0 && !chosen) named.add(owner.metadata?.namespace ?? '');
  return {
    topologyKey: term.topologyKey,
    matches: ({ metadata }) =>
      inNamespace(metadata?.namespace ?? '', named, chosen, cluster) && matchesLabels(selector, metadata?.labels),
  };
}

function inNamespace(
  namespace: string,
  named: ReadonlySet<string>,
  chosen: Selector | undefined,
  cluster: Cluster,
): boolean {
  if (named.has(namespace)) return true;
  return chosen !== undefined && matchesLabels(chosen, cluster.namespaceLabels(namespace));
}

export type Side = 'podAffinity' | 'podAntiAffinity';

export function requiredTerms(pod: Pod, side: Side, cluster: Cluster): AffinityTerm[] {
  const terms = pod.spec?.affinity?.[side]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.map((term) => affinityTerm(pod, term, cluster));
}

export function preferredTerms(pod: Pod, side: Side, cluster: Cluster): WeightedTerm[] {
  const terms = pod.spec?.affinity?.[side]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.map(({ weight, podAffinityTerm }) => ({ weight, ...affinityTerm(pod, podAffinityTerm, cluster) }));
}

/** Numbers by topology key and the value a Node has for it. */
export class TopologyCounts {
  private readonly counts = new Map<string, Map<string, number>>();

  get empty(): boolean {
    return this.counts.size === 0;
  }

  add(key: string, value: string | undefined, by: number): void {
    if (value === undefined) return;
    const values = this.counts.get(key) ?? new Map<string, number>();
    values.set(value, (values.get(value) ?? 0) + by);
    this.counts.set(key, values);
  }

  get(key: string, value: string | undefined): number {
    return value === undefined ? 0 : (this.counts.get(key)?.get(value) ?? 0);
  }

  /** Over all keys, for a Node with these labels. */
  total(labels: Readonly<Record<string, string>> | undefined): number {
    let sum = 0;
    for (const [key, values] of this.counts) sum += values.get(labels?.[key] ?? '') ?? 0;
    return sum;
  }
}

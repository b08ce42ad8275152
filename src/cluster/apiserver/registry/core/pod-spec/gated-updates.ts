/** A Pod that still waits at its gates may be narrowed to fewer nodes (pkg/apis/core/validation/validation.go validateNodeAffinityMutation). */
import type { NodeSelectorTerm, PodSpec } from 'kubernetes-types/core/v1';
import { dequal } from 'dequal';
import { type FieldError, invalid, invalidJson } from '../../../../../api/field-errors.ts';
import { internalJson } from './internal-structs.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

/** Judges nodeSelector and node affinity, and puts the old ones in place in `munged`. */
export function mutateWhileGated(munged: PodSpec, before: PodSpec, errors: FieldError[]): void {
  if (!dequal(munged.nodeSelector, before.nodeSelector)) {
    const now = munged.nodeSelector ?? {};
    const kept = Object.entries(before.nodeSelector ?? {}).every(([key, value]) => now[key] === value);
    if (!kept) {
      const text = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
      errors.push(invalid('spec.nodeSelector', munged.nodeSelector, text));
    }
    restore(munged, 'nodeSelector', before.nodeSelector);
  }
  if (dequal(munged.affinity?.nodeAffinity, before.affinity?.nodeAffinity)) return;
  validateTerms(munged, before, errors);
  const { nodeAffinity: _, ...others } = munged.affinity ?? {};
  const old = before.affinity?.nodeAffinity;
  const affinity = { ...(old ? { nodeAffinity: old } : {}), ...others };
  restore(munged, 'affinity', before.affinity || Object.keys(affinity).length > 0 ? affinity : undefined);
}

function restore<K extends keyof PodSpec>(spec: PodSpec, field: K, value: PodSpec[K] | undefined): void {
  if (value === undefined) delete spec[field];
  else spec[field] = value;
}

function validateTerms(munged: PodSpec, before: PodSpec, errors: FieldError[]): void {
  const old = before.affinity?.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? [];
  if (old.length === 0) return;
  const now = munged.affinity?.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? [];
  const at = `spec.affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms`;
  if (old.length !== now.length) {
    const shown = now.length === 0 ? 'null' : `[${now.map((one) => internalJson('NodeSelectorTerm', one)).join(',')}]`;
    const text = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    errors.push(invalidJson(at, shown, text));
    return;
  }
  for (const [i, term] of now.entries()) {
    if (onlyAdds(term, old[i]!)) continue;
    const text = 'only additions are allowed (no mutations or deletions)';
    errors.push(invalidJson(`${at}[${i}]`, internalJson('NodeSelectorTerm', term), text));
  }
}

function onlyAdds(now: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const empty = (term: NodeSelectorTerm): boolean => !term.matchExpressions?.length && !term.matchFields?.length;
  if (empty(old)) return empty(now);
  return (['matchExpressions', 'matchFields'] as const).every((field) => {
    const kept = old[field] ?? [];
    return dequal((now[field] ?? []).slice(0, kept.length), kept);
  });
}

/** Holds a Pod to a level (pod-security-admission/policy/registry.go). Simplified: every version is judged as v1.35. */
import { baselineChecks, overridden } from './baseline.ts';
import type { CheckedPod, Violation } from './check.ts';
import { restrictedChecks } from './restricted.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';

const CHECKS = {
  privileged: [],
  baseline: baselineChecks,
  restricted: [...baselineChecks.filter((check) => !overridden.includes(check)), ...restrictedChecks],
} as const;

export function evaluate(pod: CheckedPod, level: Level): Violation[] {
  return CHECKS[level].flatMap((check) => check(pod) ?? []);
}

/** `host namespaces (hostPID=true), privileged (…)`. */
export function detailsOf(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ');
}

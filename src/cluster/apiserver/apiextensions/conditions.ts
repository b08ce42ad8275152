/** Conditions of a definition (apiextensions-apiserver/pkg/apis/apiextensions/v1/helpers.go). */
import type { Crd, CrdCondition } from './types.ts';

/** Holds a definition until its objects are gone. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

export function isTrue(crd: Crd, type: string): boolean {
  return conditionOf(crd, type)?.status === 'True';
}

export function conditionOf(crd: Crd, type: string): CrdCondition | undefined {
  return crd.status?.conditions?.find((condition) => condition.type === type);
}

/** The definition with the condition set; the time of transition stays while the status does. */
export function withCondition(crd: Crd, now: string, condition: Omit<CrdCondition, 'lastTransitionTime'>): Crd {
  const conditions = crd.status?.conditions ?? [];
  const old = conditionOf(crd, condition.type);
  const lastTransitionTime = old?.status === condition.status ? old.lastTransitionTime : now;
  const { type, status, reason, message } = condition;
  const next: CrdCondition = { type, status, lastTransitionTime, reason, message };
  const all = old ? conditions.map((one) => (one === old ? next : one)) : [...conditions, next];
  return { ...crd, status: { ...crd.status, conditions: all } };
}

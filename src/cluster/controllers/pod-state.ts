/** What controllers ask of a Pod (pkg/api/v1/pod/util.go). Pure. */
import type { Pod, PodCondition } from 'kubernetes-types/core/v1';

export function readyCondition(pod: Pod): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === 'Ready');
}

export function isReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === 'True';
}

/** ms until a Pod has been ready for `minReadySeconds`: 0 when available, undefined when not ready, Infinity when nobody says since when. */
export function availableIn(pod: Pod, minReadySeconds: number, now: number): number | undefined {
  const condition = readyCondition(pod);
  if (condition?.status !== 'True') return undefined;
  if (minReadySeconds === 0) return 0;
  if (!condition.lastTransitionTime) return Infinity;
  return Math.max(0, Date.parse(condition.lastTransitionTime) + minReadySeconds * 1000 - now);
}

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

export function isActive(pod: Pod): boolean {
  return !isFinished(pod) && !pod.metadata?.deletionTimestamp;
}

/** Finds Pods by the Node they are bound to. */
export const byNode = (pod: Pod): readonly string[] => (pod.spec?.nodeName ? [pod.spec.nodeName] : []);

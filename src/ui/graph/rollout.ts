/** The numbers of a rolling update (pkg/controller/deployment/util: ResolveFenceposts, MaxSurge, MaxUnavailable). */
import type { Deployment } from 'kubernetes-types/apps/v1';

export interface RolloutNumbers {
  desired: number;
  ready: number;
  starting: number;
  /** Pods that may exist at once, and that must be ready at least. */
  most: number;
  least: number;
}

export function rolloutNumbers({ spec, status }: Deployment): RolloutNumbers {
  const desired = spec?.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  const starting = Math.max(0, (status?.replicas ?? 0) - ready);
  if (spec?.strategy?.type === 'Recreate') return { desired, ready, starting, most: desired, least: 0 };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {};
  const surge = resolve(maxSurge, desired, Math.ceil);
  let unavailable = resolve(maxUnavailable, desired, Math.floor);
  // Both zero would never move; upstream lets one Pod be unavailable then.
  if (surge === 0 && unavailable === 0) unavailable = 1;
  return { desired, ready, starting, most: desired + surge, least: Math.max(0, desired - unavailable) };
}

const resolve = (value: number | string, of: number, round: (value: number) => number): number =>
  typeof value === 'string' && value.endsWith('%') ? round((Number.parseInt(value, 10) * of) / 100) : Number(value);

/** Which ReplicaSet is the new one, its revision and its annotations (pkg/controller/deployment/util/deployment_util.go). Pure. */
import { dequal } from 'dequal';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { maxSurge } from './deployment-rolling.ts';
import {
  DESIRED_REPLICAS,
  type Deployment,
  HASH_LABEL,
  MAX_REPLICAS,
  REVISION,
  REVISION_HISTORY,
  type ReplicaSet,
  byAge,
  wanted,
} from './deployment-types.ts';

const HISTORY_LENGTH = 2000;
const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);

/** Equal but for the label with the hash. */
export function sameTemplate(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return dequal(a.spec, b.spec) && dequal(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec): object {
  const { [HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template.metadata, labels };
}

/** The oldest ReplicaSet with the Deployment's template: older versions may have made several. */
export function findNew(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return sets
    .toSorted(byAge)
    .find((set) => set.spec.template && sameTemplate(set.spec.template, deployment.spec.template));
}

export function revisionOf(set: ReplicaSet): number {
  const value = Number(set.metadata.annotations?.[REVISION] ?? 0);
  return Number.isInteger(value) ? value : 0;
}

export function maxRevision(sets: readonly ReplicaSet[]): number {
  return sets.reduce((most, set) => Math.max(most, revisionOf(set)), 0);
}

/** desired-replicas and max-replicas: what a later change of size is measured against. */
export function replicaAnnotations(deployment: Deployment): Record<string, string> {
  return {
    [DESIRED_REPLICAS]: String(wanted(deployment)),
    [MAX_REPLICAS]: String(wanted(deployment) + maxSurge(deployment)),
  };
}

/** The annotations the new ReplicaSet should have (SetNewReplicaSetAnnotations). */
export function newReplicaSetAnnotations(
  deployment: Deployment,
  current: Record<string, string> | undefined,
  revision: number,
): Record<string, string> {
  const annotations: Record<string, string> = { ...current };
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {}))
    if (!NOT_COPIED.has(key)) annotations[key] = value;
  const before = annotations[REVISION];
  if (Number(before ?? 0) >= revision) return annotations;
  annotations[REVISION] = String(revision);
  if (before === undefined) return annotations;
  const history = annotations[REVISION_HISTORY];
  const past = history ? [...history.split(','), before] : [before];
  while (past.join(',').length > HISTORY_LENGTH) past.shift();
  annotations[REVISION_HISTORY] = past.join(',');
  return annotations;
}

/** Old ReplicaSets beyond the history limit that are empty and settled, oldest revision first. */
export function expired(deployment: Deployment, old: readonly ReplicaSet[]): ReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit;
  if (limit === undefined || limit === 2147483647) return [];
  const alive = old.filter((set) => !set.metadata.deletionTimestamp);
  return alive
    .toSorted((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b))
    .slice(0, Math.max(0, alive.length - limit))
    .filter(
      (set) =>
        wanted(set) === 0 &&
        (set.status?.replicas ?? 0) === 0 &&
        (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0),
    );
}

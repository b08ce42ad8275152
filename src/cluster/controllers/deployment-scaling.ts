/** What a change of spec.replicas does to ReplicaSets, in the middle of a rollout too (pkg/controller/deployment/sync.go `scale`). Pure. */
import { type Scaling, maxSurge } from './deployment-rolling.ts';
import {
  DESIRED_REPLICAS,
  type Deployment,
  MAX_REPLICAS,
  type ReplicaSet,
  active,
  byAge,
  bySizeNewer,
  bySizeOlder,
  sumWanted,
  wanted,
} from './deployment-types.ts';

const annotated = (set: ReplicaSet, key: string): number | undefined => {
  const text = set.metadata.annotations?.[key];
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
};

/** True when an active ReplicaSet was sized for another spec.replicas. */
export function isScalingEvent(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
  return active(sets).some((set) => {
    const desired = annotated(set, DESIRED_REPLICAS);
    return desired !== undefined && desired !== wanted(deployment);
  });
}

/** The sizes after a scaling. A step may keep the size: its annotations are brought up to date all the same. */
export function scalingSteps(
  deployment: Deployment,
  fresh: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): Scaling[] {
  const only = activeOrLatest(fresh, old);
  if (only) return wanted(only) === wanted(deployment) ? [] : [{ set: only, replicas: wanted(deployment) }];
  if (fresh && isSaturated(deployment, fresh)) return active(old).map((set) => ({ set, replicas: 0 }));
  if (deployment.spec.strategy?.type === 'Recreate') return [];
  return proportionally(deployment, active(fresh ? [...old, fresh] : old));
}

function activeOrLatest(fresh: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const running = active(fresh ? [...old, fresh] : old);
  if (running.length > 1) return undefined;
  return running[0] ?? fresh ?? old.toSorted(byAge).at(-1);
}

function isSaturated(deployment: Deployment, fresh: ReplicaSet): boolean {
  const size = wanted(deployment);
  return (
    wanted(fresh) === size &&
    annotated(fresh, DESIRED_REPLICAS) === size &&
    (fresh.status?.availableReplicas ?? 0) === size
  );
}

function proportionally(deployment: Deployment, sets: readonly ReplicaSet[]): Scaling[] {
  const allowed = wanted(deployment) > 0 ? wanted(deployment) + maxSurge(deployment) : 0;
  const toAdd = allowed - sumWanted(sets);
  const ordered = toAdd > 0 ? sets.toSorted(bySizeNewer) : toAdd < 0 ? sets.toSorted(bySizeOlder) : sets;
  let added = 0;
  const steps = ordered.map((set) => {
    const share = toAdd === 0 ? 0 : proportion(deployment, set, toAdd, added);
    added += share;
    return { set, replicas: wanted(set) + share };
  });
  const first = steps[0];
  // What rounding left over goes to the largest.
  if (first && toAdd !== 0) first.replicas = Math.max(0, first.replicas + toAdd - added);
  return steps;
}

function proportion(deployment: Deployment, set: ReplicaSet, toAdd: number, added: number): number {
  if (wanted(set) === 0 || toAdd === added) return 0;
  const left = toAdd - added;
  const share = fraction(deployment, set);
  return toAdd > 0 ? Math.min(share, left) : Math.max(share, left);
}

function fraction(deployment: Deployment, set: ReplicaSet): number {
  if (wanted(deployment) === 0) return -wanted(set);
  const before = annotated(set, MAX_REPLICAS) || deployment.status?.replicas || 0;
  if (before === 0) return 0;
  const size = (wanted(set) * (wanted(deployment) + maxSurge(deployment))) / before;
  return Math.trunc(size < 0 ? size - 0.5 : size + 0.5) - wanted(set);
}

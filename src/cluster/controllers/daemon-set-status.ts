/** The status of a DaemonSet (pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus). Pure. */
import type { DaemonSetStatus } from 'kubernetes-types/apps/v1';
import { REVISION_HASH_LABEL } from './controller-history.ts';
import { type Situation, byPlaceAndAge } from './daemon-set-plan.ts';
import { verdictOn } from './daemon-set-types.ts';
import { availableIn, isReady } from './pod-state.ts';

export function daemonSetStatus({ set, hash, nodes, pods, now }: Situation): DaemonSetStatus {
  const count = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 };
  for (const node of nodes) {
    const here = (pods.get(node.metadata?.name ?? '') ?? []).toSorted(byPlaceAndAge);
    if (!verdictOn(set, node).shouldRun) {
      if (here.length > 0) count.misscheduled++;
      continue;
    }
    count.desired++;
    const oldest = here[0];
    if (!oldest) continue;
    count.current++;
    if (isReady(oldest)) {
      count.ready++;
      if (availableIn(oldest, set.spec.minReadySeconds ?? 0, now) === 0) count.available++;
    }
    if (here.some((pod) => pod.metadata?.labels?.[REVISION_HASH_LABEL] === hash)) count.updated++;
  }
  const unavailable = count.desired - count.available;
  return {
    currentNumberScheduled: count.current,
    numberMisscheduled: count.misscheduled,
    desiredNumberScheduled: count.desired,
    numberReady: count.ready,
    observedGeneration: set.metadata.generation ?? 0,
    ...(count.updated > 0 ? { updatedNumberScheduled: count.updated } : {}),
    ...(count.available > 0 ? { numberAvailable: count.available } : {}),
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
    ...(set.status?.collisionCount === undefined ? {} : { collisionCount: set.status.collisionCount }),
  };
}

/** A DaemonSet: one Pod a machine, each in its machine's place. */
import type { KubeObject } from '../../../api/object.ts';
import { bySlot, headedBlock, headlessLane, slotted, type WorkloadOptions } from '../blocks.ts';
import { asDaemonSet, asPod, idOf, type ClusterIndex } from '../cluster-index.ts';
import type { Block, PodItem } from '../model.ts';
import type { State } from '../status.ts';

export function daemonSets(index: ClusterIndex, namespace: string, options: WorkloadOptions): Block[] {
  return index.of('DaemonSet', namespace).map((object) => {
    const pods = slotted(index.podsByOwner.get(idOf(object)) ?? [], machineOf).sort(bySlot);
    const desired = asDaemonSet(object).status?.desiredNumberScheduled ?? pods.length;
    const made = { ...headlessLane(object, pods, desired), sorted: true as const };
    return headedBlock(index, object, [made], { direction: options.direction, state: daemonSetState(object) });
  });
}

/** Before the scheduler has spoken, the machine is in the affinity that the controller wrote. */
function machineOf(pod: PodItem): string {
  const { spec } = asPod(pod.object);
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return spec?.nodeName ?? terms?.[0]?.matchFields?.[0]?.values?.[0] ?? '';
}

export function daemonSetState(object: KubeObject): State {
  const { metadata, spec, status } = asDaemonSet(object);
  if (metadata?.deletionTimestamp) return 'terminating';
  const seen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  const desired = status?.desiredNumberScheduled ?? 0;
  const moved = spec?.updateStrategy?.type === 'OnDelete' || (status?.updatedNumberScheduled ?? 0) >= desired;
  return seen && moved && (status?.numberReady ?? 0) >= desired ? 'ready' : 'starting';
}

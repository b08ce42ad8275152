/** A StatefulSet: its Pods in the order of their ordinals, each coming back into its own place. */
import type { KubeObject } from '../../../api/object.ts';
import { bySlot, headedBlock, headlessLane, slotted, type WorkloadOptions } from '../blocks.ts';
import { asStatefulSet, idOf, type ClusterIndex } from '../cluster-index.ts';
import type { Block } from '../model.ts';
import type { State } from '../status.ts';

export function statefulSets(index: ClusterIndex, namespace: string, options: WorkloadOptions): Block[] {
  return index.of('StatefulSet', namespace).map((object) => {
    const pods = slotted(index.podsByOwner.get(idOf(object)) ?? [], (pod) => pod.ref.name).sort(bySlot);
    const desired = asStatefulSet(object).spec?.replicas ?? 1;
    const made = { ...headlessLane(object, pods, desired), sorted: true as const };
    const keeps = (asStatefulSet(object).spec?.volumeClaimTemplates ?? []).length > 0;
    return headedBlock(index, object, [made], {
      direction: options.direction,
      state: statefulSetState(object),
      // A line more, for what each of its Pods keeps.
      ...(keeps ? { height: 104 } : {}),
    });
  });
}

export function statefulSetState(object: KubeObject): State {
  const { metadata, spec, status } = asStatefulSet(object);
  if (metadata?.deletionTimestamp) return 'terminating';
  const seen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  const desired = spec?.replicas ?? 1;
  const even = (status?.replicas ?? 0) === desired && (status?.readyReplicas ?? 0) >= desired;
  // With a partition the rest keeps its old version on purpose.
  const partition = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  const moved = spec?.updateStrategy?.type === 'OnDelete' || (status?.updatedReplicas ?? 0) >= desired - partition;
  return seen && even && moved ? 'ready' : 'starting';
}

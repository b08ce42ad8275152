/** A ReplicationController as a lane of Pods, like the ReplicaSet that followed it. */
import { blockOf, ownedLane, type WorkloadOptions } from '../blocks.ts';
import { asReplicationController, idOf, type ClusterIndex } from '../cluster-index.ts';
import type { Block } from '../model.ts';

export function replicationControllers(index: ClusterIndex, namespace: string, options: WorkloadOptions): Block[] {
  return index
    .of('ReplicationController', namespace)
    .filter((object) => !index.isKept(object))
    .map((object) => {
      const { metadata, spec, status } = asReplicationController(object);
      const desired = spec?.replicas ?? 1;
      const made = ownedLane(index, object, metadata?.name ?? '', desired);
      return {
        ...blockOf(`set:${idOf(object)}`, [made], options.direction),
        busy: desired !== (status?.readyReplicas ?? 0),
      };
    });
}

/** A ReplicaSet as a lane of Pods; one that no Deployment keeps stands by itself. */
import type { KubeObject } from '../../../api/object.ts';
import { blockOf, ownedLane, type WorkloadOptions } from '../blocks.ts';
import { asReplicaSet, idOf, type ClusterIndex } from '../cluster-index.ts';
import type { Block, Lane } from '../model.ts';

export function setLane(index: ClusterIndex, set: KubeObject): Lane {
  const name = set.metadata?.name ?? '';
  const hash = set.metadata?.labels?.['pod-template-hash'];
  const title = hash && name.endsWith(`-${hash}`) ? hash : name;
  return ownedLane(index, set, title, asReplicaSet(set).spec?.replicas ?? 1);
}

export function replicaSets(index: ClusterIndex, namespace: string, options: WorkloadOptions): Block[] {
  return index
    .of('ReplicaSet', namespace)
    .filter((set) => !index.isKept(set))
    .map((set) => ({
      ...blockOf(`set:${idOf(set)}`, [setLane(index, set)], options.direction),
      busy: asReplicaSet(set).spec?.replicas !== asReplicaSet(set).status?.readyReplicas,
    }));
}

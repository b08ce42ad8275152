/** Pods that no kind of this list keeps: by their owner (a custom resource, a Node), or by themselves. */
import { blockOf, lane, type WorkloadOptions } from '../blocks.ts';
import { controllerOf, group, ownerOf, type ClusterIndex } from '../cluster-index.ts';
import { followedKind, groupOf } from '../../live/kinds.ts';
import type { Block } from '../model.ts';
import type { ObjectRef } from '../../panels/contract.ts';

export function otherOwners(index: ClusterIndex, namespace: string, { direction }: WorkloadOptions): Block[] {
  const byOwner = group(index.loosePods.get(namespace) ?? [], (pod) => ownerOf(pod.object) ?? '');
  return [...byOwner].map(([owner, pods]) => {
    const reference = pods[0] && controllerOf(pods[0].object);
    const made = lane(`lane:${namespace}:${owner}`, reference?.name ?? '', pods, pods.length);
    const ref = reference && reference.kind !== 'Node' ? ownerRef(reference, namespace) : undefined;
    return blockOf(`block:${namespace}:${owner}`, [{ ...made, podColumns: 1, ...(ref ? { ref } : {}) }], direction);
  });
}

export function ownerRef(
  { apiVersion, kind, name }: { apiVersion: string; kind: string; name: string },
  namespace: string,
): ObjectRef {
  const owner = { kind, group: groupOf(apiVersion) };
  return { ...(followedKind(owner) ? { kind } : owner), name, namespace };
}

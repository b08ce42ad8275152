/** A Deployment: its card, and its ReplicaSets as lanes, the old one emptying as the new one fills. */
import type { KubeObject } from '../../../api/object.ts';
import { headedBlock, type WorkloadOptions } from '../blocks.ts';
import { asDeployment, asReplicaSet, idOf, type ClusterIndex } from '../cluster-index.ts';
import type { Block } from '../model.ts';
import type { State } from '../status.ts';
import { setLane } from './replica-set.ts';

export function deployments(index: ClusterIndex, namespace: string, options: WorkloadOptions): Block[] {
  return index.of('Deployment', namespace).map((object) => {
    const lanes = shownSets(index, object, options.history).map((set) => setLane(index, set));
    return headedBlock(index, object, lanes, { direction: options.direction, state: deploymentState(object) });
  });
}

/** Those with Pods, the latest, and so many of the emptied ones; in order of age. */
function shownSets(index: ClusterIndex, deployment: KubeObject, history: number): KubeObject[] {
  const sets = index.ownedBy('ReplicaSet', deployment);
  const latest = sets.toSorted((a, b) => revision(b) - revision(a))[0];
  const idle = new Set<KubeObject>();
  for (const set of sets) {
    const active = set === latest || (asReplicaSet(set).spec?.replicas ?? 0) > 0 || index.podsByOwner.has(idOf(set));
    if (!active) idle.add(set);
  }
  const kept = history > 0 ? [...idle].sort((a, b) => revision(b) - revision(a)).slice(0, history) : [];
  return sets.filter((set) => !idle.has(set) || kept.includes(set));
}

const revision = (set: KubeObject): number =>
  Number(set.metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? 0);

export function deploymentState(object: KubeObject): State {
  const { spec, status, metadata } = asDeployment(object);
  if (metadata?.deletionTimestamp) return 'terminating';
  const desired = spec?.replicas ?? 1;
  const progressing = status?.conditions?.find((entry) => entry.type === 'Progressing');
  if (progressing?.status === 'False') return 'failing';
  const seen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  const updated =
    (status?.updatedReplicas ?? 0) >= desired && (status?.replicas ?? 0) === (status?.updatedReplicas ?? 0);
  return seen && updated && (status?.readyReplicas ?? 0) >= desired ? 'ready' : 'starting';
}

/** A ReplicaSet: wanted and ready, or kept at 0 to go back to. */
import { asReplicaSet, itemsOf, ownerOf } from '../../graph/cluster-index.ts';
import { why, type Explain } from '../why.ts';

export const explainReplicaSet: Explain = (object, objects) => {
  const { spec, status } = asReplicaSet(object);
  const desired = spec?.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  const siblings = itemsOf(objects, 'ReplicaSet').filter(
    (other) => ownerOf(other) !== undefined && ownerOf(other) === ownerOf(object),
  );
  if (desired === 0 && siblings.length > 1) return { why: [why('rsOld')] };
  return { state: ready >= desired ? 'ready' : 'starting', why: [why('rsSteady', { desired, ready })] };
};

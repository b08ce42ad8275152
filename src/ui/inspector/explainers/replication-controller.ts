/** A ReplicationController: wanted and ready. */
import { asReplicationController } from '../../graph/cluster-index.ts';
import { why, type Explain } from '../why.ts';

export const explainReplicationController: Explain = (object) => {
  const { spec, status } = asReplicationController(object);
  const desired = spec?.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  return { state: ready >= desired ? 'ready' : 'starting', why: [why('rsSteady', { desired, ready })] };
};

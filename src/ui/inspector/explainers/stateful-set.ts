/** A StatefulSet: which Pod the others wait for, and how far an update has come. */
import { asPod, asStatefulSet, idOf, itemsOf, ownerOf } from '../../graph/cluster-index.ts';
import { podStatus, type Why } from '../../graph/status.ts';
import { statefulSetState } from '../../graph/workload-kinds/stateful-set.ts';
import { why, type Explain } from '../why.ts';

export const explainStatefulSet: Explain = (object, objects) => {
  const { spec, status } = asStatefulSet(object);
  const desired = spec?.replicas ?? 1;
  const reasons: Why[] = [];
  const updating = status?.updateRevision !== undefined && status.updateRevision !== status.currentRevision;
  if (updating) reasons.push(why('setUpdate', { updated: status.updatedReplicas ?? 0, desired }));
  const partition = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  if (updating && partition > 0) reasons.push(why('setPartition', { partition }));
  if (updating && spec?.updateStrategy?.type === 'OnDelete') reasons.push(why('setOnDelete'));
  reasons.push(why('setCount', { ready: status?.readyReplicas ?? 0, desired }));
  const waiting = itemsOf(objects, 'Pod').find(
    (pod) => ownerOf(pod) === idOf(object) && podStatus(asPod(pod)).state !== 'ready',
  );
  if (waiting && spec?.podManagementPolicy !== 'Parallel' && (status?.replicas ?? 0) < desired)
    reasons.push(why('stsOrder', { pod: waiting.metadata?.name ?? '' }));
  return { state: statefulSetState(object), why: reasons };
};

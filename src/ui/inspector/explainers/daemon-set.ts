/** A DaemonSet: on how many machines it should be, and is. */
import { asDaemonSet } from '../../graph/cluster-index.ts';
import type { Why } from '../../graph/status.ts';
import { daemonSetState } from '../../graph/workload-kinds/daemon-set.ts';
import { why, type Explain } from '../why.ts';

export const explainDaemonSet: Explain = (object) => {
  const { spec, status } = asDaemonSet(object);
  const desired = status?.desiredNumberScheduled ?? 0;
  const updated = status?.updatedNumberScheduled ?? 0;
  const reasons: Why[] = [
    desired > 0 ? why('dsMachines', { desired, ready: status?.numberReady ?? 0 }) : why('dsNone'),
  ];
  if (updated < desired && (object.metadata?.generation ?? 1) > 1) {
    reasons.push(why('setUpdate', { updated, desired }));
    if (spec?.updateStrategy?.type === 'OnDelete') reasons.push(why('setOnDelete'));
  }
  return { state: daemonSetState(object), why: reasons };
};

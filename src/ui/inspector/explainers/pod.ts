/** A Pod: its containers' states; and when nobody chooses machines, that. */
import { asPod, nodeIsReady } from '../../graph/cluster-index.ts';
import { podStatus } from '../../graph/status.ts';
import { isDown, why, type Explain } from '../why.ts';

export const explainPod: Explain = (object, objects) => {
  const pod = asPod(object);
  const node = pod.spec?.nodeName ? objects['Node']?.get(pod.spec.nodeName) : undefined;
  const status = podStatus(pod, nodeIsReady(node));
  const waits = status.why[0]?.key === 'unscheduled' && isDown('kube-scheduler', objects);
  return waits ? { ...status, why: [why('schedulerDown')] } : status;
};

/** A Node: whether its kubelet reports, and whether it takes Pods. */
import { asNode, asPod, itemsOf } from '../../graph/cluster-index.ts';
import type { State } from '../../graph/status.ts';
import { why, type Explain } from '../why.ts';

export const explainNode: Explain = (object, objects) => {
  const { spec, status, metadata } = asNode(object);
  const ready = status?.conditions?.find((entry) => entry.type === 'Ready');
  const pods = itemsOf(objects, 'Pod').filter((pod) => asPod(pod).spec?.nodeName === metadata?.name).length;
  const first =
    ready?.status === 'True'
      ? why('nodeReady', { pods })
      : why('nodeNotReady', { message: ready?.message ?? ready?.reason ?? '' });
  const state: State = ready?.status === 'True' ? 'ready' : ready?.status === 'False' ? 'failing' : 'unknown';
  return { state, why: spec?.unschedulable ? [first, why('nodeCordoned')] : [first] };
};

/** The taint eviction controller (pkg/controller/tainteviction/taint_eviction.go): Pods that do not tolerate a NoExecute taint go. */
import type { Node, Pod, Taint } from 'kubernetes-types/core/v1';
import type { Timer } from '../../time/clock.ts';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import { keyOf } from '../runtime/keys.ts';
import { NODES, PODS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import { tolerates } from '../runtime/tolerations.ts';
import { byNode } from './pod-state.ts';

interface Scheduled {
  /** ms since the epoch. */
  at: number;
  timer: Timer;
}

export const taintEvictionController = defineController({
  name: 'taint-eviction-controller',
  serviceAccount: 'node-controller',
  start(context) {
    const { queue, clock } = context;
    const scheduled = new Map<string, Scheduled>();
    const wake = (pod: Pod): void => {
      if (pod.spec?.nodeName) queue.add(keyOf(pod));
    };
    const nodes = context.watch<Node>(NODES, {
      update(node, old) {
        if (JSON.stringify(node.spec?.taints) === JSON.stringify(old.spec?.taints)) return;
        for (const pod of pods.byIndex(byNode, node.metadata?.name ?? '')) wake(pod);
      },
    });
    const cancel = (key: string): boolean => {
      const known = scheduled.get(key);
      known?.timer.cancel();
      return scheduled.delete(key);
    };
    const pods = context.watch<Pod>(PODS, {
      add: wake,
      update(pod, old) {
        if (pod.spec?.nodeName !== old.spec?.nodeName || pod.spec?.tolerations !== old.spec?.tolerations) wake(pod);
      },
      delete: (pod) => void cancel(keyOf(pod)),
    });
    return (key) => {
      const pod = pods.getByKey(key);
      const taints =
        nodes.getByKey(pod?.spec?.nodeName ?? '')?.spec?.taints?.filter((taint) => taint.effect === 'NoExecute') ?? [];
      if (!pod || pod.metadata?.deletionTimestamp) return;
      const end = evictionTime(pod, taints, clock.now());
      const known = scheduled.get(key);
      if (end === undefined) {
        if (cancel(key))
          context.events.record(PODS, pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${key}`);
        return;
      }
      // An earlier date stands: a taint that comes later must not prolong the stay.
      const at = known ? Math.min(known.at, end) : end;
      if (at <= clock.now()) {
        cancel(key);
        return evict(context, pod);
      }
      if (known?.at === at) return;
      cancel(key);
      scheduled.set(key, { at, timer: clock.after(at - clock.now(), () => queue.add(key)) });
    };
  },
});

/** ms since the epoch at which the Pod must go, undefined when it may stay. */
function evictionTime(pod: Pod, taints: readonly Taint[], now: number): number | undefined {
  let end: number | undefined;
  for (const taint of taints) {
    const used = (pod.spec?.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
    if (used.length === 0) return now;
    for (const { tolerationSeconds } of used) {
      if (tolerationSeconds === undefined) continue;
      // Counted from the taint, so that a restart of this controller does not prolong it.
      const from = taint.timeAdded ? Date.parse(taint.timeAdded) : now;
      const at = from + Math.max(0, tolerationSeconds) * 1000;
      if (end === undefined || at < end) end = at;
    }
  }
  return end;
}

function evict({ session, clock, events }: ControllerContext, pod: Pod): void {
  const { namespace, name = '', uid } = pod.metadata ?? {};
  events.record(PODS, pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${keyOf(pod)}`);
  const disruption = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    lastTransitionTime: rfc3339(clock.now()),
  };
  const others = (pod.status?.conditions ?? []).filter((condition) => condition.type !== disruption.type);
  try {
    session.patch(
      PODS,
      namespace,
      name,
      'application/merge-patch+json',
      { metadata: { uid }, status: { conditions: [...others, disruption] } },
      { subresource: 'status' },
    );
    session.delete(PODS, namespace, name, uid ? { preconditions: { uid } } : {});
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}

/** The Pod garbage collector (pkg/controller/podgc/gc_controller.go): Pods of Nodes that are gone, and unscheduled ones told to go. */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import { defineController } from '../runtime/define-controller.ts';
import { keyOf } from '../runtime/keys.ts';
import { NODES, PODS } from '../runtime/resources.ts';

const PERIOD = 20_000;
/** ms that a Node may be missing before its Pods are taken to be lost. */
const QUARANTINE = 40_000;

export const podGarbageCollector = defineController({
  name: 'pod-garbage-collector',
  start({ clock, queue, session, watch }) {
    const missing = new Map<string, number>();
    const nodes = watch<Node>(NODES, { add: (node) => void missing.delete(node.metadata?.name ?? '') });
    const pods = watch<Pod>(PODS, {});
    const round = (): void => {
      for (const pod of pods.values()) {
        const node = pod.spec?.nodeName;
        if (!node) {
          if (pod.metadata?.deletionTimestamp) queue.add(keyOf(pod));
        } else if (!nodes.getByKey(node)) {
          if (!missing.has(node)) missing.set(node, clock.now());
          if (clock.now() - (missing.get(node) ?? 0) >= QUARANTINE) queue.add(keyOf(pod));
        }
      }
      clock.after(PERIOD, round);
    };
    clock.after(PERIOD, round);
    return (key) => {
      const pod = pods.getByKey(key);
      if (!pod || (pod.spec?.nodeName && nodes.getByKey(pod.spec.nodeName))) return;
      try {
        session.delete(PODS, pod.metadata?.namespace, pod.metadata?.name ?? '', { gracePeriodSeconds: 0 });
      } catch (error) {
        if (!isStatusError(error, 'NotFound')) throw error;
      }
    };
  },
});

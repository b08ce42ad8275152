/**
 * One watch of all Pods for all kubelets of the process, told apart by node.
 * Simplified: a real kubelet watches with `fieldSelector=spec.nodeName=…`; thousands of such watches in one process
 * would each be asked about every event.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import type { Informer } from '../runtime/informer.ts';
import type { InformerFactory } from '../runtime/informer-factory.ts';
import { PODS } from '../runtime/resources.ts';

export interface PodHandlers {
  set(pod: Pod): void;
  removed(pod: Pod): void;
}

export interface PodDispatch {
  /** Tells of the node's Pods as they are, then of each change. Returns how to stop. */
  subscribe(node: string, handlers: PodHandlers): () => void;
  stop(): void;
}

const byNode = (pod: Pod): readonly string[] => (pod.spec?.nodeName ? [pod.spec.nodeName] : []);

export function createPodDispatch(informers: InformerFactory): PodDispatch {
  const nodes = new Map<string, PodHandlers>();
  const pods: Informer<Pod> = informers.for<Pod>(PODS);
  // Built before anyone subscribes, so that it is there when the first node asks.
  pods.byIndex(byNode, '');
  const handlers = (pod: Pod): PodHandlers | undefined =>
    pod.spec?.nodeName ? nodes.get(pod.spec.nodeName) : undefined;
  const unsubscribe = pods.subscribe({
    add: (pod) => handlers(pod)?.set(pod),
    update: (pod) => handlers(pod)?.set(pod),
    delete: (pod) => handlers(pod)?.removed(pod),
  });
  return {
    subscribe(node, mine) {
      nodes.set(node, mine);
      for (const pod of Array.from(pods.byIndex(byNode, node))) mine.set(pod);
      return () => {
        if (nodes.get(node) === mine) nodes.delete(node);
      };
    },
    stop: unsubscribe,
  };
}

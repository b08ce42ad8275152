/** What an explanation is made of. */
import type { KubeObject } from '../../api/object.ts';
import { asPod, itemsOf, namespaceOf, type Objects } from '../graph/cluster-index.ts';
import { podStatus, type State, type Why } from '../graph/status.ts';

export interface Explanation {
  /** Absent for kinds that have no state of their own. */
  state?: State;
  /** Kubernetes' word where it has one (`CrashLoopBackOff`). */
  word?: string;
  why: readonly Why[];
}

export type Explain = (object: KubeObject, objects: Objects) => Explanation;

export const why = (key: Why['key'], params: Why['params'] = {}): Why => ({ key, params });

/** True when the control plane can be seen as Pods, but not this part of it. */
export function isDown(component: string, objects: Objects): boolean {
  const ready = new Set(
    itemsOf(objects, 'Pod')
      .filter((pod) => namespaceOf(pod) === 'kube-system' && podStatus(asPod(pod)).state === 'ready')
      .map((pod) => pod.metadata?.labels?.['component']),
  );
  return ready.has('kube-apiserver') && !ready.has(component);
}

/** Says first that nobody is at work, where the controller-manager is what would be. */
export const managed =
  (explain: Explain): Explain =>
  (object, objects) => {
    const told = explain(object, objects);
    return isDown('kube-controller-manager', objects) ? { ...told, why: [why('managerDown'), ...told.why] } : told;
  };

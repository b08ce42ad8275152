/** A Pod that the kubelet does not take (kubelet.go: rejectPod). */
import type { Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import { PODS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import type { Refusal } from './admission.ts';
import type { NodeContext } from './node-context.ts';

/** True for a Pod of which no kubelet has said anything yet. */
export const isNew = ({ status, metadata }: Pod): boolean =>
  status?.phase === 'Pending' && status.startTime === undefined && metadata?.deletionTimestamp === undefined;

export function reject({ clock, events, session }: NodeContext, pod: Pod, { reason, message }: Refusal): void {
  events.record(PODS, pod, 'Warning', reason, message);
  const { namespace, name = '', uid } = pod.metadata ?? {};
  const status = {
    phase: 'Failed',
    reason,
    message: `Pod was rejected: ${message}`,
    startTime: rfc3339(clock.now()),
    ...(pod.metadata?.generation !== undefined && { observedGeneration: pod.metadata.generation }),
  };
  const patch = { metadata: { uid }, status };
  try {
    session.patch(PODS, namespace, name, 'application/merge-patch+json', patch, { subresource: 'status' });
  } catch (error) {
    if (!isStatusError(error)) throw error;
  }
}

/**
 * When what an endpoint controller is about to publish was caused (staging/src/k8s.io/endpointslice/trigger_time_tracker.go):
 * the earliest change of a Pod's readiness, or of the Service itself, since the last time it was asked.
 */
import type { Pod, Service } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { keyOf } from '../runtime/keys.ts';
import { TRIGGER_TIME } from './service-pods.ts';

interface Known {
  service: string;
  pods: ReadonlyMap<string, string>;
}

const readySince = (pod: Pod): string | undefined =>
  pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;

/** `metadata` with the annotation set, or taken off where there is no time. */
export function withTriggerTime(metadata: ObjectMeta, time: string | undefined): ObjectMeta {
  const { [TRIGGER_TIME]: _, ...kept } = metadata.annotations ?? {};
  const annotations = time === undefined ? kept : { ...kept, [TRIGGER_TIME]: time };
  const { annotations: __, ...others } = metadata;
  return Object.keys(annotations).length > 0 ? { ...others, annotations } : others;
}

export class TriggerTimes {
  private readonly known = new Map<string, Known>();

  /** RFC 3339; undefined when nothing that has a time changed. */
  changed(service: Service, pods: readonly Pod[]): string | undefined {
    const key = keyOf(service);
    const before = this.known.get(key);
    const created = service.metadata?.creationTimestamp ?? '';
    let earliest = created > (before?.service ?? '') ? created : undefined;
    const now = new Map<string, string>();
    for (const pod of pods) {
      const name = pod.metadata?.name ?? '';
      const at = readySince(pod);
      if (!at) continue;
      now.set(name, at);
      if (at > (before?.pods.get(name) ?? '') && (earliest === undefined || at < earliest)) earliest = at;
    }
    this.known.set(key, { service: created, pods: now });
    return earliest;
  }

  forget(service: Service): void {
    this.known.delete(keyOf(service));
  }
}

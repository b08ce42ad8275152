/** Events (core v1) as the page shows them, the latest first. */
import type { Event } from 'kubernetes-types/core/v1';
import type { Collection } from '../live/live-store.ts';
import type { ObjectRef } from '../panels/contract.ts';

export interface ReadEvent {
  id: string;
  time: string;
  warning: boolean;
  reason: string;
  message: string;
  count: number;
  ref: ObjectRef;
}

export function readEvents(events: Collection): ReadEvent[] {
  const read = [...events.values()].map((object): ReadEvent => {
    const event = object as unknown as Event;
    const { kind = '', name = '', namespace } = event.involvedObject;
    const time =
      event.series?.lastObservedTime ??
      event.lastTimestamp ??
      event.eventTime ??
      event.metadata.creationTimestamp ??
      '';
    return {
      id: `${event.metadata.namespace}/${event.metadata.name}`,
      time,
      warning: event.type === 'Warning',
      reason: event.reason ?? '',
      message: event.message ?? '',
      count: event.series?.count ?? event.count ?? 1,
      ref: { kind, name, ...(namespace ? { namespace } : {}) },
    };
  });
  return read.sort((a, b) => b.time.localeCompare(a.time));
}

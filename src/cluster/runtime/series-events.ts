/**
 * The recorder of events.k8s.io/v1 (client-go/tools/events), as the scheduler uses it: an eventTime instead of first and
 * last time, a reporting controller instead of a source, and a series when the same happens again.
 */
import type { Event } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { Clock } from '../../time/clock.ts';
import { type EventType, referenceTo, suffixOf } from './events.ts';
import type { Meta } from './keys.ts';
import { EVENTS, type KindedResource } from './resources.ts';
import { rfc3339Micro } from './time.ts';
import type { Session } from './verbs.ts';

export interface SeriesRecorder {
  record(kind: KindedResource, object: Meta, type: EventType, reason: string, action: string, note: string): void;
}

/** After this many ms without a repetition a series is over (finishTime). */
const FINISHED = 360_000;
const MAX_REMEMBERED = 1024;

interface Known {
  namespace: string;
  name: string;
  count: number;
  at: number;
}

export function createSeriesRecorder(
  session: Session,
  clock: Clock,
  controller: string,
  instance: string,
): SeriesRecorder {
  const known = new Map<string, Known>();
  let sequence = 0;
  return {
    record(kind, object, type, reason, action, note) {
      const involved = referenceTo(kind, object);
      // Only what may happen again is remembered: success ends the matter.
      const id = type === 'Normal' ? '' : JSON.stringify([involved.uid, involved.name, type, reason, action, note]);
      const now = clock.now();
      const old = known.get(id);
      try {
        if (old && now - old.at < FINISHED) {
          repeat(session, old, now);
          return;
        }
        const namespace = involved.namespace ?? 'default';
        const name = `${involved.name}.${suffixOf(now, sequence++)}`;
        session.create<Event>(EVENTS, namespace, {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name, namespace },
          involvedObject: involved,
          reason,
          message: note,
          type,
          eventTime: rfc3339Micro(now),
          action,
          reportingComponent: controller,
          reportingInstance: instance,
        });
        if (id === '') return;
        if (known.size >= MAX_REMEMBERED) known.clear();
        known.set(id, { namespace, name, count: 1, at: now });
      } catch (error) {
        if (!isStatusError(error)) throw error;
        known.delete(id);
      }
    },
  };
}

/** Upstream writes the first repetition at once and later ones when the series is refreshed. */
function repeat(session: Session, known: Known, now: number): void {
  known.count++;
  known.at = now;
  if (known.count !== 2) return;
  const patch = { series: { count: 2, lastObservedTime: rfc3339Micro(now) } };
  session.patch(EVENTS, known.namespace, known.name, 'application/strategic-merge-patch+json', patch);
}

/** The event recorder (client-go/tools/record/event.go): what happened to an object, written as core/v1 Events. */
import type { Event, ObjectReference } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { Clock } from '../../time/clock.ts';
import { EventCorrelator } from './event-correlator.ts';
import type { Meta } from './keys.ts';
import { type KindedResource, EVENTS } from './resources.ts';
import { rfc3339 } from './time.ts';
import type { Session } from './verbs.ts';

export type EventType = 'Normal' | 'Warning';

export interface EventRecorder {
  /** Never throws for what the API answers: an event that cannot be written is lost. */
  record(
    kind: Pick<KindedResource, 'kind' | 'apiVersion'>,
    object: Meta,
    type: EventType,
    reason: string,
    message: string,
    fieldPath?: string,
  ): void;
}

export interface EventSource {
  component: string;
  host?: string;
}

export function createEventRecorder(session: Session, clock: Clock, source: EventSource): EventRecorder {
  const correlator = new EventCorrelator();
  let sequence = 0;
  return {
    record(kind, object, type, reason, text, fieldPath) {
      const involved = referenceTo(kind, object, fieldPath);
      const about = involved.uid || `${involved.kind} ${involved.namespace}/${involved.name}`;
      const at = clock.now();
      const known = correlator.correlate(about, { type, reason, message: text, fieldPath, at });
      if (!known) return;
      const { message } = known;
      const now = rfc3339(at);
      try {
        known.event = known.event
          ? recount(session, known.event, message, now)
          : create(session, { involved, type, reason, message, now, source, suffix: suffixOf(at, sequence++) });
      } catch (error) {
        if (!isStatusError(error)) throw error;
        known.event = undefined;
      }
    },
  };
}

interface Draft {
  involved: ObjectReference;
  type: EventType;
  reason: string;
  message: string;
  now: string;
  source: EventSource;
  suffix: string;
}

function create(session: Session, draft: Draft): Event {
  const namespace = draft.involved.namespace ?? 'default';
  return session.create<Event>(EVENTS, namespace, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${draft.involved.name}.${draft.suffix}`, namespace },
    involvedObject: draft.involved,
    reason: draft.reason,
    message: draft.message,
    source: { ...draft.source },
    firstTimestamp: draft.now,
    lastTimestamp: draft.now,
    count: 1,
    type: draft.type,
    reportingComponent: draft.source.component,
    reportingInstance: draft.source.host ?? '',
  });
}

function recount(session: Session, old: Event, message: string, now: string): Event {
  const patch = { count: (old.count ?? 1) + 1, lastTimestamp: now, message };
  const { namespace, name } = old.metadata;
  return session.patch<Event>(EVENTS, namespace, name ?? '', 'application/strategic-merge-patch+json', patch);
}

/** The object as an event names it. */
export function referenceTo(
  kind: Pick<KindedResource, 'kind' | 'apiVersion'>,
  object: Meta,
  fieldPath?: string,
): ObjectReference {
  const { name, namespace, uid, resourceVersion } = object.metadata ?? {};
  return {
    kind: kind.kind,
    ...(namespace ? { namespace } : {}),
    name: name ?? '',
    ...(uid ? { uid } : {}),
    apiVersion: kind.apiVersion,
    ...(resourceVersion ? { resourceVersion } : {}),
    ...(fieldPath ? { fieldPath } : {}),
  };
}

/** Upstream: nanoseconds since the epoch in hex. Ours: the millisecond, and a count below it. */
export function suffixOf(now: number, sequence: number): string {
  return (BigInt(now) * 1_000_000n + BigInt(sequence % 1_000_000)).toString(16).padStart(16, '0');
}

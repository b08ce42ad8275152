/**
 * The event recorder (client-go/tools/record): what happened to an object, written as core/v1 Events. The same event
 * again only counts up (events_cache.go's EventLogger); from the tenth similar one within ten minutes they are
 * combined (EventAggregator); each source and object may send 25 at once and one in five minutes after that.
 */
import type { Event, ObjectReference } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { Clock } from '../../time/clock.ts';
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

const AGGREGATE_FROM = 10;
const AGGREGATE_INTERVAL = 600_000;
const BURST = 25;
const REFILL = 300_000;
const MAX_REMEMBERED = 4096;

interface Similar {
  /** The first one alone until there is another: most events come once. */
  messages: string | Set<string>;
  last: number;
}
interface Budget {
  tokens: number;
  at: number;
}

export function createEventRecorder(session: Session, clock: Clock, source: EventSource): EventRecorder {
  const known = new Map<string, Event>();
  const similar = new Map<string, Similar>();
  const budgets = new Map<string, Budget>();
  let sequence = 0;

  const allowed = (object: string): boolean => {
    const now = clock.now();
    const budget = budgets.get(object) ?? { tokens: BURST, at: now };
    budget.tokens = Math.min(BURST, budget.tokens + (now - budget.at) / REFILL);
    budget.at = now;
    remember(budgets, object, budget);
    if (budget.tokens < 1) return false;
    budget.tokens -= 1;
    return true;
  };
  const aggregated = (group: string, message: string): boolean => {
    const now = clock.now();
    let entry = similar.get(group);
    if (!entry || now - entry.last > AGGREGATE_INTERVAL) entry = { messages: message, last: now };
    entry.last = now;
    if (typeof entry.messages !== 'string') entry.messages.add(message);
    else if (entry.messages !== message) entry.messages = new Set([entry.messages, message]);
    remember(similar, group, entry);
    return typeof entry.messages !== 'string' && entry.messages.size >= AGGREGATE_FROM;
  };

  return {
    record(kind, object, type, reason, text, fieldPath) {
      const involved = referenceTo(kind, object, fieldPath);
      // None of these can hold a blank.
      const about = `${involved.kind} ${involved.namespace} ${involved.name} ${involved.uid} ${fieldPath}`;
      const group = `${about} ${type} ${reason}`;
      const combined = aggregated(group, text);
      const message = combined ? `(combined from similar events): ${text}` : text;
      const id = combined ? group : `${group} ${text}`;
      if (!allowed(about)) return;
      const now = rfc3339(clock.now());
      const old = known.get(id);
      try {
        const event = old
          ? recount(session, old, message, now)
          : create(session, {
              involved,
              type,
              reason,
              message,
              now,
              source,
              suffix: suffixOf(clock.now(), sequence++),
            });
        remember(known, id, event);
      } catch (error) {
        if (!isStatusError(error)) throw error;
        known.delete(id);
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

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= MAX_REMEMBERED) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    break;
  }
}

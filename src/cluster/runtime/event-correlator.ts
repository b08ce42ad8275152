/**
 * Which events are written, and which only count up (client-go/tools/record/events_cache.go, EventCorrelator): the same
 * event again is counted on the first; from the tenth similar one within ten minutes they are combined; each object may
 * send 25 at once and one in five minutes after that.
 */
import type { Event } from 'kubernetes-types/core/v1';

const AGGREGATE_FROM = 10;
const AGGREGATE_INTERVAL = 600_000;
const BURST = 25;
const REFILL = 300_000;
/** Objects remembered; the one longest silent is forgotten first. */
const MAX_REMEMBERED = 4096;

export interface Occurrence {
  type: string;
  reason: string;
  message: string;
  fieldPath: string | undefined;
  /** ms since the epoch. */
  at: number;
}

/** What was written of one message; `event` is undefined until it was, and when that failed. */
export interface Written {
  event: Event | undefined;
  /** As it is to be written now. */
  message: string;
}

interface Memory extends Written {
  fieldPath: string | undefined;
}

/** Events of one object that differ in nothing but their message. */
interface Similar {
  type: string;
  reason: string;
  /** The first one alone until there is another: most events come once. */
  messages: string | Set<string>;
  last: number;
  written: Memory[];
  combined: Memory | undefined;
}

interface Subject {
  tokens: number;
  at: number;
  similar: Similar[];
}

export class EventCorrelator {
  private readonly subjects = new Map<string, Subject>();

  /** `about` names the object. Undefined when it has said too much. */
  correlate(about: string, occurrence: Occurrence): Written | undefined {
    const { at } = occurrence;
    const subject = this.subjects.get(about) ?? { tokens: BURST, at, similar: [] };
    this.remember(about, subject);
    const similar = groupOf(subject, occurrence);
    const combine = isTenth(similar, occurrence);
    subject.tokens = Math.min(BURST, subject.tokens + (at - subject.at) / REFILL);
    subject.at = at;
    if (subject.tokens < 1) return undefined;
    subject.tokens -= 1;
    return combine ? combined(similar, occurrence) : single(similar, occurrence);
  }

  private remember(about: string, subject: Subject): void {
    this.subjects.delete(about);
    this.subjects.set(about, subject);
    if (this.subjects.size <= MAX_REMEMBERED) return;
    for (const oldest of this.subjects.keys()) {
      this.subjects.delete(oldest);
      break;
    }
  }
}

function groupOf({ similar }: Subject, { type, reason, message, at }: Occurrence): Similar {
  let group = similar.find((one) => one.reason === reason && one.type === type);
  if (!group) similar.push((group = { type, reason, messages: message, last: at, written: [], combined: undefined }));
  return group;
}

function isTenth(group: Similar, { message, at }: Occurrence): boolean {
  if (at - group.last > AGGREGATE_INTERVAL) group.messages = message;
  group.last = at;
  if (typeof group.messages !== 'string') group.messages.add(message);
  else if (group.messages !== message) group.messages = new Set([group.messages, message]);
  return typeof group.messages !== 'string' && group.messages.size >= AGGREGATE_FROM;
}

function combined(group: Similar, { message, fieldPath }: Occurrence): Written {
  group.combined ??= { event: undefined, message, fieldPath };
  group.combined.message = `(combined from similar events): ${message}`;
  return group.combined;
}

function single(group: Similar, { message, fieldPath }: Occurrence): Written {
  let known = group.written.find((one) => one.message === message && one.fieldPath === fieldPath);
  if (known) return known;
  if (group.written.length >= AGGREGATE_FROM) group.written.shift();
  group.written.push((known = { event: undefined, message, fieldPath }));
  return known;
}

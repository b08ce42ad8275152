/** What is written, counted up, combined and dropped (client-go/tools/record/events_cache_test.go in miniature). */
import type { Event } from 'kubernetes-types/core/v1';
import { expect, test } from 'vitest';
import { EventCorrelator, type Occurrence } from './event-correlator.ts';

const EVENT = { metadata: { name: 'first' }, involvedObject: {} } as Event;
const said = (message: string, more: Partial<Occurrence> = {}): Occurrence => ({
  type: 'Normal',
  reason: 'Created',
  message,
  fieldPath: undefined,
  at: 0,
  ...more,
});

test('the same again is found again, another container is another event', () => {
  const correlator = new EventCorrelator();
  const first = correlator.correlate('uid', said('a'))!;
  first.event = EVENT;
  expect(correlator.correlate('uid', said('a'))?.event).toBe(EVENT);
  expect(correlator.correlate('uid', said('a', { fieldPath: 'spec.containers{b}' }))?.event).toBeUndefined();
  expect(correlator.correlate('other', said('a'))?.event).toBeUndefined();
});

test('the tenth similar one within ten minutes is combined', () => {
  const correlator = new EventCorrelator();
  for (let i = 1; i < 10; i++) expect(correlator.correlate('uid', said(`${i}`))?.message).toBe(`${i}`);
  expect(correlator.correlate('uid', said('10'))?.message).toBe('(combined from similar events): 10');
  expect(correlator.correlate('uid', said('11', { at: 600_001 }))?.message).toBe('11');
});

test('an object sends 25 at once and one in five minutes', () => {
  const correlator = new EventCorrelator();
  for (let i = 0; i < 25; i++) expect(correlator.correlate('uid', said('a'))).toBeDefined();
  expect(correlator.correlate('uid', said('a', { at: 299_000 }))).toBeUndefined();
  expect(correlator.correlate('uid', said('a', { at: 300_000 }))).toBeDefined();
  expect(correlator.correlate('uid', said('a', { at: 300_000 }))).toBeUndefined();
  expect(correlator.correlate('other', said('a', { at: 300_000 }))).toBeDefined();
});

/** Events about one object, the latest first. */
import { useMemo } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { readEvents } from '../events/read-events.ts';
import { useWords } from '../i18n/language.ts';
import { secondsSince, useClusterTime } from '../live/cluster-time.ts';
import { collection, useLive } from '../live/live-store.ts';

export function ObjectEvents({ object }: { object: KubeObject }) {
  const words = useWords();
  const all = useLive((state) => collection(state, 'Event'));
  const now = useClusterTime((state) => state.now);
  const { kind, metadata } = object;
  const events = useMemo(
    () =>
      readEvents(all).filter(
        (event) =>
          event.ref.kind === kind &&
          event.ref.name === metadata?.name &&
          (event.ref.namespace ?? '') === (metadata?.namespace ?? ''),
      ),
    [all, kind, metadata?.name, metadata?.namespace],
  );
  if (events.length === 0) return <p className="tp-muted">{words.inspector.noEvents}</p>;
  return (
    <ol className="tp-event-list">
      {events.map((event) => (
        <li key={event.id} data-warning={event.warning || undefined}>
          <span>
            {words.age(secondsSince(event.time, now))} · {event.warning ? `${words.events.warning} · ` : ''}
            {event.reason}
            {event.count > 1 ? ` ×${event.count}` : ''}
          </span>
          <p>{event.message}</p>
        </li>
      ))}
    </ol>
  );
}

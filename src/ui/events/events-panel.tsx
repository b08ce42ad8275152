/** All events as a live table; the object of each opens in the inspector. */
import { useMemo, useState } from 'react';
import { useWords } from '../i18n/language.ts';
import { secondsSince, useClusterTime } from '../live/cluster-time.ts';
import { collection, useLive } from '../live/live-store.ts';
import type { PanelProps } from '../panels/contract.ts';
import './events.css';
import { readEvents } from './read-events.ts';

const shownAtMost = 300;

export default function EventsPanel({ studio }: PanelProps) {
  const words = useWords();
  const [warningsOnly, setWarningsOnly] = useState(false);
  const all = useLive((state) => collection(state, 'Event'));
  const now = useClusterTime((state) => state.now);
  const events = useMemo(
    () =>
      readEvents(all)
        .filter((event) => !warningsOnly || event.warning)
        .slice(0, shownAtMost),
    [all, warningsOnly],
  );
  return (
    <div className="tp-events" tabIndex={0}>
      <label className="tp-events-filter">
        <input type="checkbox" checked={warningsOnly} onChange={(event) => setWarningsOnly(event.target.checked)} />{' '}
        {words.events.warningsOnly}
      </label>
      {events.length === 0 ? (
        <p className="tp-note">{words.events.empty}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{words.events.time}</th>
              <th>{words.events.reason}</th>
              <th>{words.events.object}</th>
              <th>{words.events.message}</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.id} data-warning={event.warning || undefined}>
                <td>{words.age(secondsSince(event.time, now))}</td>
                <td>
                  {event.warning && <span className="tp-events-mark" role="img" aria-label={words.events.warning} />}
                  {event.reason}
                  {event.count > 1 && <small> ×{event.count}</small>}
                </td>
                <td>
                  <button type="button" onClick={() => studio.select(event.ref)}>
                    {event.ref.kind}/{event.ref.name}
                  </button>
                </td>
                <td>{event.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

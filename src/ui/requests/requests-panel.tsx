/** The request view: what a command set off, stepped one request at a time, from the API server's own audit. */
import { useEffect, useRef, useState } from 'react';
import type { AuditRecord } from '../../client/controls.ts';
import { realClock } from '../../time/real.ts';
import type { PanelProps } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import { CommandLine } from '../primitives/command-line.tsx';
import { Diagram } from './diagram.tsx';
import { type Flow, flowsOf, partOf, requestText } from './flows.ts';
import './requests.css';
import { requestWords, type RequestWords } from './words.ts';

/** Real ms between looks, and between steps while it plays. */
const LOOK = 500;
const STEP = 1800;
const EXAMPLE = 'kubectl create deployment web --image=nginx';

function useRecords({ controls }: PanelProps['studio']['connection']): readonly AuditRecord[] | undefined {
  const [records, setRecords] = useState<readonly AuditRecord[]>();
  useEffect(() => {
    const life = new AbortController();
    let known: readonly AuditRecord[] = [];
    const look = async (): Promise<void> => {
      while (!life.signal.aborted) {
        const more = (await controls?.audit(known.at(-1)?.seq ?? 0).catch(() => [])) ?? [];
        if (more.length > 0) known = [...known, ...more].slice(-4000);
        setRecords(known);
        await realClock.sleep(LOOK, life.signal).catch(() => undefined);
      }
    };
    void look();
    return () => life.abort(new Error('closed'));
  }, [controls]);
  return records;
}

export default function RequestsPanel({ studio, language }: PanelProps) {
  const words = requestWords[language];
  const records = useRecords(studio.connection);
  const [events, setEvents] = useState(false);
  const [chosen, setChosen] = useState<number>();
  const flows = flowsOf(records ?? [], { events });
  const flow = flows.find(({ first }) => first.seq === chosen) ?? flows.at(-1);
  if (!records) return null;
  if (!flow)
    return (
      <div className="tp-note">
        <p>{words.none}</p>
        <CommandLine command={EXAMPLE} label={words.run} onRun={() => studio.run(EXAMPLE)} />
      </div>
    );
  return (
    <div className="requests-panel">
      <div className="requests-bar">
        <label>
          {words.flow}{' '}
          <select value={flow.first.seq} onChange={(event) => setChosen(Number(event.target.value))}>
            {flows.toReversed().map(({ first }) => (
              <option key={first.seq} value={first.seq}>
                {requestText(first)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input type="checkbox" checked={events} onChange={() => setEvents(!events)} /> {words.events}
        </label>
      </div>
      <Story key={flow.first.seq} flow={flow} words={words} />
    </div>
  );
}

function Story({ flow: { first, requests }, words }: { flow: Flow; words: RequestWords }) {
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const last = requests.length - 1;
  const begin = requests[0]?.at ?? first.at;
  useEffect(() => {
    if (!playing) return undefined;
    const timer = realClock.after(STEP, () => (at < last ? setAt(at + 1) : setPlaying(false)));
    return () => timer.cancel();
  }, [playing, at, last]);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const current = requests[Math.min(at, last)] ?? first;
  const part = partOf(current);
  return (
    <div className="requests-story">
      <div className="requests-stage">
        <Diagram part={part} request={requestText(current)} words={words} />
        <p className="requests-current" aria-live="polite">
          {part && <b>{part.name}</b>} <code>{requestText(current)}</code>
        </p>
        <p className="requests-why">{part && words.why(current, part)}</p>
        <div className="requests-steps">
          <Button look="edge" disabled={at === 0} onClick={() => setAt(at - 1)}>
            {words.back}
          </Button>
          <Button look="accent" disabled={at >= last} onClick={() => setAt(at + 1)}>
            {words.on}
          </Button>
          <Button look="edge" onClick={() => (setAt(playing || at < last ? at : 0), setPlaying(!playing))}>
            {playing ? words.pause : words.play}
          </Button>
          <span className="tp-muted">{words.of(Math.min(at, last) + 1, requests.length)}</span>
        </div>
      </div>
      <ol ref={list} className="requests-list">
        {requests.map((record, index) => (
          <li key={record.seq} aria-current={record === current ? 'step' : undefined}>
            <button type="button" title={requestText(record)} onClick={() => (setPlaying(false), setAt(index))}>
              <span>+{((record.at - begin) / 1000).toFixed(2)} s</span>
              <b>{partOf(record)?.name}</b>
              <code>{requestText(record)}</code>
              <span data-refused={record.code >= 400}>{record.code}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Find an object or an action by a few letters. */
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useWords } from '../i18n/language.ts';
import { findOthers } from '../live/find-others.ts';
import { followedKinds } from '../live/kinds.ts';
import { useLive } from '../live/live-store.ts';
import { KindBadge } from '../marks/kind-badge.tsx';
import type { ObjectRef, Studio } from '../panels/contract.ts';
import { Dialog } from '../primitives/dialog.tsx';
import { usePage } from './page-state.ts';
import { type Perspective, usePreferences } from './preferences.ts';
import './quick-open.css';

interface Found {
  id: string;
  text: string;
  note: string;
  kind?: string;
  run: () => void;
}

/** Those one looks for most, first. */
const first = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod', 'Service', 'Ingress'];
const rest = followedKinds.map(({ kind }) => kind).filter((kind) => !first.includes(kind) && kind !== 'Event');
const kinds = [...first, ...rest];
/** Shorter words would find half the cluster. */
const shortest = 2;

/** Objects of kinds that are not followed, listed as soon as a search begins. */
function useOthers(studio: Studio, searching: boolean): readonly ObjectRef[] {
  const [others, setOthers] = useState<readonly ObjectRef[]>([]);
  useEffect(() => {
    if (!searching) return undefined;
    const stop = new AbortController();
    void findOthers(studio.client, (more) => setOthers((held) => [...held, ...more]), stop.signal).catch(
      () => undefined,
    );
    return () => {
      stop.abort();
      setOthers([]);
    };
  }, [studio, searching]);
  return others;
}

const hit = (ref: ObjectRef, studio: Studio): Found => ({
  id: `${ref.kind}.${ref.group ?? ''}/${ref.namespace}/${ref.name}`,
  text: ref.name,
  note: [ref.kind, ref.namespace].filter(Boolean).join(' · '),
  kind: ref.kind,
  run: () => studio.select(ref),
});

export function QuickOpen({ studio }: { studio: Studio }) {
  const words = useWords();
  const { finding, set } = usePage();
  return (
    <Dialog open={finding} onClose={() => set({ finding: false })} label={words.bar.search} className="tp-find">
      <Finder studio={studio} />
    </Dialog>
  );
}

function useActions(studio: Studio): Found[] {
  const words = useWords();
  const { set, toggle, language, theme } = usePreferences();
  const view = (perspective: Perspective): Found => ({
    id: perspective,
    text: words.view[perspective],
    note: words.panel.graph,
    run: () => set({ perspective }),
  });
  const panel = (name: 'lesson' | 'graph' | 'dock', key: number): Found => ({
    id: name,
    text: words.panel[name],
    note: `Alt ${key}`,
    run: () => toggle(name),
  });
  const run = (command: string): Found => ({
    id: command,
    text: command,
    note: words.panel.terminal,
    run: () => studio.run(command),
  });
  return [
    ...(['traffic', 'owners', 'storage', 'machines', 'plane'] as const).map(view),
    panel('lesson', 1),
    panel('graph', 2),
    panel('dock', 3),
    {
      id: 'language',
      text: words.bar.language,
      note: words.bar.languageHint,
      run: () => set({ language: language === 'ko' ? 'en' : 'ko' }),
    },
    {
      id: 'theme',
      text: theme === 'dark' ? words.bar.light : words.bar.dark,
      note: words.bar.themeHint,
      run: () => set({ theme: theme === 'dark' ? 'light' : 'dark' }),
    },
    run('kubectl get all'),
    run('kubectl get events'),
  ];
}

function Finder({ studio }: { studio: Studio }) {
  const words = useWords();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const actions = useActions(studio);
  const objects = useLive((state) => state.objects);
  const others = useOthers(studio, text.trim().length >= shortest);
  const found = useMemo(() => {
    const words = text.trim().toLowerCase().split(/\s+/);
    const matches = (value: string): boolean => words.every((word) => value.toLowerCase().includes(word));
    const held = kinds.flatMap((kind) =>
      [...(objects[kind]?.values() ?? [])].map(({ metadata }): ObjectRef => {
        const { name = '', namespace } = metadata ?? {};
        return { kind, name, ...(namespace ? { namespace } : {}) };
      }),
    );
    const hits = text.trim() ? [...held, ...others].filter((ref) => matches(`${ref.kind} ${ref.name}`)) : [];
    return [
      ...hits.slice(0, 40).map((ref) => hit(ref, studio)),
      ...actions.filter((action) => matches(`${action.text} ${action.note}`)),
    ];
  }, [text, objects, others, actions, studio]);
  const choose = (entry: Found | undefined): void => {
    if (!entry) return;
    usePage.getState().set({ finding: false });
    entry.run();
  };
  const keys = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setAt((now) => (now + step + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') choose(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div onKeyDown={keys}>
      <input
        className="tp-find-input"
        placeholder={words.find.placeholder}
        aria-label={words.find.placeholder}
        role="combobox"
        aria-expanded="true"
        aria-controls="tp-found"
        aria-activedescendant={found[at] ? `tp-found-${at}` : undefined}
        value={text}
        autoFocus
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      <ul id="tp-found" role="listbox" aria-label={words.bar.search} className="tp-find-list">
        {found.map((entry, index) => (
          <li
            key={entry.id}
            id={`tp-found-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseMove={() => setAt(index)}
            onClick={() => choose(entry)}
          >
            {entry.kind ? <KindBadge kind={entry.kind} size={16} /> : <span className="tp-find-dot" />}
            <span>{entry.text}</span>
            <small>{entry.note}</small>
          </li>
        ))}
        {found.length === 0 && <li className="tp-note">{words.find.none}</li>}
      </ul>
    </div>
  );
}

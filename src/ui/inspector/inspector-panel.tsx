/** What the selected thing is, why it is so, what belongs with it, and the command that tells the same. */
import { useEffect, useState } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { useWords } from '../i18n/language.ts';
import { usePage } from '../layout/page-state.ts';
import { demand } from '../live/demand.ts';
import { collectionOf } from '../live/kinds.ts';
import { findObject, isLost, useLive } from '../live/live-store.ts';
import { KindBadge } from '../marks/kind-badge.tsx';
import { StateMark } from '../marks/state-mark.tsx';
import type { ObjectRef, PanelProps } from '../panels/contract.ts';
import { CopyButton, IconButton } from '../primitives/button.tsx';
import { CommandLine } from '../primitives/command-line.tsx';
import { Tabs, type Tab } from '../primitives/tabs.tsx';
import { Actions, ComponentSwitch } from './actions.tsx';
import { tellingCommand, type InspectorTab } from './commands.ts';
import { isWaiting } from '../graph/status.ts';
import { explain } from './explain.ts';
import { InsideView } from './inside-view.tsx';
import './inspector.css';
import { LogsView } from './logs-view.tsx';
import { ObjectEvents } from './object-events.tsx';
import { Overview } from './overview.tsx';
import { useReasons } from './reasons/use-reasons.ts';
import { YamlView } from './yaml-view.tsx';

export default function InspectorPanel({ studio, language }: PanelProps) {
  const words = useWords();
  const reasons = useReasons();
  const selected = usePage((state) => state.selected);
  const object = useLive((state) => findObject(state, selected));
  const loaded = useLive((state) => selected === null || state.objects[collectionOf(selected)] !== undefined);
  const lost = useLive(isLost);
  const [tab, setTab] = useState<InspectorTab>('overview');
  const inside = usePage((state) => state.inside);
  useEffect(() => (selected ? demand(studio.client, selected) : undefined), [studio, selected]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const typing = (event.target as HTMLElement).closest?.('input, textarea, .xterm, .monaco-editor, dialog');
      if (event.key === 'Escape' && !typing) studio.select(null);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [studio]);
  if (!selected) return null;
  const tabs: Tab<InspectorTab>[] = [
    { id: 'overview', label: words.inspector.overview },
    ...(selected.kind === 'Pod' ? [{ id: 'inside' as const, label: words.inspector.inside }] : []),
    { id: 'yaml', label: words.inspector.yaml },
    { id: 'events', label: words.inspector.events },
    ...(selected.kind === 'Pod' ? [{ id: 'logs' as const, label: words.inspector.logs }] : []),
  ];
  const wanted = inside ? 'inside' : tab;
  const shown = tabs.some((entry) => entry.id === wanted) ? wanted : 'overview';
  const choose = (next: InspectorTab): void => {
    usePage.getState().set({ inside: false });
    setTab(next);
  };
  const command = tellingCommand(selected, shown);
  return (
    <section className="tp-inspector" data-lost={lost || undefined} aria-label={words.panel.inspector}>
      <Heading selected={selected} object={object} onClose={() => studio.select(null)} />
      {object ? (
        <>
          <div className="tp-inspector-tabs">
            <Tabs label={words.panel.inspector} tabs={tabs} active={shown} onChange={choose} panels="tp-inspect" />
          </div>
          <div
            className="tp-inspector-body"
            role="tabpanel"
            id={`tp-inspect-${shown}`}
            aria-labelledby={`tp-inspect-tab-${shown}`}
            tabIndex={0}
          >
            {shown === 'overview' && <Overview key={object.metadata?.uid} object={object} studio={studio} />}
            {shown === 'inside' && <InsideView pod={object} language={language} />}
            {shown === 'yaml' && <YamlView object={object} onEdit={() => studio.openObject(selected)} />}
            {shown === 'events' && <ObjectEvents object={object} />}
            {shown === 'logs' && <LogsView key={object.metadata?.uid} pod={object} client={studio.client} />}
          </div>
          <footer className="tp-inspector-foot">
            <span className="tp-inspector-tells">
              {words.inspector.tells}
              <CopyButton text={command} label={words.inspector.copy} done={words.inspector.copied} />
            </span>
            <CommandLine command={command} label={words.inspector.run} onRun={() => studio.run(command)} />
            <ComponentSwitch target={selected} studio={studio} />
            <Actions key={object.metadata?.uid} object={object} studio={studio} />
          </footer>
        </>
      ) : !loaded ? (
        <p className="tp-note">{reasons.loading}</p>
      ) : (
        <div className="tp-inspector-body">
          <h3>{words.inspector.gone}</h3>
          <p className="tp-muted">{words.inspector.goneHint}</p>
          <ComponentSwitch target={selected} studio={studio} />
        </div>
      )}
    </section>
  );
}

/** Kubernetes' words that say no more than the state does. */
const SAID = new Set(['', 'Running', 'Terminating', 'Completed']);

function Heading({
  selected,
  object,
  onClose,
}: {
  selected: ObjectRef;
  object: KubeObject | undefined;
  onClose: () => void;
}) {
  const words = useWords();
  const objects = useLive((state) => state.objects);
  const { state, word = '' } = object ? explain(object, objects) : {};
  return (
    <header className="tp-inspector-head">
      <KindBadge kind={selected.kind} size={32} />
      <div>
        <span className="tp-card-kind">{selected.kind}</span>
        <h2>{selected.name}</h2>
        {state && (
          <span className="tp-inspector-state" data-state={state}>
            <StateMark state={state} size={14} />
            {[...(isWaiting(word) ? [] : [words.state[state]]), ...(SAID.has(word) ? [] : [word])].join(' · ')}
          </span>
        )}
      </div>
      <IconButton name={words.inspector.close} onClick={onClose}>
        <kbd className="tp-kbd">esc</kbd>
      </IconButton>
    </header>
  );
}

export function ObjectLink({ target: ref, onOpen }: { target: ObjectRef; onOpen: (ref: ObjectRef) => void }) {
  return (
    <button type="button" className="tp-link" onClick={() => onOpen(ref)}>
      <KindBadge kind={ref.kind} size={16} />
      <span>{ref.name}</span>
      <small>{ref.kind}</small>
    </button>
  );
}

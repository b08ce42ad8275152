/** Over the graph: perspectives, the namespace filter, what the marks mean, and the way back to the whole. */
import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { useWords } from '../i18n/language.ts';
import { type Perspective, usePreferences } from '../layout/preferences.ts';
import { collection, useLive } from '../live/live-store.ts';
import { StateMark } from '../marks/state-mark.tsx';
import { IconButton } from '../primitives/button.tsx';
import { Menu } from '../primitives/menu.tsx';
import { Tabs } from '../primitives/tabs.tsx';
import { isSystemNamespace } from './derive.ts';
import { useGraph } from '../live/graph-view.ts';
import type { State } from './status.ts';

const perspectives: readonly Perspective[] = ['traffic', 'owners', 'storage', 'machines', 'plane'];

export function GraphBar({ onFit }: { onFit: () => void }) {
  const words = useWords();
  const { perspective, set } = usePreferences();
  return (
    <div className="tp-graph-bar">
      <Tabs
        look="segment"
        label={words.panel.graph}
        tabs={perspectives.map((id) => ({ id, label: words.view[id] }))}
        active={perspective}
        onChange={(next) => set({ perspective: next })}
      />
      {perspective !== 'plane' && <NamespaceMenu />}
      <Legend />
      <ZoomButtons onFit={onFit} />
    </div>
  );
}

function NamespaceMenu() {
  const words = useWords();
  const { namespace, set } = usePreferences();
  const namespaces = useLive((state) => collection(state, 'Namespace'));
  const names = [...namespaces.keys()].sort(
    (a, b) => Number(isSystemNamespace(a)) - Number(isSystemNamespace(b)) || a.localeCompare(b),
  );
  const said = namespace === '' ? words.graph.allUser : namespace === '*' ? words.graph.system : namespace;
  const choice = (value: string, label: string, close: () => void) => (
    <button
      type="button"
      key={value}
      aria-pressed={namespace === value}
      onClick={() => {
        set({ namespace: value });
        close();
      }}
    >
      {label}
    </button>
  );
  return (
    <Menu label={said} name={`${words.graph.namespaces}: ${said}`}>
      {(close) => (
        <>
          {choice('', words.graph.allUser, close)}
          {choice('*', words.graph.system, close)}
          <hr />
          {names.map((name) => choice(name, name, close))}
        </>
      )}
    </Menu>
  );
}

/** Only the states that are to be seen now, so that it stays short. */
function Legend() {
  const words = useWords();
  const boxes = useGraph((state) => state.layout.boxes);
  const states = useMemo(() => {
    const found = new Set<State>();
    for (const box of boxes) {
      if (box.type === 'pod') found.add(box.pod.status.state);
      if (box.type === 'lane' && box.lane.dense) for (const pod of box.lane.pods) found.add(pod.status.state);
    }
    const order: State[] = ['ready', 'starting', 'terminating', 'failing', 'completed', 'unknown'];
    return order.filter((state) => found.has(state));
  }, [boxes]);
  return (
    <ul className="tp-legend" aria-label={words.graph.legend}>
      {states.map((state) => (
        <li key={state}>
          <StateMark state={state} size={13} />
          {words.state[state]}
        </li>
      ))}
    </ul>
  );
}

function ZoomButtons({ onFit }: { onFit: () => void }) {
  const words = useWords();
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <div className="tp-zoom">
      <IconButton name={words.graph.zoomOut} onClick={() => void zoomOut({ duration: 200 })}>
        −
      </IconButton>
      <IconButton name={words.graph.fit} onClick={onFit}>
        <svg
          width="14"
          height="14"
          viewBox="0 0 14 14"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          aria-hidden="true"
        >
          <path d="M1.5 4.5v-3h3M9.5 1.5h3v3M12.5 9.5v3h-3M4.5 12.5h-3v-3" />
        </svg>
      </IconButton>
      <IconButton name={words.graph.zoomIn} onClick={() => void zoomIn({ duration: 200 })}>
        +
      </IconButton>
    </div>
  );
}

/** Where a panel goes: loaded when first shown, on its own, and behind an error boundary. */
import { lazy, Suspense, type ComponentType } from 'react';
import { useWords } from '../i18n/language.ts';
import { usePreferences } from '../layout/preferences.ts';
import type { PanelComponent, PanelProps, Studio } from './contract.ts';
import { ErrorBoundary } from './error-boundary.tsx';

export type PanelId = 'graph' | 'editor' | 'terminal' | 'lesson' | 'events' | 'browser' | 'inspector';

type Load = () => Promise<{ default: PanelComponent }>;

const found = import.meta.glob<{ default: PanelComponent }>([
  '../graph/graph-panel.tsx',
  '../editor/editor-panel.tsx',
  '../terminal/terminal-panel.tsx',
  '../lesson/lesson-panel.tsx',
  '../events/events-panel.tsx',
  '../browser/browser-panel.tsx',
  '../inspector/inspector-panel.tsx',
]);

const absent: Load = () => Promise.resolve({ default: Absent });

const panel = (id: PanelId): ComponentType<PanelProps> => lazy(found[`../${id}/${id}-panel.tsx`] ?? absent);

const panels: Record<PanelId, ComponentType<PanelProps>> = {
  graph: panel('graph'),
  editor: panel('editor'),
  terminal: panel('terminal'),
  lesson: panel('lesson'),
  events: panel('events'),
  browser: panel('browser'),
  inspector: panel('inspector'),
};

interface SlotProps {
  id: PanelId;
  studio: Studio;
  visible?: boolean;
}

export function PanelSlot({ id, studio, visible = true }: SlotProps) {
  const { language, theme } = usePreferences();
  const words = useWords();
  const Panel = panels[id];
  return (
    <ErrorBoundary>
      <Suspense fallback={<p className="tp-note">{words.loading}</p>}>
        <Panel studio={studio} language={language} theme={theme} visible={visible} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Absent() {
  return <p className="tp-note">{useWords().absent}</p>;
}

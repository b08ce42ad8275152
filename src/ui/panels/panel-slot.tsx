/** Where a panel goes: loaded when first shown, on its own, and behind an error boundary. */
import { lazy, Suspense, type ComponentType } from 'react';
import { useWords } from '../i18n/language.ts';
import { usePreferences } from '../layout/preferences.ts';
import type { PanelProps, Studio } from './contract.ts';
import { ErrorBoundary } from './error-boundary.tsx';

export type PanelId = 'graph' | 'editor' | 'terminal' | 'lesson' | 'events' | 'browser' | 'requests' | 'inspector';

const panels: Record<PanelId, ComponentType<PanelProps>> = {
  graph: lazy(() => import('../graph/graph-panel.tsx')),
  editor: lazy(() => import('../editor/editor-panel.tsx')),
  terminal: lazy(() => import('../terminal/terminal-panel.tsx')),
  lesson: lazy(() => import('../lesson/lesson-panel.tsx')),
  events: lazy(() => import('../events/events-panel.tsx')),
  browser: lazy(() => import('../browser/browser-panel.tsx')),
  requests: lazy(() => import('../requests/requests-panel.tsx')),
  inspector: lazy(() => import('../inspector/inspector-panel.tsx')),
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

/** From 800 px: lesson, graph and dock with dividers that drag; a double click on one puts it back. */
import { type RefObject, useEffect } from 'react';
import {
  Group,
  Panel,
  type PanelImperativeHandle,
  type PanelProps,
  Separator,
  useDefaultLayout,
  usePanelRef,
} from 'react-resizable-panels';
import { useWords } from '../i18n/language.ts';
import type { Studio } from '../panels/contract.ts';
import { PanelSlot } from '../panels/panel-slot.tsx';
import { Dock } from './dock.tsx';
import { pageStorage } from './page-storage.ts';
import { usePage } from './page-state.ts';
import { type PanelName, usePreferences } from './preferences.ts';

/** Folds the panel away when it is hidden, and remembers when it was folded by dragging. */
function useHiding(name: PanelName): {
  panelRef: RefObject<PanelImperativeHandle | null>;
  onResize: PanelProps['onResize'];
} {
  const panelRef = usePanelRef();
  const hidden = usePreferences((state) => state.hidden[name]);
  useEffect(() => {
    const panel = panelRef.current;
    if (!panel) return;
    if (hidden && !panel.isCollapsed()) panel.collapse();
    if (!hidden && panel.isCollapsed()) panel.expand();
  }, [hidden, panelRef]);
  const onResize: PanelProps['onResize'] = (_size, _id, before) => {
    // The first measurement is not the learner's doing, nor is one of a window without room.
    if (before === undefined || !panelRef.current) return;
    const folded = panelRef.current.isCollapsed();
    const { hidden: all, set } = usePreferences.getState();
    if (folded !== all[name]) set({ hidden: { ...all, [name]: folded } });
  };
  return { panelRef, onResize };
}

export function Wide({ studio, withLesson }: { studio: Studio; withLesson: boolean }) {
  const words = useWords();
  const kept = useDefaultLayout({
    id: `tidepool.columns.2.${withLesson}`,
    panelIds: withLesson ? ['lesson', 'work'] : ['work'],
    storage: pageStorage,
  });
  const lesson = useHiding('lesson');
  return (
    <Group className="tp-main" {...kept}>
      {withLesson && (
        <>
          <Panel
            id="lesson"
            defaultSize={360}
            minSize={280}
            maxSize={620}
            collapsible
            groupResizeBehavior="preserve-pixel-size"
            {...lesson}
          >
            <aside className="tp-lesson" aria-label={words.panel.lesson}>
              <PanelSlot id="lesson" studio={studio} />
            </aside>
          </Panel>
          <Separator className="tp-divider" aria-label={words.panel.lesson} />
        </>
      )}
      <Panel id="work" minSize={400}>
        <Work studio={studio} />
        {!withLesson && <LessonDrawer studio={studio} />}
      </Panel>
    </Group>
  );
}

function Work({ studio }: { studio: Studio }) {
  const words = useWords();
  const rows = useDefaultLayout({ id: 'tidepool.rows', panelIds: ['graph', 'dock'], storage: pageStorage });
  const columns = useDefaultLayout({ id: 'tidepool.dock.2', panelIds: ['editor', 'shell'], storage: pageStorage });
  const graph = useHiding('graph');
  const dock = useHiding('dock');
  return (
    <Group orientation="vertical" {...rows}>
      <Panel id="graph" defaultSize="62" minSize="15" collapsible {...graph}>
        <GraphArea studio={studio} />
      </Panel>
      <Separator className="tp-divider" aria-label={words.panel.graph} />
      <Panel id="dock" defaultSize="38" minSize="10" collapsible {...dock}>
        <Group {...columns}>
          <Panel id="editor" defaultSize="31" minSize={160}>
            <section className="tp-pane" aria-label={words.panel.editor}>
              <PanelSlot id="editor" studio={studio} />
            </section>
          </Panel>
          <Separator className="tp-divider" aria-label={words.panel.editor} />
          <Panel id="shell" defaultSize="69" minSize={200}>
            <Dock studio={studio} />
          </Panel>
        </Group>
      </Panel>
    </Group>
  );
}

/** The graph, and over it the inspector while something is selected. */
export function GraphArea({ studio }: { studio: Studio }) {
  const selected = usePage((state) => state.selected);
  return (
    <div className="tp-graph-area">
      <PanelSlot id="graph" studio={studio} />
      {selected && (
        <div className="tp-inspector-hold">
          <PanelSlot id="inspector" studio={studio} />
        </div>
      )}
    </div>
  );
}

function LessonDrawer({ studio }: { studio: Studio }) {
  const words = useWords();
  const { drawer, set } = usePage();
  // Hidden, not gone: the lesson goes on watching while one works elsewhere.
  return (
    <aside
      className="tp-drawer"
      hidden={!drawer}
      aria-label={words.panel.lesson}
      onKeyDown={(event) => event.key === 'Escape' && set({ drawer: false })}
    >
      <PanelSlot id="lesson" studio={studio} visible={drawer} />
    </aside>
  );
}

/** Below 800 px: one panel at a time, chosen in a bar at the bottom. */
import { useWords } from '../i18n/language.ts';
import type { Studio } from '../panels/contract.ts';
import { PanelSlot } from '../panels/panel-slot.tsx';
import { Dock } from './dock.tsx';
import { type NarrowTab, usePage } from './page-state.ts';
import { GraphArea } from './wide.tsx';

const tabs: readonly NarrowTab[] = ['lesson', 'graph', 'editor', 'terminal'];

export function Narrow({ studio }: { studio: Studio }) {
  const words = useWords();
  const { narrowTab, set } = usePage();
  return (
    <div className="tp-narrow">
      <div className="tp-narrow-body">
        {/* Stays: the lesson goes on watching while one works elsewhere. */}
        <aside className="tp-lesson" hidden={narrowTab !== 'lesson'} aria-label={words.panel.lesson}>
          <PanelSlot id="lesson" studio={studio} visible={narrowTab === 'lesson'} />
        </aside>
        {narrowTab === 'graph' && <GraphArea studio={studio} />}
        {/* These two stay: what was typed must not be lost by a look at the graph. */}
        <section className="tp-pane" hidden={narrowTab !== 'editor'} aria-label={words.panel.editor}>
          <PanelSlot id="editor" studio={studio} visible={narrowTab === 'editor'} />
        </section>
        <div className="tp-narrow-fill" hidden={narrowTab !== 'terminal'}>
          <Dock studio={studio} />
        </div>
      </div>
      <nav className="tp-bottom">
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-current={tab === narrowTab ? 'page' : undefined}
            onClick={() => set({ narrowTab: tab })}
          >
            {words.panel[tab]}
          </button>
        ))}
      </nav>
    </div>
  );
}

/** The right half of the dock: terminals, events and the browser behind one strip of tabs. */
import { useWords } from '../i18n/language.ts';
import type { Studio } from '../panels/contract.ts';
import { PanelSlot } from '../panels/panel-slot.tsx';
import { useTerminals } from '../panels/terminals.ts';
import { IconButton } from '../primitives/button.tsx';
import { Tabs, type Tab } from '../primitives/tabs.tsx';
import { type DockTab, usePage } from './page-state.ts';

export function Dock({ studio }: { studio: Studio }) {
  const words = useWords();
  const { dockTab, set } = usePage();
  const { list, active, add, close, activate } = useTerminals();
  const terminals: Tab<string>[] = list.map(({ id }) => ({
    id: `terminal-${id}`,
    label: id === 1 ? words.panel.laptop : `${words.panel.laptop} ${id}`,
    ...(list.length > 1 ? { close: { name: words.panel.closeTerminal(id), run: () => close(id) } } : {}),
  }));
  const others: Tab<string>[] = [
    { id: 'events', label: words.panel.events },
    ...(studio.connection.controls ? [{ id: 'requests', label: words.panel.requests }] : []),
    ...(studio.connection.wire ? [{ id: 'browser', label: words.panel.browser }] : []),
  ];
  const choose = (id: string): void => {
    if (!id.startsWith('terminal-')) return set({ dockTab: id as DockTab });
    set({ dockTab: 'terminal' });
    activate(Number(id.slice('terminal-'.length)));
  };
  const addTerminal = (): void => {
    add();
    set({ dockTab: 'terminal' });
  };
  return (
    <div className="tp-pane">
      <div className="tp-strip">
        <Tabs
          label={words.panel.dock}
          tabs={[...terminals, ...others]}
          active={dockTab === 'terminal' ? `terminal-${active}` : dockTab}
          onChange={choose}
        />
        <IconButton name={words.panel.newTerminal} onClick={addTerminal}>
          +
        </IconButton>
      </div>
      <div className="tp-pane-body" hidden={dockTab !== 'terminal'}>
        <PanelSlot id="terminal" studio={studio} visible={dockTab === 'terminal'} />
      </div>
      {dockTab !== 'terminal' && (
        <div className="tp-pane-body">
          <PanelSlot id={dockTab} studio={studio} />
        </div>
      )}
    </div>
  );
}

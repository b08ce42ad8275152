/** The studio: one connection, and the ways in which the parts of the page ask one another for something. */
import type { Connection } from '../../client/connection.ts';
import { createClient } from '../../client/rest-client.ts';
import { usePage } from '../layout/page-state.ts';
import { usePreferences } from '../layout/preferences.ts';
import type { EditorHandle, Studio, TerminalHandle } from './contract.ts';
import type { Laptop } from './laptop.ts';
import { createSlot } from './slot.ts';

export function createStudio(connection: Connection, laptop: Laptop): Studio {
  const terminal = createSlot<TerminalHandle>();
  const editor = createSlot<EditorHandle>();
  const page = usePage.getState().set;
  const showDock = (): void => {
    const { hidden, set } = usePreferences.getState();
    if (hidden.dock) set({ hidden: { ...hidden, dock: false } });
  };
  const showTerminal = (): void => {
    showDock();
    page({ dockTab: 'terminal', narrowTab: 'terminal' });
  };
  const showEditor = (): void => {
    showDock();
    page({ narrowTab: 'editor' });
  };
  return {
    connection,
    laptop,
    client: createClient(connection.fetch),
    terminal,
    editor,
    run(command) {
      showTerminal();
      terminal.ask((handle) => handle.run(command));
    },
    runApart(command) {
      showTerminal();
      terminal.ask((handle) => handle.runApart(command));
    },
    openObject(ref) {
      showEditor();
      editor.ask((handle) => handle.openObject(ref));
    },
    openFile(path) {
      showEditor();
      editor.ask((handle) => handle.openFile(path));
    },
    select: (selected) => page(selected ? { selected, narrowTab: 'graph' } : { selected }),
    setLesson: (crumb) => page({ crumb }),
    announce: (banner) => page({ banner }),
  };
}

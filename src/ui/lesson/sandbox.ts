/** The cluster with no lesson over it: the lesson's place is folded away, the terminal and the graph have the room. */
import { usePage } from '../layout/page-state.ts';
import { usePreferences } from '../layout/preferences.ts';

export function openSandbox(): void {
  const { hidden, set } = usePreferences.getState();
  set({ hidden: { ...hidden, lesson: true, dock: false, graph: false } });
  usePage.getState().set({ drawer: false, narrowTab: 'terminal', dockTab: 'terminal' });
}

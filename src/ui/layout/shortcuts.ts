/** Keys of the whole page: Ctrl/⌘ K finds, Alt 1–3 hide and show lesson, graph and dock. */
import { useEffect } from 'react';
import { usePage } from './page-state.ts';
import { type PanelName, usePreferences } from './preferences.ts';

// By place, not by letter: with Alt, some keyboards type another character.
const panelKeys: Record<string, PanelName> = { Digit1: 'lesson', Digit2: 'graph', Digit3: 'dock' };

export function useShortcuts(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const panel = event.altKey && !event.ctrlKey && !event.metaKey ? panelKeys[event.code] : undefined;
      const find = (event.metaKey || event.ctrlKey) && !event.shiftKey && event.code === 'KeyK' && !inTerminal(event);
      if (!panel && !find) return;
      event.preventDefault();
      if (panel) usePreferences.getState().toggle(panel);
      else usePage.getState().set({ finding: true });
    };
    addEventListener('keydown', pressed, true);
    return () => removeEventListener('keydown', pressed, true);
  }, []);
}

/** Ctrl-K belongs to the shell there (kill to the end of the line); ⌘K does not. */
const inTerminal = (event: KeyboardEvent): boolean =>
  event.ctrlKey && (event.target as HTMLElement).closest?.('.xterm') !== null;

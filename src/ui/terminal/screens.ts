/** The screens there are, so that the page can type into the one in front. */
import type { Terminal } from '@xterm/xterm';
import type { TerminalSession } from '../panels/laptop.ts';
import { useTerminals } from '../panels/terminals.ts';

interface Open {
  terminal: Terminal;
  session: TerminalSession;
}

const screens = new Map<number, Open>();

export function register(id: number, screen: Open): () => void {
  screens.set(id, screen);
  return () => screens.delete(id);
}

export function activeScreen(): Open | undefined {
  return screens.get(useTerminals.getState().active);
}

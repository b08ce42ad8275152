/**
 * The screens there are: one xterm.js terminal a tab, joined to one session on the laptop. They outlive the panel that
 * shows them (a window made narrow lays the page out anew) and end when their tab is closed.
 */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import type { Laptop, TerminalSession } from '../panels/laptop.ts';
import { useTerminals } from '../panels/terminals.ts';

export interface Screen {
  /** What the terminal draws in; moved into the panel that shows it. */
  element: HTMLElement;
  terminal: Terminal;
  session: TerminalSession;
  /** Takes the size of the place where it stands. */
  fit(): void;
}

const screens = new Map<number, Screen>();

/** The screen of a tab, put into `host`: a new one begins its session there. */
export function showScreen(id: number, host: HTMLElement, laptop: Laptop): Screen {
  const known = screens.get(id);
  if (known) {
    host.append(known.element);
    return known;
  }
  const screen = openScreen(host, laptop);
  screens.set(id, screen);
  const line = awaited.get(id);
  awaited.delete(id);
  if (line !== undefined) screen.session.type(line);
  return screen;
}

/** Lines for screens that are not there yet. */
const awaited = new Map<number, string>();

/** Types a line and Enter at the prompt of this tab, as soon as it has one. */
export function typeIn(id: number, line: string): void {
  const screen = screens.get(id);
  if (screen) screen.session.type(line);
  else awaited.set(id, line);
}

export function activeScreen(): Screen | undefined {
  return screens.get(useTerminals.getState().active);
}

useTerminals.subscribe(({ list }) => {
  for (const [id, { terminal, session, element }] of screens) {
    if (list.some((tab) => tab.id === id)) continue;
    screens.delete(id);
    session.close();
    terminal.dispose();
    element.remove();
  }
});

function openScreen(host: HTMLElement, laptop: Laptop): Screen {
  const element = document.createElement('div');
  element.className = 'terminal-surface';
  host.append(element);
  const terminal = new Terminal({
    fontFamily: "'JetBrains Mono Variable', 'JetBrains Mono', D2Coding, 'Nanum Gothic Coding', monospace",
    fontSize: 12,
    lineHeight: 1.25,
    // The scrollbar's width, which would else take two columns.
    overviewRuler: { width: 8 },
    cursorBlink: true,
    scrollback: 5000,
    screenReaderMode: true,
    allowProposedApi: true,
  });
  const fitting = new FitAddon();
  terminal.loadAddon(fitting);
  terminal.loadAddon(new SearchAddon());
  terminal.loadAddon(new WebLinksAddon());
  terminal.open(element);
  fitting.fit();
  const session = laptop.openTerminal({ columns: terminal.cols, rows: terminal.rows }, (text) => terminal.write(text));
  terminal.attachCustomKeyEventHandler((event) => !isClipboardKey(event, terminal));
  terminal.onData((data) => session.input(data));
  terminal.onResize(({ cols, rows }) => session.resize(cols, rows));
  // A hidden panel measures as nothing: a terminal of no columns would wrap every letter.
  const fit = (): void => {
    if (element.clientWidth > 0 && element.clientHeight > 0) fitting.fit();
  };
  return { element, terminal, session, fit };
}

/** Ctrl+C copies while something is selected, as Ctrl+V pastes: the browser does both. Else Ctrl+C is the program's. */
function isClipboardKey({ type, key, ctrlKey, altKey, metaKey }: KeyboardEvent, terminal: Terminal): boolean {
  if (type !== 'keydown' || !ctrlKey || altKey || metaKey) return false;
  const letter = key.toLowerCase();
  if (letter === 'c' && terminal.hasSelection()) {
    // After the copy, so that the next Ctrl+C interrupts.
    setTimeout(() => terminal.clearSelection());
    return true;
  }
  return letter === 'v';
}

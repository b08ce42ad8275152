/** One xterm.js screen, joined to one session. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef } from 'react';
import type { Laptop } from '../panels/laptop.ts';
import { register } from './screens.ts';
import { terminalTheme } from './theme.ts';

interface ScreenProps {
  id: number;
  laptop: Laptop;
  theme: 'light' | 'dark';
  language: 'en' | 'ko';
  shown: boolean;
}

export function Screen({ id, laptop, theme, language, shown }: ScreenProps) {
  const host = useRef<HTMLDivElement>(null);
  const screen = useRef<{ terminal: Terminal; fit: FitAddon }>(undefined);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
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
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    terminal.loadAddon(new SearchAddon());
    terminal.loadAddon(new WebLinksAddon());
    terminal.open(element);
    fit.fit();
    const size = (): { columns: number; rows: number } => ({ columns: terminal.cols, rows: terminal.rows });
    const session = laptop.openTerminal(size(), (text) => terminal.write(text));
    const unregister = register(id, { terminal, session });
    terminal.onData((data) => session.input(data));
    terminal.onResize(({ cols, rows }) => session.resize(cols, rows));
    const observer = new ResizeObserver(() => {
      // A hidden panel measures as nothing: a terminal of no columns would wrap every letter.
      if (element.clientWidth > 0 && element.clientHeight > 0) fit.fit();
    });
    observer.observe(element);
    screen.current = { terminal, fit };
    return () => {
      observer.disconnect();
      unregister();
      session.close();
      terminal.dispose();
    };
  }, [id, laptop]);

  useEffect(() => {
    if (screen.current) screen.current.terminal.options.theme = terminalTheme();
  }, [theme]);

  useEffect(() => {
    if (!shown || !screen.current) return;
    screen.current.fit.fit();
    screen.current.terminal.focus();
  }, [shown]);

  return (
    <div
      ref={host}
      className="terminal-screen"
      hidden={!shown}
      role="group"
      aria-label={language === 'ko' ? `터미널 ${id}` : `Terminal ${id}`}
    />
  );
}

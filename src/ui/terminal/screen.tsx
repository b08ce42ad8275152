/** The place of one terminal in the panel. */
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef } from 'react';
import type { Laptop } from '../panels/laptop.ts';
import { type Screen, showScreen } from './screens.ts';
import { terminalTheme } from './theme.ts';

interface ScreenProps {
  id: number;
  laptop: Laptop;
  theme: 'light' | 'dark';
  language: 'en' | 'ko';
  shown: boolean;
}

export function ScreenPlace({ id, laptop, theme, language, shown }: ScreenProps) {
  const host = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen>(undefined);

  useEffect(() => {
    if (!host.current) return;
    const open = showScreen(id, host.current, laptop);
    screen.current = open;
    const observer = new ResizeObserver(open.fit);
    observer.observe(host.current);
    return () => {
      observer.disconnect();
      open.element.remove();
    };
  }, [id, laptop]);

  useEffect(() => {
    if (screen.current) screen.current.terminal.options.theme = terminalTheme();
  }, [theme]);

  useEffect(() => {
    if (!shown || !screen.current) return;
    screen.current.fit();
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

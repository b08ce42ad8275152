/** The terminals: one xterm.js screen a tab, each a session on the learner's laptop. */
import { useEffect } from 'react';
import type { PanelProps } from '../panels/contract.ts';
import { useTerminals } from '../panels/terminals.ts';
import { activeScreen, typeIn } from './screens.ts';
import { ScreenPlace } from './screen.tsx';
import './terminal.css';

export default function TerminalPanel({ studio, language, theme, visible }: PanelProps) {
  const { list, active } = useTerminals();
  useEffect(
    () =>
      studio.terminal.attach({
        run: (line) => {
          useTerminals.getState().activateFree();
          typeIn(useTerminals.getState().active, line);
        },
        runApart: (line) => {
          useTerminals.getState().addApart();
          typeIn(useTerminals.getState().active, line);
        },
        compose: (text) => activeScreen()?.session.input(text),
        focus: () => activeScreen()?.terminal.focus(),
      }),
    [studio],
  );
  return (
    <div className="terminal-panel">
      {list.map(({ id }) => (
        <ScreenPlace
          key={id}
          id={id}
          laptop={studio.laptop}
          theme={theme}
          language={language}
          shown={visible && id === active}
        />
      ))}
      <Keys language={language} />
    </div>
  );
}

/** For fingers: what a phone's keyboard lacks, over the terminal on narrow screens. */
const KEYS: [label: string, input: string][] = [
  ['Tab', '\t'],
  ['↑', '\u001b[A'],
  ['↓', '\u001b[B'],
  ['Ctrl C', '\u0003'],
  ['kubectl', 'kubectl '],
  ['get pods', 'get pods '],
  ['-o yaml', '-o yaml '],
  ['|', '| '],
];

function Keys({ language }: { language: 'en' | 'ko' }) {
  return (
    <div className="terminal-keys" role="toolbar" aria-label={language === 'ko' ? '입력 도우미' : 'Keys'}>
      {KEYS.map(([label, input]) => (
        <button key={label} type="button" onClick={() => activeScreen()?.session.input(input)}>
          {label}
        </button>
      ))}
    </div>
  );
}

/** Under the lesson: the next hint, the way through, the solution shown, and the ways back. */
import { useEffect, useRef, useState } from 'react';
import type { Step } from '../../lessons/lesson.ts';
import type { Studio } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import { Menu } from '../primitives/menu.tsx';
import { useProgress } from './progress.ts';
import { openSandbox } from './sandbox.ts';
import { showMe } from './show-me.ts';
import { undo, useUndo } from './undo.ts';
import type { LessonWords } from './words.ts';

interface FootProps {
  id: string;
  title: string;
  studio: Studio;
  words: LessonWords;
  current: Step | undefined;
  /** Steps passed, of all. */
  passed: number;
  all: number;
  hints: { shown: number; all: number; more(): void };
  resetStep(): Promise<boolean>;
}

export function LessonFoot(props: FootProps) {
  const { title, words, current, passed, all, hints } = props;
  return (
    <footer className="lesson-foot">
      {current && (
        <Button disabled={hints.shown >= hints.all} onClick={hints.more}>
          {words.hint(hints.shown, hints.all)}
        </Button>
      )}
      <span
        className="lesson-progress"
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuenow={passed}
      >
        <i style={{ width: `${(100 * passed) / all}%` }} />
      </span>
      {current && <ShowMe key={current.id} {...props} step={current} />}
      <WaysBack {...props} />
    </footer>
  );
}

function ShowMe({ id, step, studio, words }: FootProps & { step: Step }) {
  const [playing, setPlaying] = useState(false);
  const life = useRef<AbortController>(undefined);
  useEffect(() => () => life.current?.abort(), []);
  const play = (): void => {
    life.current = new AbortController();
    useProgress.getState().see(id, step.id);
    setPlaying(true);
    void showMe(step.solution, studio, life.current.signal).finally(() => setPlaying(false));
  };
  return playing ? (
    <Button onClick={() => life.current?.abort()}>{words.stopShowing}</Button>
  ) : (
    <Button title={words.showMeHint} onClick={play}>
      {words.showMe}
    </Button>
  );
}

function WaysBack({ id, studio, words, current, resetStep }: FootProps) {
  const { startOver, show } = useProgress();
  const line = useUndo((state) => state.line);
  const simulated = studio.connection.controls !== undefined;
  const fromStart = (question: string): void => {
    if (confirm(question)) startOver(id);
  };
  const again = async (): Promise<void> => {
    if (!(await resetStep())) fromStart(words.noStep);
  };
  const entries: [label: string, run: () => void, disabled?: boolean][] = [
    ...(simulated
      ? ([[words.undo(line), () => void undo(studio), line === null]] as [string, () => void, boolean][])
      : []),
    ...(simulated && current ? ([[words.resetStep, () => void again()]] as [string, () => void][]) : []),
    [words.reset, () => fromStart(simulated ? words.resetSure : words.resetServer)],
    [words.sandbox, () => (show(null), openSandbox())],
  ];
  return (
    <Menu label={words.more} name={words.more}>
      {(close) =>
        entries.map(([label, run, disabled]) => (
          <button
            key={label}
            type="button"
            disabled={disabled}
            onClick={() => {
              close();
              run();
            }}
          >
            {label}
          </button>
        ))
      }
    </Menu>
  );
}

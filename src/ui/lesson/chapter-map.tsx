/** Every lesson of this build with the learner's progress. Nothing is locked. */
import { useEffect, useState } from 'react';
import type { Lesson } from '../../lessons/lesson.ts';
import type { PanelProps } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import { lessonIds, loadLesson } from './catalog.ts';
import { useProgress } from './progress.ts';
import { openSandbox } from './sandbox.ts';
import { lessonWords } from './words.ts';

export function ChapterMap({ language }: PanelProps) {
  const words = lessonWords[language];
  const [lessons, setLessons] = useState<readonly Lesson[]>([]);
  const [broken, setBroken] = useState<readonly string[]>([]);
  const { passed, seen, show } = useProgress();
  useEffect(() => {
    let gone = false;
    void Promise.allSettled(lessonIds.map(loadLesson)).then((results) => {
      if (gone) return;
      setLessons(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
      setBroken(results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as Error).message] : [])));
    });
    return () => {
      gone = true;
    };
  }, []);
  const next = lessons.find((lesson) => (passed[lesson.id]?.length ?? 0) < lesson.steps.length);
  const fresh = lessons.every((lesson) => !passed[lesson.id]?.length);
  const parts = [...new Set(lessons.map(({ part }) => part))];
  return (
    <div className="lesson-scroll">
      <h1>{words.course}</h1>
      <p className="lesson-muted">{words.courseHint}</p>
      <p className="lesson-begin">
        {next && (
          <Button look="accent" onClick={() => show(next.id)}>
            {fresh ? words.begin(next.prose[language].title) : words.goOn}
          </Button>
        )}
        <Button look="edge" onClick={openSandbox}>
          {words.sandboxStart}
        </Button>
      </p>
      {broken.map((mistake) => (
        <p key={mistake} role="alert">
          <b>{words.broken}</b> {mistake}
        </p>
      ))}
      {parts.map((part) => (
        <section key={part}>
          <h2>{words.part(part)}</h2>
          <ul className="lesson-map">
            {lessons
              .filter((lesson) => lesson.part === part)
              .map((lesson) => {
                const done = passed[lesson.id]?.length ?? 0;
                const all = lesson.steps.length;
                const shown = seen[lesson.id]?.length ?? 0;
                return (
                  <li key={lesson.id}>
                    <button type="button" data-next={lesson === next || undefined} onClick={() => show(lesson.id)}>
                      <ProgressMark done={done} all={all} shown={shown} />
                      <span>
                        <b>{lesson.prose[language].title}</b>
                        <span>
                          {words.minutes(lesson.minutes)} · {words.steps(done, all)}
                          {shown > 0 && ` · ${words.shown(shown)}`}
                        </span>
                      </span>
                      {lesson === next && <em>{fresh ? words.startHere : words.goOn}</em>}
                    </button>
                  </li>
                );
              })}
          </ul>
        </section>
      ))}
    </div>
  );
}

const ring = 2 * Math.PI * 7.5;

/** A ring that closes with the steps passed; closed, and nothing of it only shown, it holds a check. */
function ProgressMark({ done, all, shown }: { done: number; all: number; shown: number }) {
  const solved = done === all && shown === 0;
  return (
    <svg className="lesson-ring" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" data-done={solved}>
      <circle cx="10" cy="10" r="7.5" />
      {done > 0 && !solved && (
        <circle
          cx="10"
          cy="10"
          r="7.5"
          strokeDasharray={`${(ring * done) / all} ${ring}`}
          transform="rotate(-90 10 10)"
        />
      )}
      {solved && <path d="M6.4 10.3l2.5 2.5 4.6-5.3" />}
    </svg>
  );
}

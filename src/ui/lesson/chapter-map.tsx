/** Every lesson of this build with the learner's progress. Nothing is locked. */
import { useEffect, useState } from 'react';
import type { Lesson } from '../../lessons/lesson.ts';
import { StateMark } from '../marks/state-mark.tsx';
import type { PanelProps } from '../panels/contract.ts';
import { lessonIds, loadLesson } from './catalog.ts';
import { useProgress } from './progress.ts';
import { lessonWords } from './words.ts';

export function ChapterMap({ language }: PanelProps) {
  const words = lessonWords[language];
  const [lessons, setLessons] = useState<readonly Lesson[]>([]);
  const { passed, show } = useProgress();
  useEffect(() => {
    let gone = false;
    void Promise.allSettled(lessonIds.map(loadLesson)).then((results) => {
      if (!gone) setLessons(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
    });
    return () => {
      gone = true;
    };
  }, []);
  const parts = [...new Set(lessons.map(({ part }) => part))];
  return (
    <div className="lesson-scroll">
      <h1>{words.course}</h1>
      <p className="lesson-muted">{words.courseHint}</p>
      {parts.map((part) => (
        <section key={part}>
          <h2>{words.part(part)}</h2>
          <ul className="lesson-map">
            {lessons
              .filter((lesson) => lesson.part === part)
              .map((lesson) => {
                const done = passed[lesson.id]?.length ?? 0;
                const all = lesson.steps.length;
                return (
                  <li key={lesson.id}>
                    <button type="button" onClick={() => show(lesson.id)}>
                      <StateMark
                        state={done === all ? 'completed' : done > 0 ? 'starting' : 'unknown'}
                        progress={done / all}
                        label={`${done}/${all}`}
                      />
                      <span>
                        <b>{lesson.prose[language].title}</b>
                        <span>{words.minutes(lesson.minutes)}</span>
                      </span>
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

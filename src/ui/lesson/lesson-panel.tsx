/** The lesson at the left of the page: the chapter map, or the open lesson with its steps and what they lack. */
import { useEffect, useState } from 'react';
import type { PanelProps } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import { ChapterMap } from './chapter-map.tsx';
import { lessonIds, mistakesOf } from './catalog.ts';
import './lesson.css';
import { useProgress } from './progress.ts';
import { LessonFoot } from './lesson-foot.tsx';
import { Prose } from './prose.tsx';
import { StepView } from './step.tsx';
import { TermCard } from './term-card.tsx';
import { type Question, useLesson } from './use-lesson.ts';
import { lessonWords, type LessonWords } from './words.ts';

export default function LessonPanel(props: PanelProps) {
  const { open, round } = useProgress();
  const { setLesson } = props.studio;
  useEffect(() => {
    if (!open) setLesson(null);
  }, [open, setLesson]);
  return (
    <div className="lesson-panel">
      {open && lessonIds.includes(open) ? (
        <LessonView key={`${open} ${round}`} id={open} {...props} />
      ) : (
        <ChapterMap {...props} />
      )}
      <TermCard language={props.language} />
    </div>
  );
}

function LessonView({ id, studio, language }: PanelProps & { id: string }) {
  const words = lessonWords[language];
  const { lesson, state, error, question, predict, tell, resetStep } = useLesson(id, studio);
  const { show, seen } = useProgress();
  const [hints, setHints] = useState<Record<string, number>>({});
  const prose = lesson?.prose[language];
  const { setLesson } = studio;
  useEffect(() => {
    if (lesson && prose) setLesson({ part: words.part(lesson.part), title: prose.title });
  }, [lesson, prose, words, setLesson]);

  if (error)
    return (
      <div className="lesson-scroll">
        <p role="alert">
          <b>{words.broken}</b> {error}
        </p>
        <Button look="edge" onClick={() => show(null)}>
          {words.back}
        </Button>
      </div>
    );
  if (!lesson || !prose) return null;
  const passed = state?.passed ?? [];
  const current = lesson.steps.find((step) => step.id === state?.current);
  const told = prose.steps.find((step) => step.id === current?.id);
  const shown = current ? (hints[current.id] ?? 0) : 0;
  const moreHints = (): void => {
    if (current) setHints({ ...hints, [current.id]: shown + 1 });
  };
  return (
    <>
      <div className="lesson-scroll">
        <p className="lesson-eyebrow">
          <button type="button" onClick={() => show(null)}>
            ‹ {words.back}
          </button>
          <span>{words.part(lesson.part)}</span>
        </p>
        <h1>{prose.title}</h1>
        <Mistakes id={id} />
        <Prose markdown={prose.hook} />
        {question && <Occupied question={question} words={words} />}
        <ol className="lesson-steps">
          {lesson.steps.map((step, index) => {
            const text = prose.steps[index];
            const standing = passed.includes(step.id) ? 'passed' : step.id === state?.current ? 'current' : 'later';
            return (
              text && (
                <StepView
                  key={step.id}
                  step={step}
                  prose={text}
                  number={index + 1}
                  state={standing}
                  goals={standing === 'current' ? (state?.goals ?? []) : []}
                  seen={seen[id]?.includes(step.id) ?? false}
                  wrong={standing === 'current' ? (state?.wrong ?? []) : []}
                  choice={state?.predictions[step.id]}
                  latest={step.id === passed.at(-1)}
                  told={state?.told ?? false}
                  onPredict={predict}
                  onTell={tell}
                  studio={studio}
                  words={words}
                />
              )
            );
          })}
        </ol>
        {told?.hints.slice(0, shown).map((hint) => (
          <div key={hint} className="lesson-hint">
            <Prose markdown={hint} />
          </div>
        ))}
        {state && !state.current && <Finished id={id} debrief={prose.debrief} title={words.done} next={words.next} />}
      </div>
      <LessonFoot
        id={id}
        title={prose.title}
        studio={studio}
        words={words}
        current={current}
        passed={passed.length}
        all={lesson.steps.length}
        hints={{ shown, all: told?.hints.length ?? 0, more: moreHints }}
        resetStep={resetStep}
      />
    </>
  );
}

/** For the lesson's author, while he writes. */
function Mistakes({ id }: { id: string }) {
  const [mistakes, setMistakes] = useState<readonly string[]>([]);
  useEffect(() => void mistakesOf(id).then(setMistakes, () => undefined), [id]);
  return mistakes.map((mistake) => (
    <p key={mistake} role="alert" className="lesson-hint" data-wrong="true">
      {mistake}
    </p>
  ));
}

/** Asked in place, before anything of the learner's is deleted. */
function Occupied({ question, words }: { question: Question; words: LessonWords }) {
  return (
    <section className="lesson-occupied" role="alert">
      <p>
        <b>{words.occupied(question.count)}</b> {words.occupiedHint}
      </p>
      <Button look="accent" onClick={() => question.answer(true)}>
        {words.emptyIt}
      </Button>
      <Button look="edge" onClick={() => question.answer(false)}>
        {words.keepIt}
      </Button>
    </section>
  );
}

function Finished({ id, debrief, title, next }: { id: string; debrief: string; title: string; next: string }) {
  const show = useProgress((progress) => progress.show);
  const following = lessonIds[lessonIds.indexOf(id) + 1];
  return (
    <section className="lesson-debrief" aria-label={title}>
      <h2>{title}</h2>
      <Prose markdown={debrief} />
      {following && (
        <Button look="accent" onClick={() => show(following)}>
          {next}
        </Button>
      )}
    </section>
  );
}

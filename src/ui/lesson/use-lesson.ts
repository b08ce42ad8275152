/** Plays the open lesson for React: loads it, puts it in place the first time, and follows its runner. */
import { useEffect, useRef, useState } from 'react';
import type { Lesson } from '../../lessons/lesson.ts';
import { LessonRunner, type LessonState } from '../../lessons/runner.ts';
import { realClock } from '../../time/real.ts';
import type { Studio } from '../panels/contract.ts';
import { loadLesson } from './catalog.ts';
import { countOwn, placeLesson } from './place.ts';
import { useProgress } from './progress.ts';
import { clusterTime, tellingOf } from './telling.ts';

export interface OpenLesson {
  lesson: Lesson | undefined;
  state: LessonState | undefined;
  error: string | undefined;
  /** The default namespace holds objects of the learner: may they be taken away for the lesson? */
  question: Question | undefined;
  predict(choice: string): void;
  /** The prediction's answer, without waiting for the cluster's. */
  tell(): void;
  /** Cluster, files and goals as they were when the current step began; false when that is no longer known. */
  resetStep(): Promise<boolean>;
}

export interface Question {
  count: number;
  answer(empty: boolean): void;
}

export function useLesson(id: string, studio: Studio): OpenLesson {
  const [lesson, setLesson] = useState<Lesson>();
  const [state, setState] = useState<LessonState>();
  const [error, setError] = useState<string>();
  const [question, setQuestion] = useState<Question>();
  const runner = useRef<LessonRunner>(undefined);
  const marked = useRef<string>(undefined);

  useEffect(() => {
    let gone = false;
    const time = clusterTime(studio);
    /** How things stand when a step begins, so that it can be begun again. */
    function markStep({ current, passed }: LessonState): void {
      const before = marked.current;
      marked.current = current ?? '';
      // Opened in the middle of a step: how that began is not known.
      const begins = before === undefined ? passed.length === 0 : before !== current;
      if (!begins || !current) return;
      void studio.connection.controls?.mark(markOf(id, current)).catch(() => undefined);
      void studio.laptop.mark(markOf(id, current)).catch(() => undefined);
    }
    /** Nothing of the learner's is taken away unasked. */
    async function mayEmpty(): Promise<boolean> {
      if (useProgress.getState().agreed === id) return true;
      const count = await countOwn(studio);
      if (count === 0) return true;
      const agreed = await new Promise<boolean>((answer) => setQuestion({ count, answer }));
      setQuestion(undefined);
      return agreed;
    }
    async function play(): Promise<void> {
      const loaded = await loadLesson(id);
      if (gone) return;
      setLesson(loaded);
      if (!useProgress.getState().begun[id]) {
        const empty = await mayEmpty();
        if (gone) return;
        await placeLesson(loaded, studio, { empty });
        if (gone) return;
        useProgress.getState().begin(id);
      }
      runner.current = new LessonRunner({
        lesson: loaded,
        client: studio.client,
        wire: studio.connection.wire,
        telling: tellingOf(studio.connection.controls),
        clock: realClock,
        now: time.now,
        passed: useProgress.getState().passed[id] ?? [],
        changed: (next) => {
          setState({ ...next });
          markStep(next);
          if (next.passed.length !== useProgress.getState().passed[id]?.length)
            useProgress.getState().pass(id, next.passed);
        },
      });
    }
    play().catch((reason: unknown) => setError(String((reason as Error).message ?? reason)));
    return () => {
      gone = true;
      time.stop();
      runner.current?.stop();
      runner.current = undefined;
      marked.current = undefined;
    };
  }, [id, studio]);

  return {
    lesson,
    state,
    error,
    question,
    predict: (choice) => runner.current?.predict(choice),
    tell: () => runner.current?.tell(),
    async resetStep() {
      const step = state?.current;
      if (!step || !(await studio.connection.controls?.rewind(markOf(id, step)))) return false;
      await studio.laptop.rewind(markOf(id, step));
      useProgress.getState().forget(id, step);
      runner.current?.reset(step);
      return true;
    },
  };
}

const markOf = (lesson: string, step: string): string => `step/${lesson}/${step}`;

/** Plays the open lesson for React: loads it, puts it in place the first time, and follows its runner. */
import { useEffect, useRef, useState } from 'react';
import type { Lesson } from '../../lessons/lesson.ts';
import { LessonRunner, type LessonState } from '../../lessons/runner.ts';
import { realClock } from '../../time/real.ts';
import type { Studio } from '../panels/contract.ts';
import { loadLesson } from './catalog.ts';
import { placeLesson } from './place.ts';
import { useProgress } from './progress.ts';

export interface OpenLesson {
  lesson: Lesson | undefined;
  state: LessonState | undefined;
  error: string | undefined;
  predict(choice: string): void;
}

export function useLesson(id: string, studio: Studio): OpenLesson {
  const [lesson, setLesson] = useState<Lesson>();
  const [state, setState] = useState<LessonState>();
  const [error, setError] = useState<string>();
  const runner = useRef<LessonRunner>(undefined);

  useEffect(() => {
    let gone = false;
    const time = clusterTime(studio);
    async function play(): Promise<void> {
      const loaded = await loadLesson(id);
      if (gone) return;
      setLesson(loaded);
      if (!useProgress.getState().begun[id]) {
        await placeLesson(loaded, studio);
        if (gone) return;
        useProgress.getState().begin(id);
      }
      runner.current = new LessonRunner({
        lesson: loaded,
        client: studio.client,
        wire: studio.connection.wire,
        clock: realClock,
        now: time.now,
        passed: useProgress.getState().passed[id] ?? [],
        changed: (next) => {
          setState({ ...next });
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
    };
  }, [id, studio]);

  return {
    lesson,
    state,
    error,
    predict: (choice) => runner.current?.predict(choice),
  };
}

/** The cluster's own time, which may be paused or fast: asked for often enough to hold goals by. */
function clusterTime({ connection: { controls } }: Studio): { now: () => number; stop: () => void } {
  if (!controls) return { now: realClock.now, stop: () => undefined };
  const stop = new AbortController();
  let now = 0;
  const ask = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      now = await controls.time().then(
        (time) => time.now,
        () => now,
      );
      await realClock.sleep(250, stop.signal).catch(() => undefined);
    }
  };
  void ask();
  return { now: () => now, stop: () => stop.abort(new Error('lesson closed')) };
}

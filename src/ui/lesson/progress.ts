/** Which lesson is open and how far the learner got, kept in this browser. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface Progress {
  /** The open lesson's id; null shows the chapter map. */
  open: string | null;
  /** Lesson → steps passed. */
  passed: Readonly<Record<string, readonly string[]>>;
  /** Lesson → it was begun: its files and objects were put in place. */
  begun: Readonly<Record<string, boolean>>;
  /** Lesson → steps that were shown, not solved. */
  seen: Readonly<Record<string, readonly string[]>>;
  see(lesson: string, step: string): void;
  /** Begun again, it may be solved after all. */
  forget(lesson: string, step: string): void;
  show(lesson: string | null): void;
  begin(lesson: string): void;
  /** How often a lesson was started over in this visit: whoever plays it begins anew when this changes. */
  round: number;
  /** The lesson for which emptying the namespace was agreed to. */
  agreed: string | null;
  startOver(lesson: string): void;
  pass(lesson: string, steps: readonly string[]): void;
}

export const useProgress = create<Progress>()(
  persist(
    (set) => ({
      open: null,
      passed: {},
      begun: {},
      seen: {},
      see: (lesson, step) =>
        set(({ seen }) => ({
          seen: { ...seen, [lesson]: [...(seen[lesson] ?? []).filter((id) => id !== step), step] },
        })),
      forget: (lesson, step) =>
        set(({ seen }) => ({ seen: { ...seen, [lesson]: (seen[lesson] ?? []).filter((id) => id !== step) } })),
      show: (open) => set({ open }),
      begin: (lesson) =>
        set(({ begun, passed, seen }) => ({
          agreed: null,
          seen: { ...seen, [lesson]: [] },
          begun: { ...begun, [lesson]: true },
          passed: { ...passed, [lesson]: [] },
        })),
      round: 0,
      agreed: null,
      startOver: (lesson) =>
        set(({ begun, round }) => ({ begun: { ...begun, [lesson]: false }, round: round + 1, agreed: lesson })),
      pass: (lesson, steps) => set(({ passed }) => ({ passed: { ...passed, [lesson]: steps } })),
    }),
    {
      name: 'tidepool.progress',
      version: 1,
      partialize: ({ open, passed, begun, seen }) => ({ open, passed, begun, seen }),
    },
  ),
);

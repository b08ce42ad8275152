/** What the proofs have shown, kept for `npm run lessons` to print. */
import { writeFileSync } from 'node:fs';
import type { Language, Lesson } from '../lessons/lesson.ts';

interface Figures {
  lesson: string;
  /** As the lesson says, and as reckoned: the played solution and the reading. */
  minutes: number;
  reckoned: Partial<Record<Language, number>>;
  goals: number;
  refused: number;
  accepted: number;
  /** Languages whose text was proved. */
  languages: readonly Language[];
}

const all: Figures[] = [];

export function figuresOf({ id, minutes, steps }: Lesson): Figures {
  const goals = steps.reduce((sum, step) => sum + Object.keys(step.goals).length, 0);
  const figures: Figures = { lesson: id, minutes, reckoned: {}, goals, refused: 0, accepted: 0, languages: [] };
  all.push(figures);
  return figures;
}

/** To the file that whoever runs the proofs has named. */
export function writeFigures(facts: readonly unknown[]): void {
  const file = process.env['LESSONS_FIGURES'];
  if (file) writeFileSync(file, JSON.stringify({ lessons: all, facts }));
}

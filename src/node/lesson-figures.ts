/** What the proofs have shown, kept for `npm run lessons` to print. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Into the folder that whoever runs the proofs has named, under `name`. */
export function writeFigures(name: string): void {
  const folder = process.env['LESSONS_FIGURES'];
  if (folder) writeFileSync(join(folder, `${name}.json`), JSON.stringify(all));
}

/**
 * Every lesson carries its own proof: untouched it fails every goal, common wrong answers fail and get their own hints,
 * the solution and the alternatives pass, its commands print what it says, nothing that passed is lost, and both
 * languages tell the same.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { LANGUAGES, type Block, type Lesson } from '../lessons/lesson.ts';
import { minutesOf } from '../lessons/measure.ts';
import { figuresOf, writeFigures } from './lesson-figures.ts';
import { mistakesOf, readLesson } from './lesson-files.ts';
import { accepted, accompanied, played, refused, type Solved, solved, untouched } from './lesson-proof.ts';

/** How far the minutes that a lesson says may be from those reckoned. */
const TOLERANCE = 1.5;

/** What must be the same in both languages: all that is done; prose and comments differ. */
const deedOf = (block: Block): unknown =>
  block.sort === 'prose' || block.sort === 'output'
    ? block.sort
    : block.sort === 'yaml'
      ? [block.sort, block.file]
      : block;

/** One that cannot be read fails alone. */
function readable(id: string): Lesson | undefined {
  try {
    return readLesson(id);
  } catch {
    return undefined;
  }
}

/** To be called at the top of a test file. `name`: whose figures these are. */
export function proveLessons(ids: readonly string[], name: string): void {
  describe.each(ids)('lesson %s', proveLesson);
  afterAll(() => writeFigures(name));
}

function proveLesson(id: string): void {
  const lesson = readable(id);
  if (!lesson) return void it('can be read', () => void readLesson(id));
  const figures = figuresOf(lesson);
  let solution: Promise<Solved> | undefined;
  const solve = (): Promise<Solved> => (solution ??= solved(lesson));

  it('tells the same in both languages', () => {
    for (const [index, step] of lesson.prose.en.steps.entries()) {
      const other = lesson.prose.ko.steps[index];
      expect(other?.blocks.map(deedOf)).toEqual(step.blocks.map(deedOf));
      expect(other?.hints.length).toBe(step.hints.length);
    }
  });

  it('lacks nothing, and links what exists', () => expect(mistakesOf(id).map(({ message }) => message)).toEqual([]));

  it('fails every goal when nothing is done', async () => expect(await untouched(lesson)).toEqual([]));

  it('passes with its solution, keeps what passed, and takes the minutes it says', async () => {
    const { seconds } = await solve();
    for (const language of LANGUAGES) {
      const minutes = minutesOf(lesson, language, seconds);
      figures.reckoned[language] = minutes;
      expect(Math.abs(minutes - lesson.minutes), `${language}: reckoned ${minutes.toFixed(1)}`).toBeLessThan(TOLERANCE);
    }
  });

  it.each(lesson.wrong)('refuses in step $step: $run', async (wrong) => {
    await refused(lesson, await solve(), wrong);
    figures.refused++;
  });

  it.each(lesson.alternatives)('accepts in step $step: $run', async ({ step, run }) => {
    await accepted(lesson, await solve(), step, run);
    figures.accepted++;
  });

  it('passes beside what others have in the cluster', async () => accompanied(lesson));

  it('passes by the commands in its text, which print what it says', async () => {
    await played(lesson);
    figures.languages = LANGUAGES;
  });
}

/** The proofs of every other lesson (lessons-other.test.ts has the rest, beside this on another core), and of the course. */
import { describe, expect, it } from 'vitest';
import { readFacts, untold } from './lesson-facts.ts';
import { lessonFolders } from './lesson-files.ts';
import { proveLessons } from './prove-lessons.ts';

proveLessons(
  lessonFolders().filter((_, index) => index % 2 === 0),
  'even',
);

describe('the course', () => {
  it.each(readFacts())('tells in $lesson, step $step: $fact', (fact) => expect(untold(fact)).toEqual([]));
});

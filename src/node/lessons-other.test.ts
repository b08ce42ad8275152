/** The proofs of the lessons that lessons.test.ts leaves. */
import { lessonFolders } from './lesson-files.ts';
import { proveLessons } from './prove-lessons.ts';

proveLessons(
  lessonFolders().filter((_, index) => index % 2 === 1),
  'odd',
);

/** All that is wrong with a lesson, each as one line for its author: file, line and mend. */
import { type Glossary, proseOf, termMistakes } from './glossary.ts';
import { type Lack, lacking } from './lacking.ts';
import { LANGUAGES, type Lesson, LessonError } from './lesson.ts';
import { locate } from './locate.ts';
import { parseLesson } from './parse-lesson.ts';

interface Course {
  glossary: Glossary;
  /** Every lesson's id. */
  lessons: readonly string[];
}

/** `files`: the lesson's folder. What cannot be read has one mistake: the first. */
export function lessonMistakes(id: string, files: Readonly<Record<string, string>>, course: Course): LessonError[] {
  const lesson = readable(id, files);
  if (lesson instanceof LessonError) return [lesson];
  const found = [...lacking(lesson), ...termMistakes(lesson, course.glossary), ...deadLinks(lesson, files, course)];
  return found.map(({ file, mend, ...at }) => new LessonError(`lessons/${id}/${file}`, lineOf(files[file], at), mend));
}

function readable(id: string, files: Readonly<Record<string, string>>): Lesson | LessonError {
  try {
    return parseLesson(id, files);
  } catch (error) {
    if (error instanceof LessonError) return error;
    throw error;
  }
}

function lineOf(text = '', { path, mark }: Pick<Lack, 'path' | 'mark'>): number {
  if (path) return locate(text, path);
  const index = mark === undefined ? 0 : text.split('\n').findIndex((line) => line.includes(mark));
  return Math.max(index, 0) + 1;
}

/** To the glossary, to other lessons, into the lesson's folder, and to the one site that is written for the same version. */
function deadLinks(lesson: Lesson, files: Readonly<Record<string, string>>, { lessons }: Course): Lack[] {
  const isAlive = (to: string): boolean => {
    if (to.startsWith('term:') || to.startsWith('https://kubernetes.io/')) return true;
    return to.startsWith('lesson:') ? lessons.includes(to.slice(7)) : to in files;
  };
  return LANGUAGES.flatMap((language) =>
    [...proseOf(lesson.prose[language]).matchAll(/\]\(([^)]+)\)/g)].flatMap(([link, to = '']) =>
      isAlive(to) ? [] : [{ file: `${language}.md` as const, mark: link, mend: `there is nothing at ${to}` }],
    ),
  );
}

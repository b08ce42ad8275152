/** The lessons on this disk, read as the page reads them. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson, LessonError } from '../lessons/lesson.ts';
import { parseGlossary } from '../lessons/glossary.ts';
import { lessonMistakes } from '../lessons/mistakes.ts';
import { parseLesson } from '../lessons/parse-lesson.ts';

export const LESSONS = 'lessons';

/** `part/nn-slug` of each, in the order of their folders. */
export function lessonFolders(): string[] {
  const folders = (path: string): string[] =>
    readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory());
  return folders(LESSONS)
    .flatMap((part) => folders(join(LESSONS, part)).map((slug) => `${part}/${slug}`))
    .filter((id) => readdirSync(join(LESSONS, id)).includes('lesson.yaml'));
}

/** A folder's files by their path in it. */
export function lessonTexts(id: string): Record<string, string> {
  const files: Record<string, string> = {};
  const read = (path: string): void => {
    for (const name of readdirSync(join(LESSONS, id, path))) {
      const inner = join(path, name);
      if (statSync(join(LESSONS, id, inner)).isDirectory()) read(inner);
      else files[inner] = readFileSync(join(LESSONS, id, inner), 'utf8');
    }
  };
  read('');
  return files;
}

export function readLesson(id: string): Lesson {
  return parseLesson(id, lessonTexts(id));
}

/** In the order in which they are mended. */
export function mistakesOf(id: string): LessonError[] {
  try {
    const glossary = parseGlossary(readFileSync(join(LESSONS, 'glossary.yaml'), 'utf8'));
    return lessonMistakes(id, lessonTexts(id), { glossary, lessons: lessonFolders() });
  } catch (error) {
    return [error as LessonError];
  }
}

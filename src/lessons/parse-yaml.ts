/** An author's YAML; a slip in it is answered by its line. */
import { load } from 'js-yaml';
import { LessonError } from './lesson.ts';

export function parseYaml(file: string, text: string): unknown {
  try {
    return load(text);
  } catch (error) {
    const { mark, reason = 'this is not YAML' } = error as { mark?: { line: number }; reason?: string };
    throw new LessonError(file, (mark?.line ?? 0) + 1, reason);
  }
}

/** The lessons of this build: titles at once (small), the rest of a lesson when it is opened. */
import { type Glossary, parseGlossary } from '../../lessons/glossary.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { parseLesson } from '../../lessons/parse-lesson.ts';

const texts = import.meta.glob<string>('../../../lessons/*/*/{lesson.yaml,en.md,ko.md,files/*}', {
  query: '?raw',
  import: 'default',
});

const glossaryText = import.meta.glob<string>('../../../lessons/glossary.yaml', { query: '?raw', import: 'default' });

const PATH = /lessons\/([^/]+\/[^/]+)\/(.+)$/;

/** Ids (`part/nn-slug`) in the order of the course. */
export const lessonIds: readonly string[] = [...new Set(Object.keys(texts).map((path) => PATH.exec(path)?.[1] ?? ''))]
  .filter(Boolean)
  .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));

const loaded = new Map<string, Promise<Lesson>>();

/** Rejects with a LessonError, whose message is one line for the lesson's author. */
export function loadLesson(id: string): Promise<Lesson> {
  const known = loaded.get(id) ?? readLesson(id);
  loaded.set(id, known);
  return known;
}

async function readLesson(id: string): Promise<Lesson> {
  return parseLesson(id, await readFiles(id));
}

async function readFiles(id: string): Promise<Record<string, string>> {
  const own = Object.entries(texts).filter(([path]) => PATH.exec(path)?.[1] === id);
  const files = await Promise.all(own.map(async ([path, read]) => [PATH.exec(path)?.[2] ?? '', await read()] as const));
  return Object.fromEntries(files);
}

/** What its author still has to mend; nobody else is told. */
export async function mistakesOf(id: string): Promise<readonly string[]> {
  if (!import.meta.env.DEV) return [];
  const { lessonMistakes } = await import('../../lessons/mistakes.ts');
  const course = { glossary: await loadGlossary(), lessons: lessonIds };
  return lessonMistakes(id, await readFiles(id), course).map(({ message }) => message);
}

let glossary: Promise<Glossary> | undefined;

export function loadGlossary(): Promise<Glossary> {
  const [read] = Object.values(glossaryText);
  glossary ??= (read?.() ?? Promise.resolve('{}')).then(parseGlossary);
  return glossary;
}

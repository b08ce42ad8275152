/** The course's words, each in both languages: `lessons/glossary.yaml`. Prose links a word as `[Pods](term:pod)`. */
import { type Language, LANGUAGES, type Lesson, LessonError, type LessonProse } from './lesson.ts';
import type { Lack } from './lacking.ts';
import { locate } from './locate.ts';
import { parseYaml } from './parse-yaml.ts';

export interface Term {
  /** Official page of the documentation that tells more. */
  page: string;
  words: Readonly<Record<Language, { term: string; text: string }>>;
}

export type Glossary = Readonly<Record<string, Term>>;

/** Throws LessonError for an entry that is not told in both languages. */
export function parseGlossary(text: string): Glossary {
  const source = parseYaml('lessons/glossary.yaml', text) as Record<
    string,
    Partial<Record<Language, { term?: string; text?: string }>> & { page?: string }
  >;
  return Object.fromEntries(
    Object.entries(source).map(([id, entry]) => {
      const lacks = [
        ...LANGUAGES.filter((language) => !entry[language]?.term || !entry[language]?.text),
        ...(entry.page ? [] : ['page']),
      ];
      if (lacks.length > 0)
        throw new LessonError('lessons/glossary.yaml', locate(text, [id]), `${id} needs ${lacks.join(', ')}`);
      return [id, { page: entry.page, words: { en: entry.en, ko: entry.ko } } as Term];
    }),
  );
}

const LINK = /\[[^\]]*\]\(term:([a-z0-9-]+)\)/g;

/** The terms that the prose links, in order. */
export function termsIn(prose: LessonProse): string[] {
  return [...proseOf(prose).matchAll(LINK)].map(([, id = '']) => id);
}

/** Everything a reader reads that may hold links. */
export function proseOf({ hook, steps, debrief }: LessonProse): string {
  const told = steps.flatMap(({ blocks, prediction }) => [
    ...blocks.map((block) => ('markdown' in block ? block.markdown : '')),
    prediction ? `${prediction.question}\n${prediction.afterwards}` : '',
  ]);
  return [hook, ...told, debrief].join('\n\n');
}

/** What is wrong with a lesson's links to the glossary; empty when nothing is. */
export function termMistakes({ prose }: Pick<Lesson, 'prose'>, glossary: Glossary): Lack[] {
  const linked = { en: termsIn(prose.en), ko: termsIn(prose.ko) };
  return LANGUAGES.flatMap((language) => {
    const file = `${language}.md` as const;
    const other = language === 'en' ? 'ko' : 'en';
    return linked[language].flatMap((id, index): Lack[] => {
      const mark = `(term:${id})`;
      if (!glossary[id]) return [{ file, mark, mend: `there is no term ${id} in lessons/glossary.yaml` }];
      if (linked[language].indexOf(id) < index)
        return [{ file, mark, mend: `${id} is linked twice; link its first use` }];
      return linked[other].includes(id)
        ? []
        : [{ file, mark, mend: `${other}.md does not link ${id}; link it there too` }];
    });
  });
}

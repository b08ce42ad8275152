/** Where each fact of the course stands (lessons/facts.yaml), held against the lessons' texts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../lessons/lesson.ts';
import { parseYaml } from '../lessons/parse-yaml.ts';
import { LESSONS } from './lesson-files.ts';

export interface Fact {
  fact: string;
  lesson: string;
  step: string;
  /** Words by which it is found, in the order of LANGUAGES. */
  words: readonly string[];
}

const FILE = join(LESSONS, 'facts.yaml');

export function readFacts(): Fact[] {
  const source = parseYaml(FILE, readFileSync(FILE, 'utf8')) as Record<
    string,
    Record<string, Record<string, string[]>>
  >;
  return Object.entries(source).flatMap(([lesson, steps]) =>
    Object.entries(steps).flatMap(([step, facts]) =>
      Object.entries(facts).map(([fact, words]) => ({ fact, lesson, step, words: words.map(String) })),
    ),
  );
}

/** The languages in which the step does not tell it. */
export function untold({ lesson, step, words }: Fact): string[] {
  return LANGUAGES.filter((language, index) => {
    const text = readFileSync(join(LESSONS, lesson, `${language}.md`), 'utf8');
    const section = text.split(/^## /m).find((each) => each.split('\n')[0]?.endsWith(`{#${step}}`));
    const sought = words[index];
    return !sought || !section?.includes(sought);
  });
}

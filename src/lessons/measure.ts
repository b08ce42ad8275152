/** How long a lesson takes: read, thought about and done. */
import type { Language, Lesson, LessonProse, StepProse } from './lesson.ts';

const WORDS_PER_MINUTE = 130;
const LETTERS_PER_MINUTE = 370;
/** To find, run and read what a command prints. */
const SECONDS_PER_COMMAND = 25;
const SECONDS_PER_PREDICTION = 40;
/** To read or edit a file. */
const SECONDS_PER_FILE = 45;
/** To find what is wrong in a step of a lab, and to mend it. */
const SECONDS_PER_FAULT = 75;

/** Minutes of reading, thinking and doing; `played`: what the solution took on the cluster's own clock, in seconds. */
export function minutesOf({ prose, kind }: Pick<Lesson, 'prose' | 'kind'>, language: Language, played: number): number {
  const told = prose[language];
  const counted = told.steps.map(secondsOfDoing).reduce((sum, seconds) => sum + seconds, 0);
  const searched = kind === 'lab' ? told.steps.length * SECONDS_PER_FAULT : 0;
  return readingMinutes(told, language) + (counted + searched + played) / 60;
}

function secondsOfDoing({ blocks, prediction }: StepProse): number {
  const count = (sort: string): number => blocks.filter((block) => block.sort === sort).length;
  return (
    (count('command') + count('switch')) * SECONDS_PER_COMMAND +
    count('yaml') * SECONDS_PER_FILE +
    (prediction ? SECONDS_PER_PREDICTION : 0)
  );
}

function readingMinutes({ hook, steps, debrief }: LessonProse, language: Language): number {
  const text = [
    hook,
    debrief,
    ...steps.flatMap(({ title, blocks, goals, prediction }) => [
      title,
      // Commands, what they print and files have their own seconds.
      ...blocks.map((block) => (block.sort === 'prose' ? block.markdown : '')),
      ...Object.values(goals),
      prediction
        ? `${prediction.question} ${Object.values(prediction.choices).join(' ')} ${prediction.afterwards}`
        : '',
    ]),
  ].join(' ');
  return language === 'en'
    ? text.split(/\s+/).length / WORDS_PER_MINUTE
    : text.replace(/\s/g, '').length / LETTERS_PER_MINUTE;
}

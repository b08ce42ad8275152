/** What makes a lesson whole beyond its being readable, said as what it still lacks; and how long it takes. */
import type { Language, Lesson, LessonProse, StepProse } from './lesson.ts';

const SIDES: Record<Language, readonly string[]> = {
  en: ['**On a real cluster**', '**Go deeper**'],
  ko: ['**실제 클러스터에서도**', '**더 읽기**'],
};
const TIERS = 3;

/** Empty when nothing is lacking. */
export function lacking(lesson: Lesson): string[] {
  const { kind, steps, wrong, alternatives } = lesson;
  const lab = kind === 'lab';
  const lacks: [boolean, string][] = [
    [!lab && !steps.some(({ breaks }) => breaks), 'a step that breaks something (breaks: true)'],
    [!lab && !steps.some(({ mends }) => mends), 'a step that mends it (mends: true)'],
    [!lab && !steps.some(({ prediction }) => prediction), 'a prediction'],
    [lab && lesson.start.run.length + lesson.start.objects.length === 0, 'a fault to start with (start)'],
    [alternatives.length < (lab ? 2 : 1), lab ? 'two alternatives: a lab has several mends' : 'an alternative'],
    [wrong.some(({ id, when }) => !id || !when), 'an id and a when for each wrong answer'],
  ];
  return [
    ...lacks.flatMap(([lack, what]) => (lack ? [`lesson.yaml lacks ${what}`] : [])),
    ...(['en', 'ko'] as const).flatMap((language) => lackingInProse(lesson, language)),
  ];
}

function lackingInProse({ prose, steps }: Lesson, language: Language): string[] {
  const { hook, debrief, steps: told } = prose[language];
  const file = `${language}.md`;
  const sentences = hook.match(/[.?!](?=\s|$)/g)?.length ?? 0;
  return [
    ...(sentences === 2 ? [] : [`${file}: the hook has ${sentences} sentences; two are wanted`]),
    ...SIDES[language].flatMap((side) => (debrief.includes(side) ? [] : [`${file}: the debrief lacks ${side}`])),
    ...told.flatMap(({ id, hints }, index) => {
      const wanted = Object.keys(steps[index]?.goals ?? {}).length > 0 ? TIERS : 0;
      return hints.length >= wanted ? [] : [`${file}: step ${id} has ${hints.length} hints; three are wanted`];
    }),
  ];
}

const WORDS_PER_MINUTE = 130;
const LETTERS_PER_MINUTE = 330;
/** To find, run and read what a command prints. */
const SECONDS_PER_COMMAND = 30;
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

/** What makes a lesson whole beyond its being readable, said as what it still lacks. */
import { KINDS } from './kinds.ts';
import { type Language, LANGUAGES, type Lesson, type Step, type StepProse } from './lesson.ts';

/** A lack and where it is mended. */
export interface Lack {
  file: 'lesson.yaml' | 'en.md' | 'ko.md';
  /** Keys from the top of lesson.yaml. */
  path?: readonly (string | number)[];
  /** What the line of the prose begins with or holds. */
  mark?: string;
  mend: string;
}

const SIDES: Record<Language, readonly string[]> = {
  en: ['**On a real cluster**', '**Go deeper**'],
  ko: ['**실제 클러스터에서도**', '**더 읽기**'],
};
const TIERS = 3;

/** Empty when nothing is lacking. */
export function lacking(lesson: Lesson): Lack[] {
  return [
    ...lackingAsWhole(lesson),
    ...lesson.steps.flatMap((step) => lackingInLook(lesson, step)),
    ...lackingInWrong(lesson),
    ...LANGUAGES.flatMap((language) => lackingInProse(lesson, language)),
  ];
}

function lackingAsWhole({ kind, steps, alternatives, start }: Lesson): Lack[] {
  const lab = kind === 'lab';
  const lacks: [lack: boolean, path: string, what: string][] = [
    [!lab && !steps.some(({ breaks }) => breaks), 'steps', 'say in which step something is broken (breaks: true)'],
    [!lab && !steps.some(({ mends }) => mends), 'steps', 'say in which step it is mended (mends: true)'],
    [!lab && !steps.some(({ prediction }) => prediction), 'steps', 'let one step ask for a prediction (predict)'],
    [lab && start.run.length + start.objects.length === 0, 'kind', 'a lab has a fault to start with (start)'],
    [alternatives.length < (lab ? 2 : 1), 'alternatives', `name ${lab ? 'two alternatives' : 'an alternative'}`],
  ];
  return lacks.flatMap(([lack, key, mend]) => (lack ? [{ file: 'lesson.yaml', path: [key], mend } as const] : []));
}

const PANELS = new Set(['requests', 'events', 'browser']);
const PLACES = new Set([
  'inside',
  'component',
  ...Object.keys(KINDS).map((kind) => kind.slice(kind.lastIndexOf('/') + 1).toLowerCase()),
]);

function lackingInLook({ prose, start }: Lesson, { id, look }: Step): Lack[] {
  const at = { file: 'lesson.yaml', path: ['steps', id, 'look'] } as const;
  if (!look) return [{ ...at, path: ['steps', id], mend: `say where to look in step ${id} (look: pod/web)` }];
  if (PANELS.has(look)) return [];
  const [place = '', name = ''] = [look.slice(0, look.indexOf('/')), look.slice(look.indexOf('/') + 1)];
  if (place !== 'file')
    return PLACES.has(place)
      ? []
      : [{ ...at, mend: `look knows no '${place}'; say pod/web, component/etcd, file/web.yaml` }];
  const written = prose.en.steps.flatMap(({ blocks }) =>
    blocks.map((block) => (block.sort === 'yaml' ? block.file : '')),
  );
  const there = name in start.files || written.includes(name);
  return there ? [] : [{ ...at, mend: `there is no ${name} in files/` }];
}

function lackingInWrong({ wrong, prose }: Lesson): Lack[] {
  const hints = wrong.map(({ id, step }) => prose.en.steps.find((told) => told.id === step)?.wrong[id] ?? '');
  return wrong.flatMap(({ id, when }, index): Lack[] => {
    const at = { file: 'lesson.yaml', path: ['wrong', index] } as const;
    if (!id || !when) return [{ ...at, mend: 'give the wrong answer an id, and say when its hint shows (when)' }];
    if (wrong.findIndex((other) => other.id === id) < index)
      return [{ ...at, mend: `there is a wrong answer ${id} already; give each its own id` }];
    return hints.indexOf(hints[index] ?? '') < index ? [{ ...at, mend: `${id} needs a hint of its own` }] : [];
  });
}

function lackingInProse({ prose, steps }: Lesson, language: Language): Lack[] {
  const { hook, debrief, steps: told } = prose[language];
  const file = `${language}.md` as const;
  const sentences = hook.match(/[.?!](?=\s|$)/g)?.length ?? 0;
  return [
    ...(sentences === 2 ? [] : [{ file, mend: `write the hook in two sentences, not in ${sentences}` }]),
    ...told.flatMap((step, index) => lackingInStep(file, step, steps[index])),
    ...SIDES[language].flatMap((side) =>
      debrief.includes(side) ? [] : [{ file, mark: '{#debrief}', mend: `say in the debrief: ${side} …` }],
    ),
  ];
}

function lackingInStep(file: Lack['file'], told: StepProse, step: Step | undefined): Lack[] {
  const { id, hints, wrong } = told;
  const wanted = Object.keys(step?.goals ?? {}).length > 0 ? TIERS : 0;
  const empty = Object.keys(wrong).filter((name) => wrong[name] === '');
  return [
    ...(hints.length >= wanted ? [] : [`step ${id} has ${hints.length} hints; write ${TIERS}`]),
    ...(hints.includes('') ? [`a hint of step ${id} is empty`] : []),
    ...empty.map((name) => `the hint for wrong answer ${name} is empty`),
  ].map((mend) => ({ file, mark: `{#${id}}`, mend }));
}

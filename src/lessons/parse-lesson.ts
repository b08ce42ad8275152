/** Reads a lesson's folder: `lesson.yaml` (schema: lessons/lesson.schema.json), `en.md`, `ko.md` and `files/`. */
import schema from '../../lessons/lesson.schema.json' with { type: 'json' };
import type { KubeObject } from '../api/object.ts';
import { firstMistake, type Schema } from './check-schema.ts';
import type { Goal } from './goal.ts';
import { KINDS } from './kinds.ts';
import {
  type Action,
  type Alternative,
  LANGUAGES,
  type Lesson,
  LessonError,
  type LessonProse,
  type Need,
  type Step,
} from './lesson.ts';
import { locate } from './locate.ts';
import { needsOf } from './needs.ts';
import { type GoalSource, parseGoal } from './parse-goal.ts';
import { parseProse } from './parse-prose.ts';
import { parseYaml } from './parse-yaml.ts';
import { sameSteps } from './same-steps.ts';

interface StepSource {
  goals?: Record<string, GoalSource>;
  solution: Action[];
  predict?: string | boolean | number;
  look?: string;
  breaks?: boolean;
  mends?: boolean;
  needs?: Need[];
}

interface Source {
  kind?: 'lesson' | 'lab';
  minutes: number;
  start?: { objects?: KubeObject[]; run?: Action[] };
  objects?: KubeObject[];
  steps: Record<string, StepSource>;
  wrong: { id?: string; step: string; run: Action[]; fails: string; when?: GoalSource }[];
  alternatives?: Alternative[];
}

/** Says an author's mistake at a place of lesson.yaml. */
type Fail = (path: readonly (string | number)[], mend: string) => LessonError;

/** `files`: the folder's files by their path in it. Throws LessonError, whose message is one line for the author. */
export function parseLesson(id: string, files: Readonly<Record<string, string>>): Lesson {
  const read = (name: string): string => {
    const text = files[name];
    if (text === undefined) throw new LessonError(`lessons/${id}/${name}`, 1, 'is missing');
    return text;
  };
  const file = `lessons/${id}/lesson.yaml`;
  if (!/^[a-z0-9-]+\/[0-9]+-[a-z0-9-]+$/.test(id)) throw new LessonError(file, 1, 'name the folder PART/NN-slug');
  const text = read('lesson.yaml');
  const fail: Fail = (path, mend) => new LessonError(file, locate(text, path), mend);
  const source = parseYaml(file, text) as Source;
  const mistake = firstMistake(source, schema as Schema);
  if (mistake) throw fail(mistake.path, mistake.mend);
  const objects = objectsOf(source, fail);
  const prose = {
    en: parseProse(`lessons/${id}/en.md`, read('en.md')),
    ko: parseProse(`lessons/${id}/ko.md`, read('ko.md')),
  };
  const steps = Object.entries(source.steps).map(([name, step]) => stepOf(name, step, prose.en, fail));
  const wrong = wrongOf(source, steps, fail);
  for (const language of LANGUAGES)
    sameSteps(`lessons/${id}/${language}.md`, read(`${language}.md`), { steps, wrong }, prose[language]);
  const [part = '', slug = ''] = id.split('/');
  return {
    id,
    part,
    number: Number.parseInt(slug, 10),
    kind: source.kind ?? 'lesson',
    minutes: source.minutes,
    start: {
      files: Object.fromEntries(
        Object.entries(files).flatMap(([path, content]) =>
          path.startsWith('files/') ? [[path.slice(6), content]] : [],
        ),
      ),
      objects,
      run: source.start?.run ?? [],
    },
    steps,
    wrong,
    alternatives: alternativesOf(source, steps, fail),
    prose,
  };
}

function objectsOf({ start, objects = [] }: Source, fail: Fail): KubeObject[] {
  const path = start?.objects ? ['start', 'objects'] : ['objects'];
  const given = start?.objects ?? objects;
  for (const [index, { apiVersion, kind }] of given.entries())
    if (!KINDS[`${apiVersion}/${kind}`])
      throw fail(
        [...path, index],
        `lessons do not know ${apiVersion} ${kind}; a new kind is a line in src/lessons/kinds.ts`,
      );
  return given;
}

function stepOf(id: string, source: StepSource, prose: LessonProse, fail: Fail): Step {
  const { look, predict, breaks = false, mends = false } = source;
  const goals = Object.fromEntries(
    Object.entries(source.goals ?? {}).map(([name, goal]) => [name, goalOf(goal, ['steps', id, 'goals', name], fail)]),
  );
  const choices = Object.keys(prose.steps.find((step) => step.id === id)?.prediction?.choices ?? {});
  if (predict === undefined && choices.length === 0 && Object.keys(goals).length === 0)
    throw fail(['steps', id], `step ${id} can never be passed on purpose: give it a goal or a prediction`);
  if ((predict !== undefined || choices.length > 0) && !choices.includes(String(predict)))
    throw fail(['steps', id, 'predict'], `predict must be one of the choices in en.md: ${choices.join(', ')}`);
  return {
    id,
    goals,
    solution: source.solution,
    ...(predict === undefined ? {} : { prediction: { choices, answer: String(predict) } }),
    ...(look ? { look } : {}),
    breaks,
    mends,
    needs: needsOf(source.needs ?? [], source.solution, Object.values(goals)),
  };
}

function goalOf(source: GoalSource, path: readonly (string | number)[], fail: Fail): Goal {
  try {
    return parseGoal(source);
  } catch (error) {
    throw fail(path, (error as Error).message.split('\n')[0] ?? '');
  }
}

function wrongOf(source: Source, steps: readonly Step[], fail: Fail): Lesson['wrong'] {
  if (source.wrong.length < 2) throw fail(['wrong'], 'name at least two common wrong answers');
  return source.wrong.map(({ id = '', when, ...rest }, index) => {
    const step = stepNamed(rest.step, steps, ['wrong', index, 'step'], fail);
    if (!step.goals[rest.fails])
      throw fail(
        ['wrong', index, 'fails'],
        `fails must be a goal of ${step.id}: ${Object.keys(step.goals).join(', ')}`,
      );
    return { ...rest, id, ...(when ? { when: goalOf(when, ['wrong', index, 'when'], fail) } : {}) };
  });
}

function alternativesOf(source: Source, steps: readonly Step[], fail: Fail): Lesson['alternatives'] {
  const given = source.alternatives ?? [];
  for (const [index, { step }] of given.entries()) stepNamed(step, steps, ['alternatives', index, 'step'], fail);
  return given;
}

function stepNamed(name: string, steps: readonly Step[], path: readonly (string | number)[], fail: Fail): Step {
  const step = steps.find(({ id }) => id === name);
  if (!step) throw fail(path, `there is no step ${name}; steps: ${steps.map(({ id }) => id).join(', ')}`);
  return step;
}

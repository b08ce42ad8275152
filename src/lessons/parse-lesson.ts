/** Reads a lesson's folder: `lesson.yaml` (schema: lessons/lesson.schema.json), `en.md`, `ko.md` and `files/`. */
import { load } from 'js-yaml';
import type { KubeObject } from '../api/object.ts';
import {
  type Alternative,
  type Goal,
  LANGUAGES,
  type Lesson,
  LessonError,
  type LessonProse,
  type Step,
  type WrongAnswer,
} from './lesson.ts';
import { KINDS } from './kinds.ts';
import { parseProse } from './parse-prose.ts';

interface GoalSource {
  object?: Subjected;
  count?: Subjected;
  absent?: Subjected;
  always?: Subjected;
  traffic?: { from?: string; url: string; status?: number; body?: string };
  exactly?: number;
  atLeast?: number;
  atMost?: number;
  seconds?: number;
}
type Subjected = { apiVersion: string; kind: string; metadata?: { namespace?: string } } & Record<string, unknown>;

interface Source {
  minutes: number;
  objects?: KubeObject[];
  steps: Record<string, { goals?: Record<string, GoalSource>; solution: string[]; predict?: string; look?: string }>;
  wrong: WrongAnswer[];
  alternatives?: Alternative[];
}

/** How long a goal must hold when its author says nothing: long enough not to be a passing moment. */
const SECONDS = 2;

/** `files`: the folder's files by their path in it. Throws LessonError, whose message is one line for the author. */
export function parseLesson(id: string, files: Readonly<Record<string, string>>): Lesson {
  const read = (name: string): string => {
    const text = files[name];
    if (text === undefined) throw new LessonError(`lessons/${id}/${name}`, 1, 'is missing');
    return text;
  };
  const file = `lessons/${id}/lesson.yaml`;
  const text = read('lesson.yaml');
  const source = parseYaml(file, text);
  const lineOf = (word: string): number => text.split('\n').findIndex((line) => line.includes(`${word}:`)) + 1;
  const en = parseProse(`lessons/${id}/en.md`, read('en.md'));
  const ko = parseProse(`lessons/${id}/ko.md`, read('ko.md'));
  const steps = Object.entries(source.steps).map(([name, step]): Step => {
    const goals = Object.entries(step.goals ?? {}).map(
      ([goal, body]) => [goal, toGoal(file, lineOf(goal), body)] as const,
    );
    if (!step.solution) throw new LessonError(file, lineOf(name), `step ${name} needs a solution`);
    const prediction = predictionOf(file, lineOf(name), name, step.predict, en);
    const look = step.look ? { look: step.look } : {};
    return { id: name, goals: Object.fromEntries(goals), solution: step.solution, ...prediction, ...look };
  });
  for (const language of LANGUAGES) sameSteps(`lessons/${id}/${language}.md`, steps, language === 'en' ? en : ko);
  if (source.wrong.length < 2) throw new LessonError(file, lineOf('wrong'), 'name at least two common wrong answers');
  const [part = '', slug = ''] = id.split('/');
  return {
    id,
    part,
    number: Number.parseInt(slug, 10),
    minutes: source.minutes,
    files: Object.fromEntries(
      Object.entries(files).flatMap(([path, content]) => (path.startsWith('files/') ? [[path.slice(6), content]] : [])),
    ),
    objects: source.objects ?? [],
    steps,
    wrong: source.wrong,
    alternatives: source.alternatives ?? [],
    prose: { en, ko },
  };
}

function parseYaml(file: string, text: string): Source {
  try {
    return load(text) as Source;
  } catch (error) {
    const line = (error as { mark?: { line: number } }).mark?.line ?? 0;
    throw new LessonError(file, line + 1, (error as { reason?: string }).reason ?? 'is not YAML');
  }
}

function toGoal(file: string, line: number, source: GoalSource): Goal {
  const seconds = source.seconds ?? SECONDS;
  if (source.traffic) {
    const { url, status = 200, body = '' } = source.traffic;
    return { sort: 'traffic', seconds, from: placeOf(source.traffic.from), url, status, body };
  }
  for (const sort of ['object', 'count', 'absent', 'always'] as const) {
    const subjected = source[sort];
    if (!subjected) continue;
    const { apiVersion, kind, ...pattern } = subjected;
    if (!KINDS[`${apiVersion}/${kind}`]) throw new LessonError(file, line, `goals do not know ${apiVersion} ${kind}`);
    const namespace = subjected.metadata?.namespace;
    const subject = { apiVersion, kind, ...(namespace ? { namespace } : {}) };
    if (sort === 'object' || sort === 'absent') return { sort, seconds, subject, pattern };
    const atLeast = source.exactly ?? source.atLeast ?? 0;
    const atMost = source.exactly ?? source.atMost ?? Number.POSITIVE_INFINITY;
    return { sort, seconds, subject, pattern, atLeast, atMost };
  }
  throw new LessonError(file, line, 'a goal has one of object, count, absent, always, traffic');
}

function placeOf(from = 'laptop'): { kind: 'laptop' } | { kind: 'internet' } | { kind: 'node'; node: string } {
  if (from === 'laptop' || from === 'internet') return { kind: from };
  return { kind: 'node', node: from };
}

function predictionOf(
  file: string,
  line: number,
  step: string,
  answer: string | undefined,
  prose: LessonProse,
): Pick<Step, 'prediction'> {
  const choices = Object.keys(prose.steps.find(({ id }) => id === step)?.prediction?.choices ?? {});
  if (answer === undefined && choices.length === 0) return {};
  if (!answer || !choices.includes(answer))
    throw new LessonError(file, line, `predict must be one of: ${choices.join(', ')}`);
  return { prediction: { choices, answer } };
}

/** Both languages tell the same steps, goals, blocks, hints and choices. */
function sameSteps(file: string, steps: readonly Step[], prose: LessonProse): void {
  const expect = (what: string, wanted: readonly string[], got: readonly string[]): void => {
    if (wanted.join() !== got.join())
      throw new LessonError(
        file,
        1,
        `${what} are ${got.join(', ') || 'none'}; lesson.yaml has ${wanted.join(', ') || 'none'}`,
      );
  };
  expect(
    'steps',
    steps.map(({ id }) => id),
    prose.steps.map(({ id }) => id),
  );
  for (const [index, step] of steps.entries()) {
    const told = prose.steps[index];
    expect(`goals of ${step.id}`, Object.keys(step.goals), Object.keys(told?.goals ?? {}));
    expect(`choices of ${step.id}`, step.prediction?.choices ?? [], Object.keys(told?.prediction?.choices ?? {}));
  }
}

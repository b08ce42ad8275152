/** Holds a lesson's prose to its lesson.yaml: the same steps, goals, choices and wrong answers, told in either language. */
import { type Lesson, LessonError, type LessonProse } from './lesson.ts';

export function sameSteps(
  file: string,
  text: string,
  { steps, wrong }: Pick<Lesson, 'steps' | 'wrong'>,
  prose: LessonProse,
): void {
  const lineOf = (step: string): number => text.split('\n').findIndex((line) => line.includes(`{#${step}}`)) + 1 || 1;
  const expect = (step: string, what: string, wanted: readonly string[], got: readonly string[]): void => {
    if (wanted.join() === got.join()) return;
    const has = got.join(', ') || 'none';
    throw new LessonError(file, lineOf(step), `${what} are ${has}; lesson.yaml has ${wanted.join(', ') || 'none'}`);
  };
  const ids = steps.map(({ id }) => id);
  expect(
    '',
    'steps',
    ids,
    prose.steps.map(({ id }) => id),
  );
  for (const [index, step] of steps.entries()) {
    const told = prose.steps[index];
    const { id } = step;
    expect(id, `goals of ${id}`, Object.keys(step.goals), Object.keys(told?.goals ?? {}));
    expect(id, `choices of ${id}`, step.prediction?.choices ?? [], Object.keys(told?.prediction?.choices ?? {}));
    const hinted = wrong.flatMap((each) => (each.step === id && each.id ? [each.id] : []));
    expect(id, `wrong answers of ${id}`, hinted, Object.keys(told?.wrong ?? {}));
  }
}

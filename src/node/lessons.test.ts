/**
 * Every lesson carries its own proof: untouched it fails every goal, common wrong answers fail, the solution and the
 * alternatives pass, its commands run, nothing that passed is lost, and both languages tell the same.
 */
import { describe, expect, it } from 'vitest';
import type { Block, Lesson } from '../lessons/lesson.ts';
import { lessonFolders, openStage, readLesson, type Stage } from './lesson-stage.ts';

async function onStage<T>(lesson: Lesson, play: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await openStage(lesson);
  try {
    return await play(stage);
  } finally {
    stage.stop();
  }
}

/** Solves the steps before `step`; the step itself is then the current one. */
async function solveUntil(lesson: Lesson, stage: Stage, step: string): Promise<void> {
  await stage.wait(10);
  for (const { id, solution, prediction } of lesson.steps) {
    if (id === step) return;
    if (prediction) stage.runner.predict(prediction.answer);
    await stage.run(solution);
    expect(
      stage.runner.state.passed,
      `${id} should have passed; ${JSON.stringify(stage.runner.state.goals)}`,
    ).toContain(id);
  }
}

const commandsOf = (blocks: readonly Block[]): (Block & { sort: 'command' })[] =>
  blocks.filter((block): block is Block & { sort: 'command' } => block.sort === 'command');

describe.each(lessonFolders())('lesson %s', (id) => {
  const lesson = readLesson(id);

  it('tells the same commands and blocks in both languages', () => {
    for (const [index, step] of lesson.prose.en.steps.entries()) {
      const other = lesson.prose.ko.steps[index];
      expect(other?.blocks.map(({ sort }) => sort)).toEqual(step.blocks.map(({ sort }) => sort));
      expect(commandsOf(other?.blocks ?? [])).toEqual(commandsOf(step.blocks));
      expect(other?.hints.length).toBe(step.hints.length);
    }
  });

  it('fails every goal when nothing is done', async () => {
    for (const step of lesson.steps) {
      // Each step judged first, so that its goals are looked at on the untouched start.
      await onStage({ ...lesson, steps: [step] }, async (stage) => {
        await stage.wait(30);
        expect(stage.runner.state.goals.filter(({ held }) => held)).toEqual([]);
        expect(stage.runner.state.passed).toEqual([]);
      });
    }
  });

  it('passes with its solution, and keeps what passed', async () => {
    await onStage(lesson, async (stage) => {
      await solveUntil(lesson, stage, '');
      await stage.wait(60);
      expect(stage.runner.state.passed).toEqual(lesson.steps.map((step) => step.id));
    });
  });

  it('holds each goal for good once it holds', async () => {
    await onStage(lesson, async (stage) => {
      await stage.wait(10);
      for (const step of lesson.steps) {
        // A lesson of this step alone never passes on a prediction: goals go on being judged after they held.
        if (step.prediction) stage.runner.predict(step.prediction.answer);
        await stage.run(step.solution);
        await onlyJudge(lesson, step.id, stage);
      }
    });
  });

  it.each(lesson.wrong)('refuses in step $step: $run', async ({ step, run, fails }) => {
    await onStage(lesson, async (stage) => {
      await solveUntil(lesson, stage, step);
      await stage.run(run);
      expect(stage.runner.state.passed).not.toContain(step);
      expect(stage.runner.state.goals.find((goal) => goal.id === fails)?.held).toBe(false);
    });
  });

  it.each(lesson.alternatives)('accepts in step $step: $run', async ({ step, run }) => {
    await onStage(lesson, async (stage) => {
      await solveUntil(lesson, stage, step);
      const prediction = lesson.steps.find((each) => each.id === step)?.prediction;
      if (prediction) stage.runner.predict(prediction.answer);
      await stage.run(run);
      expect(stage.runner.state.passed, JSON.stringify(stage.runner.state.goals)).toContain(step);
    });
  });

  it('runs the commands in its text, and passes by them', async () => {
    await onStage(lesson, async (stage) => {
      await stage.wait(10);
      for (const step of lesson.prose.en.steps) {
        const prediction = lesson.steps.find((each) => each.id === step.id)?.prediction;
        if (prediction) stage.runner.predict(prediction.answer);
        for (const { text, fails } of commandsOf(step.blocks)) {
          const { output, status } = await stage.run([text]);
          expect(status === 0, `$ ${text}\n${output}`).toBe(!fails);
        }
        expect(stage.runner.state.passed, JSON.stringify(stage.runner.state.goals)).toContain(step.id);
      }
    });
  });
});

/** After a step's solution its goals must not come and go: two looks, far apart, agree. */
async function onlyJudge(lesson: Lesson, step: string, stage: Stage): Promise<void> {
  const passed = (): boolean => stage.runner.state.passed.includes(step);
  expect(passed(), `${lesson.id} ${step}`).toBe(true);
  await stage.wait(20);
  expect(passed()).toBe(true);
}

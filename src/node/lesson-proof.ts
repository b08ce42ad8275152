/** The proofs that every lesson carries, each as a story that a test tells. They throw an Error in plain words. */
import type { Block, Lesson, Step, WrongAnswer } from '../lessons/lesson.ts';
import type { Action } from '../lessons/lesson.ts';
import { firstUnprinted } from '../lessons/printed.ts';
import { type GoalState, LessonRunner } from '../lessons/runner.ts';
import { HOME } from '../workstation/laptop.ts';
import type { Saved } from './lesson-machines.ts';
import { strangers } from './lesson-strangers.ts';
import { A_STEP, openStage, type Printed, type Stage, type StageOptions } from './lesson-stage.ts';

/** Virtual seconds between a command of the text and the next, when it does not say: about what a reader takes. */
const READING = 10;

export async function onStage<T>(
  lesson: Pick<Lesson, 'id' | 'start' | 'steps' | 'wrong'>,
  options: StageOptions,
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await openStage(lesson, options);
  try {
    return await play(stage);
  } finally {
    stage.stop();
  }
}

/** A runner of one step alone that never passes: it judges on after the goals hold. */
function judgeOnly({ machines, client }: Stage, step: Step): LessonRunner {
  const held = { ...step, prediction: { choices: [], answer: '' } };
  const { wire, telling, clock } = machines;
  return new LessonRunner({
    lesson: { steps: [held], wrong: [] },
    client,
    wire,
    telling,
    clock,
    changed: () => undefined,
  });
}

/** The goals that hold though nothing was done. */
export async function untouched(lesson: Lesson): Promise<string[]> {
  return onStage(lesson, {}, async (stage) => {
    const runners = lesson.steps.map((step) => judgeOnly(stage, step));
    await stage.machines.wait(30);
    const held = runners.flatMap(({ state }) => state.goals.filter((goal) => goal.held).map(({ id }) => id));
    for (const runner of runners) runner.stop();
    return held;
  });
}

async function performAll(stage: Stage, actions: readonly Action[]): Promise<Printed[]> {
  const printed: Printed[] = [];
  for (const action of actions) {
    printed.push(await stage.perform(action));
    await stage.machines.wait(1);
  }
  return printed;
}

async function solve(stage: Stage, step: Step, actions = step.solution): Promise<void> {
  await predict(stage, step);
  const printed = await performAll(stage, actions);
  const passed = await stage.awaitStep(step.id);
  await stage.endStep();
  if (!passed) throw new Error(`step ${step.id} is not passed: ${explain(stage.runner.state.goals, printed)}`);
}

/** Before anything is done: what is asked from then on answers it. */
async function predict({ runner, machines }: Stage, { prediction }: Step): Promise<void> {
  if (!prediction) return;
  runner.predict(prediction.answer);
  await machines.wait(0.2);
}

function explain(goals: readonly GoalState[], printed: readonly Printed[]): string {
  const open = goals
    .filter(({ held }) => !held)
    .map(({ id, unmet }) => `${id}: ${JSON.stringify(unmet ?? 'holds, not long enough')}`);
  return [...open, ...printed.map(({ output }) => output)].join('\n');
}

export interface Solved {
  /** Step → how things stand when it begins. */
  begins: ReadonlyMap<string, { saved: Saved; passed: readonly string[] }>;
  /** Cluster seconds that the solution took. */
  seconds: number;
}

/** Plays the solution. Each step's goals must hold on for a while after it, and no wrong answer's hint may show. */
export async function solved(lesson: Lesson): Promise<Solved> {
  return onStage(lesson, {}, async (stage) => {
    const { machines, runner } = stage;
    const begins = new Map<string, { saved: Saved; passed: readonly string[] }>();
    let seconds = 0;
    await machines.wait(10);
    for (const step of lesson.steps) {
      const saved = machines.save?.();
      if (saved) begins.set(step.id, { saved, passed: [...runner.state.passed] });
      const judge = judgeOnly(stage, step);
      const watcher = watchWrong(stage, lesson, step);
      const begin = machines.clock.now();
      await solve(stage, step);
      seconds += (machines.clock.now() - begin) / 1000;
      await machines.wait(20);
      const lost = judge.state.goals.filter(({ held }) => !held);
      const hinted = watcher.state.wrong;
      judge.stop();
      watcher.stop();
      if (lost.length > 0) throw new Error(`step ${step.id} passed and then lost: ${explain(lost, [])}`);
      if (hinted.length > 0)
        throw new Error(`step ${step.id}: the right way looks like ${hinted.join(', ')}; say more in its when`);
    }
    const passed = runner.state.passed.join();
    if (passed !== lesson.steps.map(({ id }) => id).join()) throw new Error(`only passed: ${passed}`);
    return { begins, seconds };
  });
}

function watchWrong({ machines, client }: Stage, lesson: Lesson, step: Step): LessonRunner {
  const { wire, telling, clock } = machines;
  const lone = { steps: [{ ...step, prediction: { choices: [], answer: '' } }], wrong: lesson.wrong };
  return new LessonRunner({ lesson: lone, client, wire, telling, clock, changed: () => undefined });
}

/** Plays a wrong answer from its step's begin: neither the step nor its goal may pass, and its hint must show. */
export async function refused(lesson: Lesson, { begins }: Solved, wrong: WrongAnswer): Promise<void> {
  const from = begins.get(wrong.step);
  await onStage(lesson, from ? { from } : {}, async (stage) => {
    const step = lesson.steps.find(({ id }) => id === wrong.step);
    if (step) await predict(stage, step);
    await performAll(stage, wrong.run);
    await stage.machines.wait(A_STEP);
    const { passed, goals, wrong: shown } = stage.runner.state;
    await stage.endStep();
    if (passed.includes(wrong.step)) throw new Error(`passes step ${wrong.step}`);
    if (goals.find(({ id }) => id === wrong.fails)?.held) throw new Error(`reaches ${wrong.fails}`);
    if (wrong.when && !shown.includes(wrong.id))
      throw new Error(`its hint ${wrong.id} does not show; shown: ${shown.join(', ') || 'none'}`);
  });
}

/** Plays another right answer from its step's begin. */
export async function accepted(
  lesson: Lesson,
  { begins }: Solved,
  step: string,
  run: readonly Action[],
): Promise<void> {
  const from = begins.get(step);
  const whole = lesson.steps.find(({ id }) => id === step);
  if (whole) await onStage(lesson, from ? { from } : {}, (stage) => solve(stage, whole, run));
}

/** Plays the solution in a cluster where others have things too: what is not the lesson's must not fail it. */
export async function accompanied(lesson: Lesson): Promise<void> {
  await onStage(lesson, { strangers }, async (stage) => {
    await stage.machines.wait(10);
    for (const step of lesson.steps) await solve(stage, step);
  });
}

/** Does what the text says, in its order. What mends a lab its text keeps to itself: there the solution follows. */
export async function played(lesson: Lesson): Promise<void> {
  await onStage(lesson, {}, async (stage) => {
    await stage.machines.wait(10);
    for (const step of lesson.steps) {
      await predict(stage, step);
      const told = lesson.prose.en.steps.find(({ id }) => id === step.id);
      const staying = await playBlocks(stage, told?.blocks ?? []);
      if (lesson.kind === 'lab') await performAll(stage, step.solution);
      const passed = await stage.awaitStep(step.id);
      const printed = await stage.endStep();
      if (!passed) throw new Error(`the text does not pass step ${step.id}: ${explain(stage.runner.state.goals, [])}`);
      if (staying !== undefined) mustPrint('what stays', staying, printed);
    }
  });
}

/** Resolves with what a command that stays is said to print. */
async function playBlocks(stage: Stage, blocks: readonly Block[]): Promise<string | undefined> {
  let last: { text: string; stays: boolean; output: string } | undefined;
  let staying: string | undefined;
  for (const block of blocks) {
    if (block.sort === 'switch')
      await stage.perform(block.to === 'stop' ? { stop: block.component } : { start: block.component });
    if (block.sort === 'yaml' && block.file)
      stage.machines.host.workstation.fs.writeFile(`${HOME}/${block.file}`, block.text);
    if (block.sort === 'printed' && last?.stays) staying = block.text;
    else if (block.sort === 'printed' && last) mustPrint(last.text, block.text, last.output);
    if (block.sort !== 'command') continue;
    const { text, stays, fails, wait = READING } = block;
    const { output, status } = await stage.perform(stays ? { stays: text } : text);
    if (!stays && (status !== 0) !== fails)
      throw new Error(`$ ${text}\n${output}\nends with ${status}${fails ? '; the text says that it fails' : ''}`);
    last = { text, stays, output };
    await stage.machines.wait(wait);
  }
  return staying;
}

function mustPrint(command: string, expected: string, output: string): void {
  const line = firstUnprinted(expected, output);
  if (line !== undefined) throw new Error(`$ ${command}\ndoes not print: ${line}\nit prints:\n${output}`);
}

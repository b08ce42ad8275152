/**
 * Plays a lesson: watches what its goals speak of, judges them whenever something changed, and lets a step pass when
 * all of its goals have held together for the seconds they ask. A passed step stays passed.
 */
import type { KubeObject, WatchEvent } from '../api/object.ts';
import type { Client } from '../client/client.ts';
import { startInformer } from '../client/informer.ts';
import type { Wire } from '../client/wire.ts';
import type { Clock, Timer } from '../time/clock.ts';
import { type Goal, type Subject, subjectsOf } from './goal.ts';
import { type Asked, type Unmet, type World, judge } from './goals.ts';
import { KINDS } from './kinds.ts';
import type { Lesson, Step, WrongAnswer } from './lesson.ts';
import { StepMemory } from './step-memory.ts';

export interface GoalState {
  id: string;
  met: boolean;
  /** Why not, when it is not. */
  unmet?: Unmet;
  /** Cluster time since when it has held. */
  since?: number;
  /** It held for its seconds (and, with `always`, from the step's begin to now). */
  held: boolean;
}

export interface LessonState {
  /** Steps passed, in order. */
  passed: readonly string[];
  /** The step under way, undefined when the lesson is done. */
  current: string | undefined;
  goals: readonly GoalState[];
  /** Step → the choice made. */
  predictions: Readonly<Record<string, string>>;
  /** The current step's prediction was made, and what is right is to be told without waiting for the cluster. */
  told: boolean;
  /** Wrong answers that the cluster looks like: their hints are to be shown. */
  wrong: readonly string[];
}

/** What only a simulated cluster tells. */
export interface Telling {
  components(): Promise<readonly { name: string; running: boolean }[]>;
  /** All that the learner's tools (no part of the cluster, not the page) have asked, the latest last. */
  asked(): Promise<readonly Asked[]>;
}

export interface RunnerOptions {
  lesson: Pick<Lesson, 'steps' | 'wrong'>;
  telling?: Telling | undefined;
  client: Client;
  wire?: Wire | undefined;
  clock: Clock;
  /** Cluster time in ms: goals must hold for seconds of *its* clock, which may be paused or fast. Default: `clock`. */
  now?: () => number;
  /** Steps passed in an earlier visit. */
  passed?: readonly string[];
  changed(state: LessonState): void;
}

/** Ms between looks while something is waited for (seconds to hold, answers to requests). */
const LOOK_EVERY = 500;

export class LessonRunner {
  private readonly objects = new Map<string, Map<string, KubeObject>>();
  private readonly stops: (() => void)[] = [];
  private passed: string[];
  private goals: GoalState[] = [];
  private readonly predictions = new Map<string, string>();
  private readonly memory = new StepMemory();
  private wrong: string[] = [];
  /** Wrong answer → cluster time since when the cluster looks like it. */
  private readonly mistaken = new Map<string, number>();
  private told: Pick<World, 'components' | 'asked'> = {};
  /** How much was asked before it counts; undefined until that is looked up. */
  private askedBefore: number | undefined;
  private answered = false;
  private timer: Timer | undefined;
  private judging = false;
  private again = false;
  private stopped = false;

  constructor(private readonly options: RunnerOptions) {
    this.passed = [...(options.passed ?? [])];
    for (const subject of subjectsIn(options.lesson)) this.follow(subject);
    this.look();
  }

  get state(): LessonState {
    return {
      passed: this.passed,
      current: this.step?.id,
      goals: this.goals,
      predictions: Object.fromEntries(this.predictions),
      told: this.answered,
      wrong: this.wrong,
    };
  }

  /** The learner's prediction for the current step. Right or wrong, the cluster is what answers; only giving one counts. */
  predict(choice: string): void {
    const { step } = this;
    if (!step?.prediction?.choices.includes(choice)) return;
    // What was asked before is not asked in order to see whether it is so.
    if (!this.predictions.has(step.id) && isOnlyPredicted(step)) this.askAnew();
    this.predictions.set(step.id, choice);
    // A judgement may be under way and take its time: the choice is seen at once.
    this.options.changed(this.state);
    this.look();
  }

  /** The learner wants to be told what is right, though the cluster has not shown it yet. */
  tell(): void {
    this.answered = this.step !== undefined && this.predictions.has(this.step.id);
    this.look();
  }

  /** Begins again at `step` (or the lesson's begin): it and all after it are open. */
  reset(step?: string): void {
    const from = step === undefined ? 0 : this.passed.indexOf(step);
    if (from >= 0) this.passed = this.passed.slice(0, from);
    for (const id of this.predictions.keys()) if (!this.passed.includes(id)) this.predictions.delete(id);
    this.begin();
    this.look();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    for (const stop of this.stops) stop();
  }

  private get step(): Step | undefined {
    return this.options.lesson.steps.find(({ id }) => !this.passed.includes(id));
  }

  private follow(subject: Subject): void {
    const resource = KINDS[`${subject.apiVersion}/${subject.kind}`];
    if (!resource) return;
    const { client, clock } = this.options;
    const known = new Map<string, KubeObject>();
    const put = ({ type, object }: WatchEvent): void => {
      if (type === 'DELETED') known.delete(object.metadata?.uid ?? '');
      else known.set(object.metadata?.uid ?? '', object);
    };
    const events = {
      replaced: (all: readonly KubeObject[]) => {
        known.clear();
        for (const object of all) put({ type: 'ADDED', object });
        this.objects.set(keyOf(subject), known);
        this.memory.observe(this.watched(), this.world());
        this.look();
      },
      changed: (batch: readonly WatchEvent[]) => {
        for (const event of batch) {
          put(event);
          this.memory.observe(this.watched(), this.world());
        }
        this.look();
      },
      state: (state: 'live' | 'lost') => {
        if (state === 'lost') this.objects.delete(keyOf(subject));
      },
    };
    const everywhere = !resource.namespaced || subject.namespace === '*';
    const namespace = everywhere ? {} : { namespace: subject.namespace ?? 'default' };
    this.stops.push(startInformer({ client, clock, resource, ...namespace, events }));
  }

  private world(): World {
    return {
      objects: (subject) => mapValues(this.objects.get(keyOf(subject))),
      wire: this.options.wire,
      progress: (goal) => this.memory.progress(goal),
      ...this.told,
    };
  }

  /** The current step's goals, and what its wrong answers look like. */
  private watched(): Goal[] {
    const { step } = this;
    return step ? [...Object.values(step.goals), ...this.mistakes(step).map(({ when }) => when)] : [];
  }

  private mistakes({ id }: Step): (WrongAnswer & { when: Goal })[] {
    return this.options.lesson.wrong.filter(
      (wrong): wrong is WrongAnswer & { when: Goal } => wrong.step === id && wrong.when !== undefined,
    );
  }

  private begin(): void {
    this.goals = [];
    this.wrong = [];
    this.mistaken.clear();
    this.memory.forget();
    this.answered = false;
    this.askAnew();
  }

  private askAnew(): void {
    this.askedBefore = undefined;
    this.told = {};
  }

  private now(): number {
    return this.options.now?.() ?? this.options.clock.now();
  }

  /** Asks what only a simulated cluster tells, and only when somebody wants to know. */
  private async ask(goals: readonly Goal[], step: Step | undefined): Promise<void> {
    const { telling } = this.options;
    const wants = (sort: Goal['sort']): boolean => goals.some((goal) => goal.sort === sort);
    if (!telling) return;
    if (wants('component')) this.told = { ...this.told, components: await telling.components() };
    if (!wants('asked') && !(step && isOnlyPredicted(step))) return;
    const all = await telling.asked();
    this.askedBefore ??= all.length;
    this.told = { ...this.told, asked: all.slice(this.askedBefore) };
  }

  private look(): void {
    if (this.judging) {
      this.again = true;
      return;
    }
    this.judging = true;
    void this.judgeStep().finally(() => {
      this.judging = false;
      if (this.stopped) return;
      if (this.again) {
        this.again = false;
        this.look();
        return;
      }
      this.timer?.cancel();
      if (this.step) this.timer = this.options.clock.after(LOOK_EVERY, () => this.look());
    });
  }

  private async judgeStep(): Promise<void> {
    const { step } = this;
    const watched = this.watched();
    await this.ask(watched, step);
    const world = this.world();
    this.memory.observe(watched, world);
    const goals: GoalState[] = [];
    for (const [id, goal] of Object.entries(step?.goals ?? {})) goals.push(await this.judgeGoal(id, goal, world));
    const wrong = step ? await this.mistakesIn(step, world) : [];
    if (this.stopped || step !== this.step) return;
    this.goals = goals;
    this.wrong = wrong;
    // What this cluster cannot be asked (traffic, on a real one) does not stand in the way.
    if (step && this.isPredicted(step) && goals.every(({ held, unmet }) => held || unmet?.why === 'unknowable')) {
      this.passed = [...this.passed, step.id];
      this.begin();
      this.again = true;
    }
    this.options.changed(this.state);
  }

  /** Without goals it is what the learner asks after his prediction that answers it. */
  private isPredicted(step: Step): boolean {
    if (!step.prediction) return true;
    if (!this.predictions.has(step.id)) return false;
    return !isOnlyPredicted(step) || this.answered || (this.told.asked?.length ?? 0) > 0;
  }

  private async judgeGoal(id: string, goal: Goal, world: World): Promise<GoalState> {
    const verdict = await judge(goal, world);
    const broken = this.memory.brokenBy(goal);
    if (broken) return { id, met: false, unmet: broken, held: false };
    if (!verdict.met) return { id, met: false, unmet: verdict.unmet, held: false };
    const now = this.now();
    const since = this.goals.find((state) => state.id === id && state.met)?.since ?? now;
    return { id, met: true, since, held: now - since >= goal.seconds * 1000 };
  }

  /** What the cluster looks like for long enough not to be on its way to somewhere else. */
  private async mistakesIn(step: Step, world: World): Promise<string[]> {
    const now = this.now();
    const found: string[] = [];
    for (const { id, when } of this.mistakes(step)) {
      const verdict = await judge(when, world);
      const isSo = this.memory.brokenBy(when) === undefined && verdict.met;
      const since = isSo ? (this.mistaken.get(id) ?? now) : undefined;
      if (since === undefined) this.mistaken.delete(id);
      else this.mistaken.set(id, since);
      if (since !== undefined && now - since >= when.seconds * 1000) found.push(id);
    }
    return found;
  }
}

function isOnlyPredicted({ goals, prediction }: Step): boolean {
  return prediction !== undefined && Object.keys(goals).length === 0;
}

function keyOf({ apiVersion, kind, namespace }: Subject): string {
  return `${apiVersion}/${kind}/${namespace ?? 'default'}`;
}

function mapValues<T>(map: Map<string, T> | undefined): T[] | undefined {
  return map && [...map.values()];
}

function subjectsIn({ steps, wrong }: Pick<Lesson, 'steps' | 'wrong'>): Subject[] {
  const goals = [...steps.flatMap((step) => Object.values(step.goals)), ...wrong.flatMap(({ when }) => when ?? [])];
  const found = new Map<string, Subject>();
  for (const subject of goals.flatMap(subjectsOf)) found.set(keyOf(subject), subject);
  return [...found.values()];
}

/**
 * Plays a lesson: watches what its goals speak of, judges them whenever something changed, and lets a step pass when
 * all of its goals have held together for the seconds they ask. A passed step stays passed.
 */
import type { KubeObject, WatchEvent } from '../api/object.ts';
import type { Client } from '../client/client.ts';
import { startInformer } from '../client/informer.ts';
import type { Wire } from '../client/wire.ts';
import type { Clock, Timer } from '../time/clock.ts';
import { type Unmet, type World, judge } from './goals.ts';
import type { Goal, Lesson, Step, Subject } from './lesson.ts';
import { KINDS } from './kinds.ts';

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
}

export interface RunnerOptions {
  lesson: Pick<Lesson, 'steps'>;
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
  private broken = new Map<string, Unmet>();
  private seen = new Set<string>();
  private timer: Timer | undefined;
  private judging = false;
  private again = false;
  private stopped = false;

  constructor(private readonly options: RunnerOptions) {
    this.passed = [...(options.passed ?? [])];
    for (const subject of subjectsOf(options.lesson)) this.follow(subject);
    this.look();
  }

  get state(): LessonState {
    return {
      passed: this.passed,
      current: this.step?.id,
      goals: this.goals,
      predictions: Object.fromEntries(this.predictions),
    };
  }

  /** The learner's prediction for the current step. Right or wrong, the cluster is what answers; only giving one counts. */
  predict(choice: string): void {
    const step = this.step;
    if (step?.prediction?.choices.includes(choice)) this.predictions.set(step.id, choice);
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
        this.look();
      },
      changed: (batch: readonly WatchEvent[]) => {
        // `always` must see every state between, not only the last of a batch.
        for (const event of batch) {
          put(event);
          this.watchAlways(subject);
        }
        this.look();
      },
      state: (state: 'live' | 'lost') => {
        if (state === 'lost') this.objects.delete(keyOf(subject));
      },
    };
    const namespace = resource.namespaced ? { namespace: subject.namespace ?? 'default' } : {};
    this.stops.push(startInformer({ client, clock, resource, ...namespace, events }));
  }

  private world(): World {
    return { objects: (subject) => mapValues(this.objects.get(keyOf(subject))), wire: this.options.wire };
  }

  private watchAlways(subject: Subject): void {
    for (const [id, goal] of Object.entries(this.step?.goals ?? {})) {
      if (goal.sort !== 'always' || keyOf(goal.subject) !== keyOf(subject)) continue;
      void judge(goal, this.world()).then((verdict) => {
        if (verdict.met) this.seen.add(id);
        else if (this.seen.has(id)) this.broken.set(id, verdict.unmet);
      });
    }
  }

  private begin(): void {
    this.goals = [];
    this.broken.clear();
    this.seen.clear();
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
    const step = this.step;
    const world = this.world();
    const goals: GoalState[] = [];
    for (const [id, goal] of Object.entries(step?.goals ?? {})) goals.push(await this.judgeGoal(id, goal, world));
    if (this.stopped || step !== this.step) return;
    this.goals = goals;
    const predicted = !step?.prediction || this.predictions.has(step.id);
    // What this cluster cannot be asked (traffic, on a real one) does not stand in the way.
    if (step && predicted && goals.every(({ held, unmet }) => held || unmet?.why === 'unknowable')) {
      this.passed = [...this.passed, step.id];
      this.begin();
      this.again = true;
    }
    this.options.changed(this.state);
  }

  private async judgeGoal(id: string, goal: Goal, world: World): Promise<GoalState> {
    const verdict = await judge(goal, world);
    const broken = this.broken.get(id);
    if (broken) return { id, met: false, unmet: broken, held: false };
    if (!verdict.met) return { id, met: false, unmet: verdict.unmet, held: false };
    if (goal.sort === 'always') this.seen.add(id);
    const now = this.options.now?.() ?? this.options.clock.now();
    const since = this.goals.find((state) => state.id === id && state.met)?.since ?? now;
    return { id, met: true, since, held: now - since >= goal.seconds * 1000 };
  }
}

function keyOf({ apiVersion, kind, namespace }: Subject): string {
  return `${apiVersion}/${kind}/${namespace ?? 'default'}`;
}

function mapValues<T>(map: Map<string, T> | undefined): T[] | undefined {
  return map && [...map.values()];
}

function subjectsOf(lesson: Pick<Lesson, 'steps'>): Subject[] {
  const found = new Map<string, Subject>();
  for (const step of lesson.steps) {
    for (const goal of Object.values(step.goals))
      if (goal.sort !== 'traffic') found.set(keyOf(goal.subject), goal.subject);
  }
  return [...found.values()];
}

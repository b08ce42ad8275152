/** What a lesson is, once read: prose in two languages, and one machine-readable description with its own proof. */
import type { KubeObject } from '../api/object.ts';
import type { Goal } from './goal.ts';

export type Language = 'en' | 'ko';
export const LANGUAGES: readonly Language[] = ['en', 'ko'];

/** One thing that is done: a shell line, or what a shell cannot do. `stays`: a line that runs on until the step is over. */
export type Action =
  | string
  | { stays: string }
  /** Virtual seconds that pass. */
  | { wait: number }
  /** A part of the control plane, `kube-scheduler`, or a node's agent, `kubelet/worker-1`. */
  | { stop: string }
  | { start: string };

/** What a step needs that a cluster other than our own may not give. */
export type Need = 'switch' | 'network' | 'audit';

export interface Prediction {
  /** Ids of the choices; their words are in the prose. */
  choices: readonly string[];
  answer: string;
}

export interface Step {
  id: string;
  goals: Readonly<Record<string, Goal>>;
  /** What reaches the goals. */
  solution: readonly Action[];
  prediction?: Prediction;
  /** Where to look: `KIND/NAME`, `inside/POD`, `file/NAME`, `component/NAME`, or `requests`, `events`, `browser`. */
  look?: string;
  /** In this step something is broken, or what is broken is mended. */
  breaks: boolean;
  mends: boolean;
  needs: readonly Need[];
}

/** A common wrong answer: run from the start of the step (earlier steps solved), it must not reach the goal. */
export interface WrongAnswer {
  /** Names its hint in the prose. */
  id: string;
  step: string;
  run: readonly Action[];
  /** The goal that must stay unmet. */
  fails: string;
  /** What the cluster looks like then: the learner is given the hint while this holds. */
  when?: Goal;
}

/** A route of another kind that must be accepted as well. */
export interface Alternative {
  step: string;
  run: readonly Action[];
}

export interface StepProse {
  id: string;
  title: string;
  blocks: readonly Block[];
  /** Goal id → its words. */
  goals: Readonly<Record<string, string>>;
  hints: readonly string[];
  /** Wrong answer's id → its hint. */
  wrong: Readonly<Record<string, string>>;
  prediction?: { question: string; choices: Readonly<Record<string, string>>; afterwards: string };
}

export type Block =
  | { sort: 'prose'; markdown: string }
  /**
   * Offered with a Run button. `fails`: what it shows is its error. `stays`: it runs on, in a terminal of its own.
   * `wait`: virtual seconds until what follows is true, when that is not soon.
   */
  | { sort: 'command'; text: string; fails: boolean; stays: boolean; wait?: number }
  /** What the command above prints: `…` stands for anything, a line of only `…` for any lines. */
  | { sort: 'printed'; text: string }
  /** Opens in the editor; saved under `file` when it has one. */
  | { sort: 'yaml'; text: string; file?: string }
  /** A button that stops or starts a part of the cluster. */
  | { sort: 'switch'; component: string; to: 'stop' | 'start' }
  /** Shown, not offered and not proved. */
  | { sort: 'output'; text: string }
  /** Where the step's prediction is asked: before the commands that answer it. */
  | { sort: 'prediction' };

export interface LessonProse {
  title: string;
  hook: string;
  steps: readonly StepProse[];
  debrief: string;
}

/** How things stand when a lesson begins. */
export interface Start {
  /** Put into the learner's home, by name. */
  files: Readonly<Record<string, string>>;
  objects: readonly KubeObject[];
  /** Done before the learner arrives, unseen: where a lab's fault comes from. */
  run: readonly Action[];
}

export interface Lesson {
  /** `part/nn-slug`: the folder. */
  id: string;
  part: string;
  number: number;
  /** `lab`: something is wrong from the start, and there is more than one mend. */
  kind: 'lesson' | 'lab';
  minutes: number;
  start: Start;
  steps: readonly Step[];
  wrong: readonly WrongAnswer[];
  alternatives: readonly Alternative[];
  prose: Readonly<Record<Language, LessonProse>>;
}

/** An author's mistake: one line that names file, line and mend. */
export class LessonError extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly mend: string,
  ) {
    super(`${file}:${line}: ${mend}`);
    this.name = 'LessonError';
  }
}

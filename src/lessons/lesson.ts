/** What a lesson is, once read: prose in two languages, and one machine-readable description with its own proof. */
import type { KubeObject } from '../api/object.ts';
import type { Place } from '../client/wire.ts';

export type Language = 'en' | 'ko';
export const LANGUAGES: readonly Language[] = ['en', 'ko'];

/**
 * A partial manifest. Objects match by the fields named; each wanted element of an array must be matched by some
 * element. Strings may be `/regular expression/`, `>=3`, `<=3`, `!=x`, or `*` (present, not empty).
 */
export type Pattern = { [field: string]: unknown };

/** Which objects a goal speaks of. Without a namespace: `default` for namespaced kinds. */
export interface Subject {
  apiVersion: string;
  kind: string;
  namespace?: string;
}

/** A condition on the cluster. It must hold without a break for `seconds` of the cluster's time. */
export type Goal = { seconds: number } & (
  | { sort: 'object'; subject: Subject; pattern: Pattern }
  | { sort: 'count'; subject: Subject; pattern: Pattern; atLeast: number; atMost: number }
  | { sort: 'absent'; subject: Subject; pattern: Pattern }
  | { sort: 'traffic'; from: Place; url: string; status: number; body: string }
  /** Holds as long as it was never broken since the step began, and `pattern` objects have existed. */
  | { sort: 'always'; subject: Subject; pattern: Pattern; atLeast: number; atMost: number }
);

export interface Prediction {
  /** Ids of the choices; their words are in the prose. */
  choices: readonly string[];
  answer: string;
}

export interface Step {
  id: string;
  goals: Readonly<Record<string, Goal>>;
  /** Shell lines that reach the goals. */
  solution: readonly string[];
  prediction?: Prediction;
  /** What to look at: an object in the graph, or a panel. */
  look?: string;
}

/** A common wrong answer: run from the start of the step (earlier steps solved), it must not reach the goal. */
export interface WrongAnswer {
  step: string;
  run: readonly string[];
  /** The goal that must stay unmet. */
  fails: string;
}

/** A route of another kind that must be accepted as well. */
export interface Alternative {
  step: string;
  run: readonly string[];
}

export interface StepProse {
  id: string;
  title: string;
  blocks: readonly Block[];
  /** Goal id → its words. */
  goals: Readonly<Record<string, string>>;
  hints: readonly string[];
  prediction?: { question: string; choices: Readonly<Record<string, string>>; afterwards: string };
}

export type Block =
  | { sort: 'prose'; markdown: string }
  /** Offered with a Run button. `fails`: what it shows is its error. */
  | { sort: 'command'; text: string; fails: boolean }
  /** Opens in the editor; saved under `file` when it has one. */
  | { sort: 'yaml'; text: string; file?: string }
  /** Shown, not offered. */
  | { sort: 'output'; text: string }
  /** Where the step's prediction is asked: before the commands that answer it. */
  | { sort: 'prediction' };

export interface LessonProse {
  title: string;
  hook: string;
  steps: readonly StepProse[];
  debrief: string;
}

export interface Lesson {
  /** `part/nn-slug`: the folder. */
  id: string;
  part: string;
  number: number;
  minutes: number;
  /** Files put into the learner's home at the start, by name. */
  files: Readonly<Record<string, string>>;
  /** Objects that exist when the lesson starts. */
  objects: readonly KubeObject[];
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

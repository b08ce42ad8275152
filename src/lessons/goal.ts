/** What a step asks of the cluster: conditions on objects, on what happened, and on answers to requests. */
import type { Place } from '../client/wire.ts';

/**
 * A partial manifest. Objects match by the fields named; each wanted element of an array must be matched by some
 * element. Strings may be `/regular expression/`, `>=3`, `<=3`, `!=x`, or `*` (present, not empty); null: not there.
 */
export type Pattern = { [field: string]: unknown };

/** Which objects a goal speaks of. Without a namespace: `default` for namespaced kinds. `*`: all namespaces. */
export interface Subject {
  apiVersion: string;
  kind: string;
  namespace?: string;
}

interface Objects {
  subject: Subject;
  pattern: Pattern;
}

interface Bounds {
  atLeast: number;
  atMost: number;
}

/** A condition on the cluster. It must hold without a break for `seconds` of the cluster's time. */
export type Goal = { seconds: number } & (
  | ({ sort: 'object' } & Objects)
  | ({ sort: 'count' } & Objects & Bounds)
  | ({ sort: 'absent' } & Objects)
  /** Holds as long as it was never broken since it first held in this step. */
  | ({ sort: 'always' } & Objects & Bounds)
  /** Each was seen at some time since the step began, one after the other. What was seen stays seen. */
  | { sort: 'seen'; order: readonly Objects[] }
  /** The selector of the object chooses Pods, as many as wanted. */
  | ({ sort: 'selects'; ready: boolean } & Objects & Bounds)
  | { sort: 'traffic'; from: Place; url: string; status: number; body: string }
  | { sort: 'component'; name: string; running: boolean }
  /** Somebody (no part of the cluster) asked the API server this since the step began. */
  | { sort: 'asked'; pattern: Pattern }
  /** A CEL expression over `objects`, the list that matches the pattern. */
  | ({ sort: 'expression'; cel: string } & Objects)
);

export type GoalOf<Sort extends Goal['sort']> = Goal & { sort: Sort };

/** All that a goal must be shown to be judged. */
export function subjectsOf(goal: Goal): readonly Subject[] {
  switch (goal.sort) {
    case 'traffic':
    case 'component':
    case 'asked':
      return [];
    case 'seen':
      return goal.order.map(({ subject }) => subject);
    case 'selects':
      return [goal.subject, podsBeside(goal.subject)];
    default:
      return [goal.subject];
  }
}

/** The Pods that an object's selector could mean. */
export function podsBeside({ namespace }: Subject): Subject {
  return { apiVersion: 'v1', kind: 'Pod', ...(namespace ? { namespace } : {}) };
}

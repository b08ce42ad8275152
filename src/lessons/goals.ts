/** Holds one goal against the cluster as it is at this moment. Reads objects and answers to requests, nothing else. */
import type { KubeObject } from '../api/object.ts';
import type { Wire } from '../client/wire.ts';
import { judgeExpression } from './expression.ts';
import type { Goal, GoalOf, Pattern, Subject } from './goal.ts';
import { type Difference, firstDifference } from './match.ts';
import { judgeSelects } from './selects.ts';
import { isNear, nearestMiss } from './near-miss.ts';

/** Why a goal is not met, as data: the page puts it into words. */
export type Unmet =
  | { why: 'missing'; kind: string; name?: string }
  | { why: 'differs'; kind: string; name: string; difference: Difference }
  | {
      why: 'count';
      kind: string;
      got: number;
      atLeast: number;
      atMost: number;
      nearest?: { name: string; difference: Difference };
    }
  | { why: 'present'; kind: string; name: string }
  /** It held, and then it did not. */
  | { why: 'broken'; kind: string; got: number; atLeast: number; atMost: number }
  /** `got` of `wanted` moments were seen so far. */
  | { why: 'unseen'; kind: string; got: number; wanted: number; nearest?: { name: string; difference: Difference } }
  | {
      why: 'selects';
      kind: string;
      name: string;
      selector: string;
      got: number;
      atLeast: number;
      atMost: number;
      ready: boolean;
      /** A Pod that was probably meant, and what it has instead. */
      stray?: { name: string; labels: string };
    }
  | { why: 'traffic'; url: string; got: string }
  | { why: 'component'; name: string; running: boolean }
  | { why: 'unasked'; request: string }
  | { why: 'expression'; kind: string; cel: string; error?: string }
  /** The cluster cannot be asked this (a real one has no simulated network, no switches, no audit at hand). */
  | { why: 'unknowable'; what: string };

export type Verdict = { met: true } | { met: false; unmet: Unmet };

/** A request as the API server's audit tells it. */
export type Asked = Readonly<Record<string, unknown>> & { userAgent: string };

export interface World {
  /** Live objects of a kind, or undefined while they are not known. */
  objects(subject: Subject): readonly KubeObject[] | undefined;
  wire?: Wire | undefined;
  /** The parts of the cluster; undefined where nobody says. */
  components?: readonly { name: string; running: boolean }[] | undefined;
  /** What the learner's tools asked since the step began; undefined where nobody says. */
  asked?: readonly Asked[] | undefined;
  /** How many moments of a `seen` goal have been seen. */
  progress?(goal: GoalOf<'seen'>): number;
}

export const MET: Verdict = { met: true };
export const unmet = (why: Unmet): Verdict => ({ met: false, unmet: why });

export async function judge(goal: Goal, world: World): Promise<Verdict> {
  return goal.sort === 'traffic' ? judgeTraffic(goal, world) : judgeNow(goal, world);
}

/** As `judge`, for what need not be waited for. */
export function judgeNow(goal: Exclude<Goal, { sort: 'traffic' }>, world: World): Verdict {
  switch (goal.sort) {
    case 'component':
      return judgeComponent(goal, world);
    case 'asked':
      return judgeAsked(goal, world);
    case 'seen':
      return judgeSeen(goal, world);
    default:
      return judgeObjects(goal, world);
  }
}

function judgeObjects(
  goal: GoalOf<'object' | 'absent' | 'count' | 'always' | 'selects' | 'expression'>,
  world: World,
): Verdict {
  const objects = world.objects(goal.subject);
  const { kind } = goal.subject;
  if (!objects) return unmet({ why: 'missing', kind });
  const compared = compare(goal.pattern, objects);
  const matching = compared.filter(({ difference }) => !difference);
  if (goal.sort === 'absent') {
    const [one] = matching;
    return one ? unmet({ why: 'present', kind, name: one.name }) : MET;
  }
  if (goal.sort === 'object') return matching.length > 0 ? MET : unmet(nearestMiss(kind, goal.pattern, compared));
  if (goal.sort === 'expression') return judgeExpression(goal, matching);
  if (goal.sort === 'selects')
    return matching[0]
      ? judgeSelects(goal, matching[0].object, world)
      : unmet(nearestMiss(kind, goal.pattern, compared));
  return judgeCount(goal, compared, matching.length);
}

function judgeCount(goal: GoalOf<'count' | 'always'>, compared: readonly Compared[], got: number): Verdict {
  const { atLeast, atMost } = goal;
  const { kind } = goal.subject;
  if (got >= atLeast && got <= atMost) return MET;
  return unmet({ why: 'count', kind, got, atLeast, atMost, ...(got < atLeast ? nearestOf(compared) : {}) });
}

export interface Compared {
  name: string;
  object: KubeObject;
  difference: Difference | undefined;
}

function compare(pattern: Pattern, objects: readonly KubeObject[]): Compared[] {
  return objects.map((object) => ({
    name: object.metadata?.name ?? '',
    object,
    difference: firstDifference(pattern, object),
  }));
}

function nearestOf(compared: readonly Compared[]): { nearest?: { name: string; difference: Difference } } {
  const miss = compared.find(({ difference }) => isNear(difference));
  return miss?.difference ? { nearest: { name: miss.name, difference: miss.difference } } : {};
}

function judgeSeen(goal: GoalOf<'seen'>, world: World): Verdict {
  const got = world.progress?.(goal) ?? 0;
  const next = goal.order[got];
  if (!next) return MET;
  const nearest = nearestOf(compare(next.pattern, world.objects(next.subject) ?? []));
  return unmet({ why: 'unseen', kind: next.subject.kind, got, wanted: goal.order.length, ...nearest });
}

function judgeComponent(goal: GoalOf<'component'>, { components }: World): Verdict {
  if (!components) return unmet({ why: 'unknowable', what: goal.name });
  const part = components.find(({ name }) => name === goal.name);
  if (!part) return unmet({ why: 'missing', kind: 'component', name: goal.name });
  return part.running === goal.running ? MET : unmet({ why: 'component', name: goal.name, running: part.running });
}

function judgeAsked(goal: GoalOf<'asked'>, { asked }: World): Verdict {
  const request = Object.values(goal.pattern)
    .filter((value) => typeof value === 'string')
    .join(' ');
  if (!asked) return unmet({ why: 'unknowable', what: request });
  return asked.some((one) => !firstDifference(goal.pattern, one)) ? MET : unmet({ why: 'unasked', request });
}

async function judgeTraffic(goal: GoalOf<'traffic'>, { wire }: World): Promise<Verdict> {
  if (!wire) return unmet({ why: 'unknowable', what: goal.url });
  const answer = await wire.request({ from: goal.from, method: 'GET', url: goal.url });
  const got = answer.ok ? `${answer.status}` : answer.error;
  const met = answer.ok && answer.status === goal.status && new RegExp(goal.body).test(answer.body);
  return met ? MET : unmet({ why: 'traffic', url: goal.url, got });
}

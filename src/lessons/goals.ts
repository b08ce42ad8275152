/** Holds one goal against the cluster as it is at this moment. Reads objects and answers to requests, nothing else. */
import type { KubeObject } from '../api/object.ts';
import type { Wire } from '../client/wire.ts';
import type { Goal, Subject } from './lesson.ts';
import { type Difference, firstDifference } from './match.ts';

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
  | { why: 'broken'; kind: string; got: number; atLeast: number; atMost: number }
  | { why: 'traffic'; url: string; got: string }
  /** The cluster cannot be asked this (a real one has no simulated network). */
  | { why: 'unknowable'; url: string };

export type Verdict = { met: true } | { met: false; unmet: Unmet };

export interface World {
  /** Live objects of a kind, or undefined while they are not known. */
  objects(subject: Subject): readonly KubeObject[] | undefined;
  wire?: Wire | undefined;
}

const MET: Verdict = { met: true };

export async function judge(goal: Goal, world: World): Promise<Verdict> {
  if (goal.sort === 'traffic') return judgeTraffic(goal, world);
  const objects = world.objects(goal.subject);
  const { kind } = goal.subject;
  if (!objects) return { met: false, unmet: { why: 'missing', kind } };
  const compared = objects.map((object) => ({
    name: object.metadata?.name ?? '',
    difference: firstDifference(goal.pattern, object),
  }));
  const matching = compared.filter(({ difference }) => !difference);
  if (goal.sort === 'absent') {
    const [one] = matching;
    return one ? { met: false, unmet: { why: 'present', kind, name: one.name } } : MET;
  }
  if (goal.sort === 'object')
    return matching.length > 0 ? MET : { met: false, unmet: nearestMiss(kind, goal.pattern, compared) };
  const { atLeast, atMost } = goal;
  if (matching.length >= atLeast && matching.length <= atMost) return MET;
  if (goal.sort === 'always')
    return { met: false, unmet: { why: 'broken', kind, got: matching.length, atLeast, atMost } };
  const miss = matching.length < atLeast ? compared.find(({ difference }) => isNear(difference)) : undefined;
  const nearest = miss?.difference ? { nearest: { name: miss.name, difference: miss.difference } } : {};
  return { met: false, unmet: { why: 'count', kind, got: matching.length, atLeast, atMost, ...nearest } };
}

type Compared = { name: string; difference: Difference | undefined };

/** The object that bears the wanted name, or else the one that agrees longest, tells best what is wrong. */
function nearestMiss(kind: string, pattern: object, compared: readonly Compared[]): Unmet {
  const wanted = (pattern as { metadata?: { name?: unknown } }).metadata?.name;
  const named = compared.find(({ name }) => name === wanted);
  const nearest =
    named ?? (typeof wanted === 'string' ? undefined : compared.find(({ difference }) => isNear(difference)));
  if (!nearest?.difference) return { why: 'missing', kind, ...(typeof wanted === 'string' ? { name: wanted } : {}) };
  return { why: 'differs', kind, name: nearest.name, difference: nearest.difference };
}

/** What differs already in its identity (name, labels, what it is about) is another object, not a near miss. */
function isNear(difference: Difference | undefined): boolean {
  return difference !== undefined && !/^(metadata|involvedObject|reason)\b/.test(difference.path);
}

async function judgeTraffic(goal: Goal & { sort: 'traffic' }, { wire }: World): Promise<Verdict> {
  if (!wire) return { met: false, unmet: { why: 'unknowable', url: goal.url } };
  const answer = await wire.request({ from: goal.from, method: 'GET', url: goal.url });
  const got = answer.ok ? `${answer.status}` : answer.error;
  const met = answer.ok && answer.status === goal.status && new RegExp(goal.body).test(answer.body);
  return met ? MET : { met: false, unmet: { why: 'traffic', url: goal.url, got } };
}

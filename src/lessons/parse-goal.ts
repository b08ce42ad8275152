/** One goal as its author wrote it (lessons/lesson.schema.json), made whole. */
import { parse as parseCel } from '@marcbachmann/cel-js';
import type { Place } from '../client/wire.ts';
import type { Goal, Pattern, Subject } from './goal.ts';
import { KINDS } from './kinds.ts';

type Subjected = { apiVersion: string; kind: string; metadata?: { namespace?: string } } & Record<string, unknown>;

const ONE_SUBJECT = ['object', 'count', 'absent', 'always', 'selects'] as const;
const SORTS = [...ONE_SUBJECT, ...(['seen', 'order', 'event', 'traffic', 'component', 'asked', 'expression'] as const)];
const BOUNDS = ['exactly', 'atLeast', 'atMost'] as const;

export interface GoalSource extends Partial<Record<(typeof ONE_SUBJECT)[number], Subjected>> {
  seen?: Subjected;
  order?: Subjected[];
  event?: { reason: string; about?: string; message?: string; namespace?: string; times?: number };
  traffic?: { from?: string; url: string; status?: number; body?: string };
  component?: { name: string; running: boolean };
  asked?: Pattern;
  expression?: { of: Subjected; cel: string };
  ready?: boolean;
  exactly?: number;
  atLeast?: number;
  atMost?: number;
  seconds?: number;
}

/** How long a goal must hold when its author says nothing: long enough not to be a passing moment. */
const SECONDS = 2;

/** Throws an Error whose message is the mend. */
export function parseGoal(source: GoalSource): Goal {
  checkSort(source);
  const goal = goalOf(source);
  checkExpressions(goal);
  return goal;
}

function goalOf(source: GoalSource): Goal {
  const { seconds = SECONDS } = source;
  const least = source.selects ? 1 : 0;
  const atLeast = source.exactly ?? source.atLeast ?? least;
  const atMost = source.exactly ?? source.atMost ?? Number.POSITIVE_INFINITY;
  for (const sort of ONE_SUBJECT) {
    const subjected = source[sort];
    if (!subjected) continue;
    const objects = objectsOf(subjected);
    if (sort === 'object' || sort === 'absent') return { sort, seconds, ...objects };
    if (sort !== 'selects') return { sort, seconds, ...objects, atLeast, atMost };
    return { sort, seconds, ...objects, atLeast, atMost, ready: source.ready ?? false };
  }
  // What was seen stays seen: there is nothing to hold.
  if (source.seen) return { sort: 'seen', seconds: 0, order: [objectsOf(source.seen)] };
  if (source.order) return { sort: 'seen', seconds: 0, order: source.order.map(objectsOf) };
  if (source.event) return parseEvent(source.event);
  if (source.traffic) {
    const { url, status = 200, body = '' } = source.traffic;
    checkExpression(body);
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new Error(`url '${url}' must look like http://web/path`);
    return { sort: 'traffic', seconds, from: placeOf(source.traffic.from), url, status, body };
  }
  if (source.component) return { sort: 'component', seconds, ...source.component };
  if (source.asked) return { sort: 'asked', seconds: 0, pattern: source.asked };
  if (source.expression) parseCel(source.expression.cel);
  if (source.expression)
    return { sort: 'expression', seconds, ...objectsOf(source.expression.of), cel: source.expression.cel };
  throw new Error(ONE_OF);
}

const ONE_OF = `a goal has one of ${SORTS.join(', ')}`;

/** A goal says one thing, and says it so that it can fail. */
function checkSort(source: GoalSource): void {
  const said = SORTS.filter((sort) => source[sort] !== undefined);
  const [sort] = said;
  if (!sort) throw new Error(ONE_OF);
  if (said.length > 1) throw new Error(`${said.join(' and ')} are two goals; give each its own id`);
  const bounds = BOUNDS.filter((bound) => source[bound] !== undefined);
  const counted = sort === 'count' || sort === 'always';
  if (counted && bounds.length === 0) throw new Error(`${sort} needs ${BOUNDS.join(', ')}, or it always holds`);
  if (bounds[0] && !counted && sort !== 'selects') throw new Error(`${bounds[0]} goes with count, always or selects`);
  if ((source.atLeast ?? 0) > (source.atMost ?? Number.POSITIVE_INFINITY))
    throw new Error('atLeast is more than atMost: no number is both');
}

/** Every `/regular expression/`, so that it is the author who meets a slip in it and not the learner. */
function checkExpressions(value: unknown): void {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) checkExpressions(inner);
  if (typeof value !== 'string' || value.length < 3 || !value.startsWith('/') || !value.endsWith('/')) return;
  checkExpression(value.slice(1, -1));
}

function checkExpression(text: string): void {
  try {
    RegExp(text);
  } catch {
    throw new Error(`'${text}' is no regular expression: escape what is meant as it stands with a backslash`);
  }
}

function objectsOf({ apiVersion, kind, ...pattern }: Subjected): { subject: Subject; pattern: Pattern } {
  if (!KINDS[`${apiVersion}/${kind}`])
    throw new Error(`goals do not know ${apiVersion} ${kind}; a new kind is a line in src/lessons/kinds.ts`);
  const namespace = pattern.metadata?.namespace;
  if (namespace !== '*') return { subject: { apiVersion, kind, ...(namespace ? { namespace } : {}) }, pattern };
  const { namespace: _, ...metadata } = pattern.metadata ?? {};
  return { subject: { apiVersion, kind, namespace: '*' }, pattern: { ...pattern, metadata } };
}

function parseEvent({ reason, about, message, namespace, times = 1 }: NonNullable<GoalSource['event']>): Goal {
  const [, kind, name] = /^([^/]+|\/.+?\/)(?:\/(.+))?$/.exec(about ?? '') ?? [];
  const involvedObject = { ...(kind ? { kind } : {}), ...(name ? { name } : {}) };
  return {
    sort: 'count',
    seconds: 0,
    subject: { apiVersion: 'v1', kind: 'Event', ...(namespace ? { namespace } : {}) },
    pattern: { reason, involvedObject, ...(message ? { message } : {}) },
    atLeast: times,
    atMost: Number.POSITIVE_INFINITY,
  };
}

function placeOf(from = 'laptop'): Place {
  if (from === 'laptop' || from === 'internet') return { kind: from };
  if (from.startsWith('pod/')) return { kind: 'pod', namespace: 'default', pod: from.slice(4) };
  return { kind: 'node', node: from };
}

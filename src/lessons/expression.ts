/** A goal in CEL over `objects`, for what a pattern cannot say. */
import { evaluate } from '@marcbachmann/cel-js';
import type { GoalOf } from './goal.ts';
import type { Compared, Verdict } from './goals.ts';

export function judgeExpression({ cel, subject }: GoalOf<'expression'>, matching: readonly Compared[]): Verdict {
  const { kind } = subject;
  try {
    const met = evaluate(cel, { objects: matching.map(({ object }) => toCel(object)) }) as unknown;
    return met === true ? { met: true } : { met: false, unmet: { why: 'expression', kind, cel } };
  } catch (error) {
    return { met: false, unmet: { why: 'expression', kind, cel, error: String((error as Error).message) } };
  }
}

/** JSON's whole numbers are CEL's int. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toCel(inner)]));
}

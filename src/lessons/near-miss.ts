/** Which object was probably meant when none is as wanted, so that a goal can say what differs. */
import type { Pattern } from './goal.ts';
import type { Compared, Unmet } from './goals.ts';
import type { Difference } from './match.ts';

/** The object that bears the wanted name, or else one that differs in something other than its identity. */
export function nearestMiss(kind: string, pattern: Pattern, compared: readonly Compared[]): Unmet {
  const wanted = (pattern as { metadata?: { name?: unknown } }).metadata?.name;
  const named = compared.find(({ name }) => name === wanted);
  const nearest =
    named ?? (typeof wanted === 'string' ? undefined : compared.find(({ difference }) => isNear(difference)));
  if (nearest?.difference) return { why: 'differs', kind, name: nearest.name, difference: nearest.difference };
  return { why: 'missing', kind, ...(typeof wanted === 'string' ? { name: wanted } : {}) };
}

/** What differs in its identity (name, labels, what it is about) is another object, but for a slip of the fingers. */
export function isNear(difference: Difference | undefined): boolean {
  if (!difference) return false;
  const { path, want, got } = difference;
  if (!/^(metadata|involvedObject|reason)\b/.test(path)) return true;
  return path.startsWith('metadata.labels') && got !== undefined && isSlip(got, want);
}

/** A letter or two too many, too few, other, or in the wrong order. */
export function isSlip(got: string, want: string): boolean {
  const length = Math.max(got.length, want.length);
  return got !== want && length > 2 && distance(got, want) <= Math.min(2, Math.floor(length / 3) + 1);
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
}

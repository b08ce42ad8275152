/** Two texts as `diff -u -N` shows them, and Secrets without their secrets (kubectl/pkg/cmd/diff/diff.go, mask.go). */
import { structuredPatch } from 'diff';
import type { KubeObject } from '../../api/object.ts';

interface Side {
  path: string;
  text: string;
}

/** '' when they are equal. `now`: ms since the epoch, the files' time. */
export function unifiedDiff({ from, to, now }: { from: Side; to: Side; now: number }): string {
  if (from.text === to.text) return '';
  const { hunks } = structuredPatch('', '', from.text, to.text, '', '', { context: 3 });
  const stamp = `${new Date(now).toISOString().slice(0, 23).replace('T', ' ')}000000 +0000`;
  // -N: a side that does not exist is an empty file of the beginning of time.
  const time = (text: string): string => (text === '' ? '1970-01-01 00:00:00.000000000 +0000' : stamp);
  const range = (start: number, lines: number): string =>
    lines === 1 ? `${start}` : `${lines === 0 ? 0 : start},${lines}`;
  const body = hunks.map(
    ({ oldStart, oldLines, newStart, newLines, lines }) =>
      `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@\n${lines.map((line) => `${line}\n`).join('')}`,
  );
  return `diff -u -N ${from.path} ${to.path}\n--- ${from.path}\t${time(from.text)}\n+++ ${to.path}\t${time(to.text)}\n${body.join('')}`;
}

/** Values of a Secret's data become `***`, with '(before)' and '(after)' where they differ. */
export function maskSecrets(live: KubeObject | undefined, merged: KubeObject): [KubeObject | undefined, KubeObject] {
  if (merged.kind !== 'Secret' || merged.apiVersion !== 'v1') return [live, merged];
  const before = dataOf(live);
  const after = dataOf(merged);
  const mask = (data: Record<string, string>, other: Record<string, string>, which: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        other[key] === undefined || other[key] === value ? '***' : `*** (${which})`,
      ]),
    );
  const masked = (object: KubeObject, data: Record<string, string>): KubeObject =>
    object['data'] ? { ...object, data } : object;
  return [live && masked(live, mask(before, after, 'before')), masked(merged, mask(after, before, 'after'))];
}

const dataOf = (object: KubeObject | undefined): Record<string, string> =>
  (object?.['data'] ?? {}) as Record<string, string>;

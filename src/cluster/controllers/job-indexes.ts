/** Sets of indexes as text, `0-2,5` (pkg/controller/job/indexed_job_utils.go). Pure. */

export function parseIndexes(text: string | undefined, completions: number): Set<number> {
  const all = new Set<number>();
  for (const part of (text ?? '').split(',').filter(Boolean)) {
    const [from = 0, to = from] = part.split('-').map(Number);
    for (let i = from; i <= to && i < completions; i++) all.add(i);
  }
  return all;
}

/** Two in a row stay apart (`1,2`), three are a range (`1-3`). */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const sorted = [...indexes].toSorted((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length;) {
    let end = i;
    while (sorted[end + 1] === sorted[end]! + 1) end++;
    const joint = end - i > 1 ? '-' : ',';
    parts.push(end === i ? String(sorted[i]) : `${sorted[i]}${joint}${sorted[end]}`);
    i = end + 1;
  }
  return parts.join(',');
}

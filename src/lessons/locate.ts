/** The line of lesson.yaml on which a field stands, for an author's mistake: by its keys from the top. */
export function locate(text: string, path: readonly (string | number)[]): number {
  const lines = text.split('\n');
  let from = 0;
  let found = 0;
  for (const step of path) {
    const next = typeof step === 'number' ? nthItem(lines, from, step) : lineOfKey(lines, from, step);
    if (next < 0) break;
    found = next;
    // A flow mapping has several keys on one line.
    from = next;
  }
  return found + 1;
}

function lineOfKey(lines: readonly string[], from: number, key: string): number {
  const quoted = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(^|[\\s{,-])['"]?${quoted}['"]?:`);
  return lines.findIndex((line, index) => index >= from && pattern.test(line));
}

/** The nth dash below a key; items are told from what is inside them by the first one's indentation. */
function nthItem(lines: readonly string[], from: number, nth: number): number {
  let indent: number | undefined;
  let seen = -1;
  for (let index = from + 1; index < lines.length; index++) {
    const dash = /^( *)- /.exec(lines[index] ?? '')?.[1]?.length;
    if (dash === undefined) continue;
    indent ??= dash;
    if (dash < indent) return -1;
    if (dash === indent && ++seen === nth) return index;
  }
  return -1;
}

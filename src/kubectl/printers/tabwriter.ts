/** Elastic tab stops as Go's text/tabwriter sets them, with liggitt's remembered widths that kubectl's tables use. */
export interface TabSettings {
  minWidth: number;
  padding: number;
}

/** kubectl's tables (cli-runtime/pkg/printers/tabwriter.go). */
export const TABLE: TabSettings = { minWidth: 6, padding: 3 };
/** describe (kubectl/pkg/describe). */
export const DESCRIBE: TabSettings = { minWidth: 0, padding: 2 };

/** Cells end with a tab, lines with a newline; a column is a run of lines that all have such a cell. */
export function alignTabs(text: string, settings: TabSettings = DESCRIBE, remembered?: number[]): string {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const cells = lines.map((line) => line.split('\t'));
  if (last !== '') cells.push(last.split('\t'));
  const out: string[] = [];
  format(cells, 0, cells.length, [], settings, remembered, out);
  return out.join('\n') + (last === '' && lines.length > 0 ? '\n' : '');
}

function format(
  lines: readonly string[][],
  from: number,
  to: number,
  widths: number[],
  settings: TabSettings,
  remembered: number[] | undefined,
  out: string[],
): void {
  const column = widths.length;
  let start = from;
  for (let at = from; at < to; at++) {
    if (column >= lines[at]!.length - 1) continue;
    write(lines, start, at, widths, out);
    start = at;
    let width = settings.minWidth;
    for (; at < to && column < lines[at]!.length - 1; at++) {
      width = Math.max(width, displayWidth(lines[at]![column]!) + settings.padding);
    }
    width = Math.max(width, remembered?.[column] ?? 0);
    if (remembered) remembered[column] = width;
    format(lines, start, at, [...widths, width], settings, remembered, out);
    start = at;
  }
  write(lines, start, to, widths, out);
}

function write(lines: readonly string[][], from: number, to: number, widths: readonly number[], out: string[]): void {
  for (let at = from; at < to; at++) {
    out.push(lines[at]!.map((cell, index) => (index < widths.length ? pad(cell, widths[index]!) : cell)).join(''));
  }
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - displayWidth(cell)));
}

/** Code points, as the original counts runes. */
function displayWidth(cell: string): number {
  return [...cell].length;
}

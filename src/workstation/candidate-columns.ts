/** Candidates below the prompt, as readline lays them out: sorted down the columns. */
import { displayWidth } from '../shell/width.ts';

const MOST = 200;

export function columnsOf(candidates: readonly string[], columns: number): string {
  const names = candidates.slice(0, MOST).map((name) => name.replace(/^.*\/(?=.)/, ''));
  const width = Math.max(...names.map(displayWidth)) + 2;
  const count = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(names.length / count);
  let text = '';
  for (let row = 0; row < rows; row++) {
    let line = '';
    for (let at = row; at < names.length; at += rows) line += names[at]! + ' '.repeat(width - displayWidth(names[at]!));
    text += `${line.trimEnd()}\r\n`;
  }
  return candidates.length > MOST ? `${text}… and ${candidates.length - MOST} more\r\n` : text;
}

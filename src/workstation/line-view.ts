/** Draws a prompt and a line on a terminal and keeps track of where the cursor stands, over wrapped rows and wide characters. */
import { characterWidth } from '../shell/width.ts';

export interface LineView {
  /** Redraws in place. `cursor` counts characters of `text`. */
  draw(prompt: string, text: readonly string[], cursor: number): void;
  /** Moves behind the last row and forgets the line. */
  leave(): void;
  /** The screen was cleared: the next draw starts at its top. */
  reset(): void;
  columns: number;
}

interface Position {
  row: number;
  column: number;
}

export function createLineView(columns: number, output: (text: string) => void): LineView {
  let cursor: Position = { row: 0, column: 0 };
  let end: Position = { row: 0, column: 0 };

  const view: LineView = {
    columns,
    draw(prompt, text, at) {
      const width = Math.max(2, view.columns);
      const start = advance({ row: 0, column: 0 }, [...plain(prompt)], width);
      const before = advance(start, text.slice(0, at), width);
      end = advance(before, text.slice(at), width);
      const up = cursor.row > 0 ? `\x1b[${cursor.row}A` : '';
      // A full last row leaves the cursor hanging at its end: push it over.
      const push = end.column === 0 && end.row > 0 && (text.length > 0 || plain(prompt) !== '') ? '\r\n' : '';
      const back = end.row - before.row;
      output(
        `${up}\r\x1b[J${prompt}${text.join('').replaceAll('\t', ' ')}${push}${back > 0 ? `\x1b[${back}A` : ''}\r${before.column > 0 ? `\x1b[${before.column}C` : ''}`,
      );
      cursor = before;
    },
    leave() {
      const down = end.row - cursor.row;
      output(`${down > 0 ? `\x1b[${down}B` : ''}\r\n`);
      view.reset();
    },
    reset() {
      cursor = { row: 0, column: 0 };
      end = cursor;
    },
  };
  return view;
}

/** Without colours. */
function plain(prompt: string): string {
  return prompt.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
}

function advance(from: Position, text: readonly string[], columns: number): Position {
  let { row, column } = from;
  for (const char of text) {
    const width = char === '\t' ? 1 : characterWidth(char);
    if (column + width > columns) {
      row++;
      column = 0;
    }
    column += width;
    if (column >= columns) {
      row++;
      column = 0;
    }
  }
  return { row, column };
}

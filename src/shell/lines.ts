/** Reading an Input by lines without swallowing more than it must. */
import { type Input, MOST_HELD, OutOfMemory } from './process.ts';

export interface Line {
  text: string;
  /** False for a last line without a newline. */
  ended: boolean;
}

/**
 * What was read from an input beyond the line that was asked for. `read` and `head` in a row share one input
 * (`{ read a; cat; }`), so the rest belongs to the input, not to the reader.
 */
const rests = new WeakMap<Input, string>();

/** The next line, undefined at end of file. */
export async function readLine(input: Input, signal?: AbortSignal): Promise<Line | undefined> {
  let text = rests.get(input) ?? '';
  const held: string[] = [];
  let size = 0;
  for (;;) {
    const newline = text.indexOf('\n');
    if (newline >= 0) {
      rests.set(input, text.slice(newline + 1));
      return { text: held.join('') + text.slice(0, newline), ended: true };
    }
    held.push(text);
    if ((size += text.length) > MOST_HELD) throw new OutOfMemory();
    const chunk = await input.read(signal);
    if (chunk === undefined) {
      rests.delete(input);
      return size === 0 ? undefined : { text: held.join(''), ended: false };
    }
    text = chunk;
  }
}

/** The next chunk, whatever a line reader left behind included. */
export async function readChunk(input: Input, signal?: AbortSignal): Promise<string | undefined> {
  const rest = rests.get(input);
  if (rest) {
    rests.delete(input);
    return rest;
  }
  return input.read(signal);
}

/** All that is left. */
export async function readAll(input: Input, signal?: AbortSignal): Promise<string> {
  const chunks: string[] = [];
  let size = 0;
  for (let chunk = await readChunk(input, signal); chunk !== undefined; chunk = await readChunk(input, signal)) {
    chunks.push(chunk);
    if ((size += chunk.length) > MOST_HELD) throw new OutOfMemory();
  }
  return chunks.join('');
}

export async function* lines(input: Input, signal?: AbortSignal): AsyncGenerator<Line> {
  for (let line = await readLine(input, signal); line; line = await readLine(input, signal)) yield line;
}

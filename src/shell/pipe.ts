/** Streams between programs: a bounded pipe (pipe(7)), and inputs and outputs that are plain text. */
import { BrokenPipe, type Input, type Output } from './process.ts';

const CAPACITY = 65536;

/** The two ends of a pipe. Closing the input makes the writer's next write fail with BrokenPipe. */
export class Pipe {
  private chunks: string[] = [];
  private size = 0;
  private ended = false;
  private abandoned = false;
  private readers: (() => void)[] = [];
  private writers: (() => void)[] = [];

  constructor(private readonly capacity = CAPACITY) {}

  readonly input: Input & { close(): void } = {
    isTerminal: false,
    read: (signal) => this.read(signal),
    close: () => {
      this.abandoned = true;
      this.chunks = [];
      this.wake(this.writers);
      this.wake(this.readers);
    },
  };

  readonly output: Output = {
    isTerminal: false,
    write: (text) => this.write(text),
    close: () => {
      this.ended = true;
      this.wake(this.readers);
    },
  };

  private async read(signal?: AbortSignal): Promise<string | undefined> {
    for (;;) {
      if (signal?.aborted) throw signal.reason;
      const chunk = this.chunks.shift();
      if (chunk !== undefined) {
        this.size -= chunk.length;
        if (this.size < this.capacity) this.wake(this.writers);
        return chunk;
      }
      if (this.ended || this.abandoned) return undefined;
      await waitFor(this.readers, signal);
    }
  }

  private async write(text: string): Promise<void> {
    if (this.abandoned) throw new BrokenPipe();
    if (text === '') return;
    this.chunks.push(text);
    this.size += text.length;
    this.wake(this.readers);
    while (this.size >= this.capacity && !this.abandoned) await waitFor(this.writers);
    if (this.abandoned) throw new BrokenPipe();
  }

  private wake(waiting: (() => void)[]): void {
    for (const resume of waiting.splice(0)) resume();
  }
}

/** Waits in the queue, and leaves no listener behind whichever way it ends. */
function waitFor(queue: (() => void)[], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const resume = (): void => {
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const abort = (): void => {
      const at = queue.indexOf(resume);
      if (at >= 0) queue.splice(at, 1);
      reject(signal!.reason as Error);
    };
    queue.push(resume);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** An input that holds a text and then ends. */
export function textInput(text: string): Input {
  let rest: string | undefined = text === '' ? undefined : text;
  return {
    isTerminal: false,
    read: async (signal) => {
      if (signal?.aborted) throw signal.reason;
      const chunk = rest;
      rest = undefined;
      return chunk;
    },
  };
}

export const emptyInput = (): Input => textInput('');

/** An output that hands each chunk to `take`. */
export function outputTo(take: (text: string) => void | Promise<void>): Output {
  return {
    isTerminal: false,
    write: async (text) => {
      if (text !== '') await take(text);
    },
    close: () => {},
  };
}

/** An output that remembers all that was written; `grown` is told how much that is, and may throw. */
export function collectOutput(grown?: (size: number) => void): Output & { text(): string } {
  const chunks: string[] = [];
  let size = 0;
  const take = (text: string): void => {
    chunks.push(text);
    grown?.((size += text.length));
  };
  return { ...outputTo(take), text: () => chunks.join('') };
}

export const nullOutput = (): Output => outputTo(() => {});

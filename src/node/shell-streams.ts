/** This process' standard streams as a shell's. Chunks go straight through. */
import type { Writable } from 'node:stream';
import { BrokenPipe, type Input, type Output } from '../shell/process.ts';

export function processOutput(stream: Writable): Output {
  return {
    // The terminal is this machine's, but the columns and colours of a test must not depend on it.
    isTerminal: false,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(new BrokenPipe()) : resolve()));
      }),
    close: () => {},
  };
}

export function processInput(): Input {
  process.stdin.setEncoding('utf8');
  const chunks = process.stdin[Symbol.asyncIterator]();
  return {
    isTerminal: false,
    read: async () => {
      const { value, done } = (await chunks.next()) as IteratorResult<string>;
      return done ? undefined : value;
    },
  };
}

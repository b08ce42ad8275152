/** The streams of a client in a container: of a process that it starts there, or of the one that runs already. */
import type { Input, Output } from '../shell/process.ts';

export interface TerminalSize {
  columns: number;
  rows: number;
}

export interface Attachment {
  /** Undefined when the client sends nothing. What it sends is raw where there is a terminal. */
  stdin?: Input | undefined;
  stdout?: Output | undefined;
  /** With a terminal everything goes to stdout. */
  stderr?: Output | undefined;
  tty: boolean;
  /** Calls `resized` with each size that the client tells. */
  onResize?(resized: (size: TerminalSize) => void): void;
  /** Aborts when the client is gone. */
  signal: AbortSignal;
}

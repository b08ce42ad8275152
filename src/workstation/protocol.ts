/** What the page and the terminal's worker say to each other. Paths are relative to the home directory. */
export type ToWorkstation =
  | { type: 'open'; id: number; columns: number; rows: number }
  | { type: 'input'; id: number; data: string }
  | { type: 'resize'; id: number; columns: number; rows: number }
  /** Type a line and press Enter. */
  | { type: 'type'; id: number; line: string }
  | { type: 'close'; id: number }
  | { type: 'list'; call: number }
  | { type: 'read'; call: number; path: string }
  | { type: 'write'; call: number; path: string; text: string }
  /** Runs lines that nobody sees, one after the other. */
  | { type: 'run'; call: number; lines: string[] }
  /** Remembers the files as they are under a name; puts them back. */
  | { type: 'mark'; call: number; name: string }
  | { type: 'rewind'; call: number; name: string }
  /** The line told by `before` may run. */
  | { type: 'go'; before: number };

export type FromWorkstation =
  | { type: 'output'; id: number; text: string }
  | { type: 'closed'; id: number }
  | { type: 'listed'; call: number; paths: string[] }
  | { type: 'text'; call: number; text: string }
  | { type: 'written'; call: number }
  | { type: 'ran'; call: number; status: number; output: string }
  | { type: 'marked'; call: number }
  | { type: 'rewound'; call: number }
  /** A line was entered and waits for `go`. */
  | { type: 'before'; before: number; line: string }
  | { type: 'failed'; call: number; message: string }
  | { type: 'changed'; path: string }
  /** A program on the laptop wants this file in the page's editor. */
  | { type: 'edit'; path: string };

/** What MessagePort, Worker and a worker's global scope have in common. */
export interface WorkstationPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

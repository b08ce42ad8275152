/** The learner's laptop as the page uses it: its files (paths relative to the home), and its terminals. */
export interface LaptopFiles {
  /** Paths of all files, in order. */
  list(): Promise<string[]>;
  /** Rejects when there is no such file. */
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  /** Calls `changed` after every change, also the terminal's own; returns the way to stop. */
  watch(changed: (path: string) => void): () => void;
}

export interface TerminalSession {
  input(data: string): void;
  resize(columns: number, rows: number): void;
  /** Types a line and presses Enter, as soon as the prompt is free. */
  type(line: string): void;
  close(): void;
}

export interface Laptop {
  files: LaptopFiles;
  /** `output` gets what a terminal would be sent, escape sequences and all. */
  openTerminal(size: { columns: number; rows: number }, output: (text: string) => void): TerminalSession;
  /** Runs lines that nobody sees: what brings a lesson's start about. */
  run(lines: readonly string[]): Promise<{ status: number; output: string }>;
  /** Remembers the files as they are under a name. */
  mark(name: string): Promise<void>;
  /** Puts the files back as they were remembered. */
  rewind(name: string): Promise<void>;
  /** Called for each line that is entered in a terminal; it runs when the promise is settled. */
  onBefore(before: (line: string) => Promise<void>): () => void;
  /** Called when a program on the laptop wants a file edited (`kubectl edit`, `vi FILE`). */
  onEdit(edit: (path: string) => void): () => void;
}

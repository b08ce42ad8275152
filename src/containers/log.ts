/**
 * A container's log as the CRI keeps it: lines with time and stream, rotated by size
 * (kubelet/logs/container_log_manager.go: containerLogMaxSize 10Mi, of which the newest stay readable here).
 */
export type LogStream = 'stdout' | 'stderr';

export interface LogLine {
  /** ms since the epoch. */
  at: number;
  stream: LogStream;
  /** Without the newline. */
  text: string;
}

/** Whole lines, newline-terminated; a function when nobody may ever want to read them. */
type Block = { at: number; stream: LogStream; text: string | (() => string) };

/** Simplified: the newest half of 1 MiB is kept, where the kubelet rotates files of 10 MiB. */
const LIMIT = 1024 * 1024;

export type LogSnapshot = [at: number, stream: 'o' | 'e', text: string][];

export class ContainerLog {
  private blocks: Block[] = [];
  private size = 0;
  private readonly partial: Record<LogStream, string> = { stdout: '', stderr: '' };
  private readonly followers = new Set<(lines: LogLine[]) => void>();

  /** Text as written; what has no newline yet waits for it. */
  write(at: number, stream: LogStream, text: string): void {
    const whole = this.partial[stream] + text;
    const end = whole.lastIndexOf('\n') + 1;
    this.partial[stream] = whole.slice(end);
    if (end > 0) this.add({ at, stream, text: whole.slice(0, end) });
  }

  /** Lines that are only made up when somebody reads the log. */
  writeLazily(at: number, stream: LogStream, text: () => string): void {
    this.add({ at, stream, text });
  }

  /** Ends a line that never got its newline (the writer is gone). */
  flush(at: number): void {
    for (const stream of ['stdout', 'stderr'] as const) if (this.partial[stream] !== '') this.write(at, stream, '\n');
  }

  lines(): LogLine[] {
    return this.blocks.flatMap(linesOf);
  }

  /** Bytes that are kept, about. */
  get bytes(): number {
    return this.size;
  }

  /** Called with lines as they come; returns the way to stop. */
  follow(seen: (lines: LogLine[]) => void): () => void {
    this.followers.add(seen);
    return () => this.followers.delete(seen);
  }

  snapshot(): LogSnapshot {
    return this.blocks.map((block) => [block.at, block.stream === 'stdout' ? 'o' : 'e', textOf(block)]);
  }

  static restore(snapshot: LogSnapshot): ContainerLog {
    const log = new ContainerLog();
    for (const [at, stream, text] of snapshot) log.add({ at, stream: stream === 'o' ? 'stdout' : 'stderr', text });
    return log;
  }

  private add(block: Block): void {
    this.blocks.push(block);
    this.size += typeof block.text === 'string' ? block.text.length : 0;
    if (this.size > LIMIT) this.rotate();
    if (this.followers.size === 0) return;
    const lines = linesOf(block);
    for (const seen of this.followers) seen(lines);
  }

  private rotate(): void {
    let drop = 0;
    while (this.size > LIMIT / 2 && drop < this.blocks.length - 1) this.size -= textOf(this.blocks[drop++]!).length;
    this.blocks = this.blocks.slice(drop);
  }
}

function textOf(block: Block): string {
  if (typeof block.text !== 'string') block.text = block.text();
  return block.text;
}

function linesOf(block: Block): LogLine[] {
  const text = textOf(block);
  if (text === '') return [];
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => ({ at: block.at, stream: block.stream, text: line }));
}

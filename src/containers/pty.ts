/**
 * A pseudo-terminal in a container: the line discipline between a client that sends single keys and a program that
 * reads lines (termios(3), n_tty). A program that edits lines itself takes it over with `raw`.
 */
import type { Input, Output, SignalName, TerminalControl } from '../shell/process.ts';
import type { TerminalSize } from './attachment.ts';

export class Pty {
  readonly size: TerminalSize = { columns: 80, rows: 24 };
  private readonly ready: string[] = [];
  private line = '';
  private ended = false;
  private isRaw = false;
  private readonly waiting = new Set<() => void>();
  private readonly resizers = new Set<() => void>();

  /** `show` is what appears on the client's screen. */
  constructor(
    private readonly show: (text: string) => Promise<void> | void,
    private readonly signal: (name: SignalName) => void,
  ) {}

  readonly control: TerminalControl = {
    raw: (on) => {
      this.isRaw = on;
    },
    onResize: (resized) => {
      this.resizers.add(resized);
      return () => this.resizers.delete(resized);
    },
  };

  readonly input: Input = {
    isTerminal: true,
    control: this.control,
    read: (signal) => this.read(signal),
  };

  readonly output: Output = {
    isTerminal: true,
    write: async (text) => {
      if (text !== '') await this.show(this.isRaw ? text : text.replace(/\r?\n/g, '\r\n'));
    },
    close: () => {},
  };

  /** Keys as the client sends them. */
  type(text: string): void {
    if (this.isRaw) {
      this.ready.push(text);
      return this.wake();
    }
    for (const char of text) this.take(char);
  }

  resize(size: TerminalSize): void {
    Object.assign(this.size, size);
    for (const resized of this.resizers) resized();
  }

  /** The client is gone. */
  hangUp(): void {
    this.ended = true;
    this.wake();
    this.signal('HUP');
  }

  private take(char: string): void {
    if (char === '\r' || char === '\n') this.finish('\n');
    else if (char === '\x7f' || char === '\b') this.erase();
    else if (char === '\x15') while (this.line !== '') this.erase();
    else if (char === '\x17') this.eraseWord();
    else if (char === '\x03') this.interrupt('^C', 'INT');
    else if (char === '\x1c') this.interrupt('^\\', 'QUIT');
    else if (char === '\x04') this.endOfFile();
    else if (char >= ' ' || char === '\t') {
      this.line += char;
      void this.show(char);
    }
  }

  private interrupt(shown: string, name: SignalName): void {
    void this.show(shown);
    this.line = '';
    this.ready.length = 0;
    this.signal(name);
  }

  private finish(end: string): void {
    if (end !== '') void this.show('\r\n');
    this.ready.push(this.line + end);
    this.line = '';
    this.wake();
  }

  private erase(): void {
    if (this.line === '') return;
    this.line = [...this.line].slice(0, -1).join('');
    void this.show('\b \b');
  }

  private eraseWord(): void {
    while (this.line.endsWith(' ')) this.erase();
    while (this.line !== '' && !this.line.endsWith(' ')) this.erase();
  }

  private endOfFile(): void {
    if (this.line !== '') return this.finish('');
    this.ready.push('');
    this.wake();
  }

  /** An empty chunk stands for end of file: once, as ^D means it. */
  private async read(signal?: AbortSignal): Promise<string | undefined> {
    for (;;) {
      signal?.throwIfAborted();
      const chunk = this.ready.shift();
      if (chunk !== undefined) return chunk === '' ? undefined : chunk;
      if (this.ended) return undefined;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.waiting.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        this.waiting.add(wake);
        signal?.addEventListener('abort', wake, { once: true });
      });
    }
  }

  private wake(): void {
    for (const resume of Array.from(this.waiting)) resume();
  }
}

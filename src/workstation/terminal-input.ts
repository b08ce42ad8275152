/** Standard input of a command at the terminal: the line discipline (termios' cooked mode) over what is typed. */
import type { Input, TerminalControl } from '../shell/process.ts';

export class TerminalInput implements Input {
  readonly isTerminal = true;
  private ready: string[] = [];
  private line = '';
  private ended = false;
  private waiting: (() => void) | undefined;
  private readonly resizers = new Set<() => void>();
  /** Every key is the program's, Ctrl-C too. */
  isRaw = false;

  readonly control: TerminalControl = {
    raw: (on) => {
      this.isRaw = on;
    },
    onResize: (resized) => {
      this.resizers.add(resized);
      return () => this.resizers.delete(resized);
    },
  };

  constructor(private readonly echo: (text: string) => void) {}

  /** Whether a program is reading: then keys are its, otherwise they wait for the next prompt. */
  get wanted(): boolean {
    return this.waiting !== undefined;
  }

  async read(signal?: AbortSignal): Promise<string | undefined> {
    for (;;) {
      if (signal?.aborted) throw signal.reason;
      const line = this.ready.shift();
      if (line !== undefined) return line;
      if (this.ended) {
        this.ended = false;
        return undefined;
      }
      await this.wait(signal);
    }
  }

  resized(): void {
    for (const resized of this.resizers) resized();
  }

  type(text: string): void {
    if (this.isRaw) {
      this.ready.push(text);
      this.waiting?.();
      return;
    }
    for (const char of text) {
      if (char === '\r' || char === '\n') this.finish('\n');
      else if (char === '\x7f' || char === '\b') this.erase();
      else if (char === '\x15') while (this.line !== '') this.erase();
      else if (char === '\x04') this.endOfFile();
      else if (char >= ' ' || char === '\t') {
        this.line += char;
        this.echo(char);
      }
    }
  }

  private finish(end: string): void {
    if (end !== '') this.echo('\r\n');
    this.ready.push(this.line + end);
    this.line = '';
    this.waiting?.();
  }

  private erase(): void {
    if (this.line === '') return;
    this.line = [...this.line].slice(0, -1).join('');
    this.echo('\b \b');
  }

  private endOfFile(): void {
    if (this.line !== '') return this.finish('');
    this.ended = true;
    this.waiting?.();
  }

  private wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        signal?.removeEventListener('abort', abort);
        this.waiting = undefined;
        end();
      };
      const abort = (): void => settle(() => reject(signal!.reason as Error));
      this.waiting = () => settle(resolve);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }
}

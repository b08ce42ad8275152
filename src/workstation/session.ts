/** An interactive bash on a terminal's byte stream: prompt, line editing, completion, history, Ctrl-C, and what runs. */
import { commonPrefix, complete, type Completer } from '../shell/completion.ts';
import type { Shell } from '../shell/interpreter.ts';
import { Killed, type Output } from '../shell/process.ts';
import { Parser } from '../shell/syntax/parser.ts';
import { ShellSyntaxError } from '../shell/syntax/syntax-error.ts';
import { columnsOf } from './candidate-columns.ts';
import { createCompleters } from './completers.ts';
import { type Key, type KeyName, readKeys } from './keys.ts';
import { HOME, type Workstation } from './laptop.ts';
import { LineEditor } from './line-editor.ts';
import { createLineView, type LineView } from './line-view.ts';
import { TerminalInput } from './terminal-input.ts';

export interface SessionOptions {
  workstation: Workstation;
  size: { columns: number; rows: number };
  output: (text: string) => void;
  /** Earlier lines, shared by all sessions; the session appends to it. */
  history: string[];
  /** Called after a line was appended. */
  remembered?: () => void;
  /** What must be done before a line that was entered runs. */
  before?: (line: string) => Promise<void>;
  /** Resolves when the files are on disk: the prompt says that the command is done, and then nothing may be lost. */
  settled?: () => Promise<void>;
  /** What programs offer for Tab; the laptop's own when absent. */
  completers?: Readonly<Record<string, Completer>>;
  /** The shell ended (`exit`, Ctrl-D). */
  closed?: () => void;
}

/** Characters a command may send before it waits a moment, so that a flood leaves the page its time. */
const BURST = 32_768;
const PAUSE = 8;
const HISTORY_LIMIT = 1000;

export class Session {
  private readonly life = new AbortController();
  private readonly shell: Shell;
  private readonly completers: Readonly<Record<string, Completer>>;
  private readonly view: LineView;
  private readonly stdin: TerminalInput;
  private editor: LineEditor;
  private foreground: AbortController | undefined;
  /** What came while a command ran and did not read. */
  private ahead: Key[] = [];
  private rest = '';
  private unfinished = '';
  private lastTab = false;
  private busy = false;
  private sent = 0;
  private readonly queued: string[] = [];

  constructor(private readonly options: SessionOptions) {
    const terminal = { ...options.size };
    this.shell = options.workstation.shell({ life: this.life.signal, interactive: true, terminal });
    this.shell.environment.history = options.history;
    this.completers =
      options.completers ?? createCompleters(options.workstation.options, this.shell.environment, this.life.signal);
    this.view = createLineView(terminal.columns, options.output);
    this.stdin = new TerminalInput(options.output);
    this.editor = new LineEditor(options.history);
    options.output('\x1b[?2004h');
    this.draw();
  }

  input(data: string): void {
    if (this.busy && this.stdin.isRaw) return this.stdin.type(data);
    const { keys, rest } = readKeys(this.rest + data);
    this.rest = rest;
    for (const key of keys) this.take(key);
  }

  resize(columns: number, rows: number): void {
    this.view.columns = columns;
    const { terminal } = this.shell.environment;
    if (terminal) Object.assign(terminal, { columns, rows });
    this.stdin.resized();
    if (!this.busy) this.draw();
  }

  /** Types a line and presses Enter once the prompt is free. */
  type(line: string): void {
    this.queued.push(line);
    this.typeQueued();
  }

  close(): void {
    this.foreground?.abort(new Killed('HUP'));
    this.life.abort(new Killed('HUP'));
  }

  private typeQueued(): void {
    if (this.busy || this.unfinished !== '') return;
    const line = this.queued.shift();
    if (line === undefined) return;
    this.editor.search = undefined;
    this.editor.set(line);
    this.draw();
    this.press('enter');
  }

  private take(key: Key): void {
    if (this.life.signal.aborted) return;
    if (!this.busy) return this.edit(key);
    if (key.type === 'key' && key.name === 'interrupt') return this.interrupt();
    if (this.foreground && this.stdin.wanted) return this.stdin.type(rawOf(key));
    this.ahead.push(key);
  }

  private interrupt(): void {
    this.ahead = [];
    this.queued.length = 0;
    this.options.output('^C');
    this.foreground?.abort(new Killed('INT'));
  }

  private edit(key: Key): void {
    if (key.type === 'key') return this.press(key.name);
    this.lastTab = false;
    if (key.type === 'text') {
      this.editor.insert(key.text);
      return this.draw();
    }
    const [first, ...more] = key.text.split('\n');
    this.editor.insert(first!);
    this.draw();
    if (more.length === 0) return;
    this.press('enter');
    // A line of it may start a command; what follows waits its turn, and tabs in it stay tabs.
    this.take({ type: 'paste', text: more.join('\n') });
  }

  private press(name: KeyName): void {
    const again = this.lastTab;
    this.lastTab = name === 'tab';
    switch (name) {
      case 'enter':
        return this.enter();
      case 'tab':
        return void this.completeWord(again);
      case 'interrupt':
        this.options.output('^C');
        return this.freshPrompt();
      case 'end-of-file':
        if (this.editor.text.length === 0 && this.unfinished === '') return this.exit();
        this.editor.press('delete');
        return this.draw();
      case 'clear':
        this.options.output('\x1b[H\x1b[2J\x1b[3J');
        this.view.reset();
        return this.draw();
      default:
        if (this.editor.press(name)) this.draw();
    }
  }

  private freshPrompt(): void {
    this.view.leave();
    this.unfinished = '';
    this.shell.environment.status = 130;
    this.editor = new LineEditor(this.options.history);
    this.draw();
  }

  private exit(): void {
    this.options.output('exit\r\n');
    this.finish();
  }

  private finish(): void {
    this.life.abort(new Killed('HUP'));
    this.options.closed?.();
  }

  private draw(): void {
    const { search } = this.editor;
    const prompt = search ? `(${search.failed ? 'failed ' : ''}reverse-i-search)\`${search.query}': ` : this.prompt();
    this.view.draw(prompt, this.editor.text, this.editor.cursor);
  }

  private prompt(): string {
    if (this.unfinished !== '') return '> ';
    const { cwd } = this.shell.environment;
    const shown = cwd === HOME ? '~' : cwd.startsWith(`${HOME}/`) ? `~${cwd.slice(HOME.length)}` : cwd;
    return `\x1b[36m${shown} $\x1b[0m `;
  }

  private enter(): void {
    const { line } = this.editor;
    this.editor.search = undefined;
    this.editor.move(this.editor.text.length);
    this.draw();
    this.view.leave();
    const source = this.unfinished + line;
    this.editor = new LineEditor(this.options.history);
    if (this.isIncomplete(source)) {
      this.unfinished = `${source}\n`;
      return this.draw();
    }
    this.unfinished = '';
    if (source.trim() === '') {
      this.options.output(this.shell.reportJobs().replaceAll('\n', '\r\n'));
      return this.draw();
    }
    this.remember(source);
    this.busy = true;
    void this.run(source);
  }

  private isIncomplete(source: string): boolean {
    if (/(?:^|[^\\])(?:\\\\)*\\$/.test(source)) return true;
    try {
      const parser = new Parser(source, { aliases: this.shell.environment.aliases });
      while (parser.nextLine());
      return false;
    } catch (error) {
      return error instanceof ShellSyntaxError && error.incomplete;
    }
  }

  private remember(source: string): void {
    const { history, remembered } = this.options;
    const line = source.trimEnd();
    if (history.at(-1) === line || line.startsWith(' ')) return;
    history.push(line);
    if (history.length > HISTORY_LIMIT) history.shift();
    remembered?.();
  }

  private async run(source: string): Promise<void> {
    const foreground = new AbortController();
    this.foreground = foreground;
    const output = this.commandOutput(foreground.signal);
    const streams = { stdin: this.stdin, stdout: output, stderr: output, signal: foreground.signal };
    await this.options.before?.(source);
    await this.shell.run(source, streams);
    await this.options.settled?.();
    this.foreground = undefined;
    this.stdin.isRaw = false;
    if (this.life.signal.aborted) return;
    if (foreground.signal.aborted) this.options.output('\r\n');
    if (this.shell.exited !== undefined) {
      await this.shell.end({ ...streams, signal: this.life.signal });
      return this.finish();
    }
    this.options.output(this.shell.reportJobs().replaceAll('\n', '\r\n'));
    this.busy = false;
    this.editor = new LineEditor(this.options.history);
    this.draw();
    this.catchUp();
  }

  /** Keys that came during the command, then lines that the page wants typed. */
  private catchUp(): void {
    const keys = this.ahead;
    this.ahead = [];
    for (const key of keys) this.take(key);
    this.typeQueued();
  }

  private commandOutput(signal: AbortSignal): Output {
    const { clock } = this.options.workstation.machine;
    return {
      isTerminal: true,
      close: () => {},
      write: async (text) => {
        if (signal.aborted) return;
        this.options.output(text.replace(/\r?\n/g, '\r\n'));
        this.sent += text.length;
        if (this.sent < BURST) return;
        this.sent = 0;
        await clock.sleep(PAUSE, signal);
      },
    };
  }

  private async completeWord(again: boolean): Promise<void> {
    const { editor } = this;
    this.busy = true;
    const before = editor.text.slice(0, editor.cursor).join('');
    const found = await complete(this.shell.environment, before, before.length, this.completers).catch(() => undefined);
    this.busy = false;
    if (found && found.candidates.length > 0) this.applyCompletion(before, found.start, found.candidates, again);
    this.catchUp();
  }

  private applyCompletion(before: string, start: number, candidates: readonly string[], again: boolean): void {
    const prefix = commonPrefix(candidates);
    const single = candidates.length === 1;
    const typed = before.slice(start);
    if (single || prefix.length > typed.length) {
      this.editor.replaceFrom(start, prefix + (single && !/[/=}]$/.test(prefix) ? ' ' : ''));
      this.lastTab = false;
    } else if (again) {
      this.view.leave();
      this.options.output(columnsOf(candidates, this.view.columns));
    }
    this.draw();
  }
}

function rawOf(key: Key): string {
  if (key.type !== 'key') return key.text;
  const raw: Partial<Record<KeyName, string>> = {
    enter: '\r',
    tab: '\t',
    backspace: '\x7f',
    'end-of-file': '\x04',
    'kill-line': '\x15',
  };
  return raw[key.name] ?? '';
}

/** The page's side of protocol.ts: the laptop's files and terminals as objects. */
import type { FromWorkstation, ToWorkstation, WorkstationPort } from './protocol.ts';

export interface ClientTerminal {
  input(data: string): void;
  resize(columns: number, rows: number): void;
  /** Types a line and presses Enter, as soon as the prompt is free. */
  type(line: string): void;
  close(): void;
}

interface Call {
  resolve: (message: FromWorkstation) => void;
  reject: (error: Error) => void;
}

/** Distributes over the variants, so that a message without its call number is still checked. */
type Uncalled<T> = T extends { call: number } ? Omit<T, 'call'> : never;

export class WorkstationClient {
  private last = 0;
  private readonly calls = new Map<number, Call>();
  private readonly terminals = new Map<number, { output: (text: string) => void; closed: (() => void) | undefined }>();
  private readonly watchers = new Set<(path: string) => void>();
  private readonly editors = new Set<(path: string) => void>();
  private before: ((line: string) => Promise<void>) | undefined;
  private readonly listen = ({ data }: MessageEvent<FromWorkstation>): void => this.receive(data);

  constructor(private readonly port: WorkstationPort) {
    port.addEventListener('message', this.listen);
    port.start?.();
  }

  readonly files = {
    /** All files, hidden ones apart, relative to the home directory. */
    list: async (): Promise<string[]> => {
      const answer = await this.call({ type: 'list' });
      return answer.type === 'listed' ? answer.paths : [];
    },
    /** Rejects when there is no such file. */
    read: async (path: string): Promise<string> => {
      const answer = await this.call({ type: 'read', path });
      return answer.type === 'text' ? answer.text : '';
    },
    write: async (path: string, text: string): Promise<void> => {
      await this.call({ type: 'write', path, text });
    },
    watch: (changed: (path: string) => void): (() => void) => {
      this.watchers.add(changed);
      return () => this.watchers.delete(changed);
    },
  };

  openTerminal(
    size: { columns: number; rows: number },
    output: (text: string) => void,
    closed?: () => void,
  ): ClientTerminal {
    const id = ++this.last;
    this.terminals.set(id, { output, closed });
    this.send({ type: 'open', id, ...size });
    return {
      input: (data) => this.send({ type: 'input', id, data }),
      resize: (columns, rows) => this.send({ type: 'resize', id, columns, rows }),
      type: (line) => this.send({ type: 'type', id, line }),
      close: () => {
        this.terminals.delete(id);
        this.send({ type: 'close', id });
      },
    };
  }

  /** Runs lines that nobody sees. */
  async run(lines: readonly string[]): Promise<{ status: number; output: string }> {
    const answer = await this.call({ type: 'run', lines: [...lines] });
    return answer.type === 'ran' ? answer : { status: 1, output: '' };
  }

  /** Remembers the files as they are under a name. */
  async mark(name: string): Promise<void> {
    await this.call({ type: 'mark', name });
  }

  /** Puts the files back as they were remembered. */
  async rewind(name: string): Promise<void> {
    await this.call({ type: 'rewind', name });
  }

  /** Called for each line that is entered in a terminal; it runs when the promise is settled. */
  onBefore(before: (line: string) => Promise<void>): () => void {
    this.before = before;
    return () => {
      if (this.before === before) this.before = undefined;
    };
  }

  /** Called when a program on the laptop wants a file edited. */
  onEdit(edit: (path: string) => void): () => void {
    this.editors.add(edit);
    return () => this.editors.delete(edit);
  }

  close(): void {
    this.port.removeEventListener('message', this.listen);
    for (const { reject } of this.calls.values()) reject(new Error('the laptop was closed'));
    this.calls.clear();
  }

  private send(message: ToWorkstation): void {
    this.port.postMessage(message);
  }

  private call(message: Uncalled<ToWorkstation>): Promise<FromWorkstation> {
    const call = ++this.last;
    return new Promise((resolve, reject) => {
      this.calls.set(call, { resolve, reject });
      this.send({ ...message, call } as ToWorkstation);
    });
  }

  private receive(message: FromWorkstation): void {
    if (message.type === 'output') return this.terminals.get(message.id)?.output(message.text);
    if (message.type === 'closed') {
      this.terminals.get(message.id)?.closed?.();
      return void this.terminals.delete(message.id);
    }
    if (message.type === 'changed') return this.watchers.forEach((changed) => changed(message.path));
    if (message.type === 'edit') return this.editors.forEach((edit) => edit(message.path));
    if (message.type === 'before') {
      const go = (): void => this.send({ type: 'go', before: message.before });
      return void (this.before?.(message.line) ?? Promise.resolve()).then(go, go);
    }
    if (!('call' in message)) return;
    const call = this.calls.get(message.call);
    this.calls.delete(message.call);
    if (message.type === 'failed') call?.reject(new Error(message.message));
    else call?.resolve(message);
  }
}

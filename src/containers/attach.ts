/** Standard streams of containers that clients hold on to: attach, and exec with a terminal (CRI's Attach and Exec). */
import { Pipe } from '../shell/pipe.ts';
import { type Input, Killed, type SignalName } from '../shell/process.ts';
import type { Attachment } from './attachment.ts';
import type { Container } from './container.ts';
import type { Engine } from './engine.ts';
import { Pty } from './pty.ts';

/** What a container with `stdin: true` reads from: held open for whoever attaches. */
export interface ContainerInput {
  input: Input;
  terminal?: Pty;
  type(text: string): Promise<void>;
  close(): void;
}

export function openInput(container: Container, signal: (name: SignalName) => void): ContainerInput {
  if (container.config.tty) {
    const terminal = new Pty((text) => container.log(text), signal);
    return {
      input: terminal.input,
      terminal,
      type: (text) => Promise.resolve(terminal.type(text)),
      close: () => terminal.hangUp(),
    };
  }
  const pipe = new Pipe();
  return { input: pipe.input, type: (text) => pipe.output.write(text), close: () => pipe.output.close() };
}

/** Carries streams to and from the process that runs in a container; resolves when it or the client is gone. */
export async function attachTo(container: Container, streams: Attachment): Promise<number> {
  const { input, clock } = container;
  const unview = container.view((text, stream) => {
    const out = stream === 'stderr' && !container.config.tty ? streams.stderr : streams.stdout;
    void out?.write(text).catch(() => undefined);
  });
  streams.onResize?.((size) => input?.terminal?.resize(size));
  if (input && streams.stdin) {
    void pump(streams.stdin, (text) => {
      clock.promised?.();
      return input.type(text);
    }).then(() => {
      if (container.config.stdinOnce) input.close();
      clock.promised?.();
    });
  }
  await new Promise<void>((resolve) => {
    if (!container.running || streams.signal.aborted) return resolve();
    const forget = container.onGone(resolve);
    streams.signal.addEventListener('abort', () => resolve(), { once: true });
    void streams.signal.addEventListener('abort', forget, { once: true });
  });
  unview();
  return 0;
}

/** Runs a program beside the one of the container, on a terminal when that is asked for. */
export async function execWith(
  engine: Engine,
  container: Container,
  argv: readonly string[],
  streams: Attachment,
): Promise<number> {
  const ignored = { write: () => Promise.resolve(), close: () => {}, isTerminal: false };
  const { stdin, stdout = ignored, stderr = ignored, tty, signal } = streams;
  const hangUp = new AbortController();
  const gone = (): void => hangUp.abort(new Killed('HUP'));
  if (signal.aborted) gone();
  signal.addEventListener('abort', gone, { once: true });
  try {
    if (!tty) {
      return await engine.exec(container, argv, { ...(stdin && { stdin }), stdout, stderr, signal: hangUp.signal });
    }
    let send: (name: SignalName) => void = () => {};
    const pty = new Pty(
      (text) => stdout.write(text),
      (name) => send(name),
    );
    streams.onResize?.((size) => pty.resize(size));
    const running = engine.exec(container, argv, {
      stdin: pty.input,
      stdout: pty.output,
      stderr: pty.output,
      signal: hangUp.signal,
      terminal: pty.size,
      env: { TERM: 'xterm' },
      started: (deliver) => {
        send = deliver;
      },
    });
    if (stdin) void pump(stdin, (text) => Promise.resolve(pty.type(text)));
    return await running;
  } finally {
    signal.removeEventListener('abort', gone);
  }
}

async function pump(input: Input, take: (text: string) => Promise<void>): Promise<void> {
  try {
    for (let text = await input.read(); text !== undefined; text = await input.read()) await take(text);
  } catch {
    // Nobody reads any more, or nobody types.
  }
}

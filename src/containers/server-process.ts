/** A server of an image run as an ordinary process: by a script (`… && nginx -g 'daemon off;'`) or by exec. */
import type { Process, SignalName } from '../shell/process.ts';
import type { Timer } from '../time/clock.ts';
import type { Container, ServerContainer } from './container.ts';

const SIGNALS: readonly SignalName[] = ['HUP', 'INT', 'QUIT', 'TERM', 'USR1', 'USR2'];

/** Resolves with its exit status; frees its ports and timers whichever way it ends. */
export async function runServer(
  container: Container,
  process: Process,
  start: (container: ServerContainer) => void,
): Promise<number> {
  const releases: (() => void)[] = [];
  let stop: (status: number) => void = () => {};
  let kill: (reason: unknown) => void = () => {};
  const stopped = new Promise<number>((resolve, reject) => {
    stop = resolve;
    kill = reject;
  });
  const view: ServerContainer = {
    config: { ...container.config, env: process.env, workingDir: process.cwd },
    argv: process.argv,
    id: container.id,
    hostname: container.hostname,
    fs: container.fs,
    clock: container.clock,
    namespace: container.namespace,
    network: container.network,
    startedAt: container.clock.now(),
    resumed: false,
    memory: {},
    use: (usage) => container.use(usage),
    work: (ms) => container.work(ms),
    // A server's log goes where the process's output goes; nobody waits for there to be room.
    log: (text, stream = 'stdout') => void process[stream].write(text).catch(() => {}),
    logLazily: (text, stream = 'stdout') => void process[stream].write(text()).catch(() => {}),
    listen(port, serve) {
      if (!container.listen(port, serve)) return false;
      releases.push(() => container.close(port));
      return true;
    },
    close: (port) => container.close(port),
    sendSignal: (pid, name) => container.processes.kill(pid, name),
    ...(process.pid !== undefined && { pid: process.pid }),
    onStop: (handler) => SIGNALS.forEach((name) => process.trap?.(name, () => handler(name))),
    touched: () => true,
    onEnd: (release) => void releases.push(release),
    after(delay, fire): Timer {
      const timer = container.clock.after(delay, fire);
      releases.push(() => timer.cancel());
      return timer;
    },
    exit: (code) => stop(code),
  };
  const abort = (): void => kill(process.signal.reason);
  if (process.signal.aborted) abort();
  process.signal.addEventListener('abort', abort, { once: true });
  try {
    start(view);
    return await stopped;
  } finally {
    process.signal.removeEventListener('abort', abort);
    for (const release of releases) release();
    container.clock.promised?.();
  }
}

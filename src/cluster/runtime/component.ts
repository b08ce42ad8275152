/**
 * A part of the control plane that can be started and stopped at any moment. Crash-only: stopping drops its memory
 * and its timers, starting rebuilds everything from the API.
 */
import type { Clock, Timer } from '../../time/clock.ts';
import { sleepOn } from '../../time/clock.ts';

/** One life of a component, from start to stop. */
export interface Scope {
  /** A clock whose timers all die when the component stops. */
  readonly clock: Clock;
  /** Aborts when the component stops. */
  readonly signal: AbortSignal;
  /** Runs `release` when the component stops, in reverse order of registration. */
  onStop(release: () => void): void;
}

export interface Component {
  readonly name: string;
  readonly running: boolean;
  /** No-op when running. */
  start(): void;
  /** No-op when stopped. */
  stop(): void;
}

/** `run` is called at each start with a fresh scope. */
export function defineComponent(name: string, clock: Clock, run: (scope: Scope) => void): Component {
  let end: (() => void) | undefined;
  return {
    name,
    get running() {
      return end !== undefined;
    },
    start() {
      if (end) return;
      const opened = openScope(clock);
      end = opened.close;
      run(opened.scope);
    },
    stop() {
      const close = end;
      end = undefined;
      close?.();
    },
  };
}

/** A scope without a component: for a part that lives within another one. */
export function openScope(clock: Clock): { scope: Scope; close: () => void } {
  const timers = new Set<Timer>();
  const releases: (() => void)[] = [];
  const abort = new AbortController();
  const after = (delay: number, fire: () => void): Timer => {
    if (abort.signal.aborted) return { cancel: () => {} };
    const timer = clock.after(delay, () => {
      timers.delete(timer);
      fire();
    });
    timers.add(timer);
    return {
      cancel: () => {
        timers.delete(timer);
        timer.cancel();
      },
    };
  };
  const scope: Scope = {
    clock: { now: () => clock.now(), after, sleep: (delay, signal) => sleepOn(after, delay, signal) },
    signal: abort.signal,
    onStop: (release) => releases.push(release),
  };
  const close = (): void => {
    abort.abort();
    for (const timer of timers) timer.cancel();
    timers.clear();
    while (releases.length > 0) releases.pop()?.();
  };
  return { scope, close };
}

/**
 * The one file where real time, real timers and real chance enter. Roots and the page import it; the simulation
 * is handed what it gives.
 */
import { type Clock, sleepOn } from './clock.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Monotonic milliseconds, for measuring. */
export const stopwatch = (): number => performance.now();

export const realClock: Clock = {
  now: () => Date.now(),
  after(delay, fire) {
    const id = setTimeout(fire, Math.max(0, delay));
    return { cancel: () => clearTimeout(id) };
  },
  sleep: (delay, signal) => sleepOn(realClock.after, delay, signal),
};

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener('message', () => waiting.shift()?.());
channel.port1.start();
// In Node an open port would keep the process alive.
(channel.port1 as { unref?: () => void }).unref?.();

/** Resolves in a later turn of the host's event loop: all promise callbacks queued before have run by then. */
export const nextTurn: () => Promise<void> =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () =>
        new Promise((resolve) => {
          waiting.push(resolve);
          channel.port2.postMessage(0);
        });

/** A seed nobody has seen before. */
export function freshSeed(): string {
  return crypto.randomUUID();
}

export interface Drive {
  /** Virtual milliseconds per real millisecond; 0 pauses. */
  setSpeed(speed: number): void;
  readonly speed: number;
  /** Wakes the drive after something was put on the clock from outside. */
  poke(): void;
  stop(): void;
}

/**
 * Makes a virtual clock follow real time at `speed`, in slices of at most `slice` ms, so that messages from outside
 * are answered in a storm. When the events cannot keep up, virtual time falls behind rather than skipping anything.
 */
export function driveClock(clock: VirtualClock, options: { speed: number; slice?: number }): Drive {
  const slice = options.slice ?? 6;
  let speed = options.speed;
  let real = stopwatch();
  let virtual = clock.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let stopped = false;

  const rebase = (): void => {
    real = stopwatch();
    virtual = clock.now();
  };
  const due = (): number => virtual + (stopwatch() - real) * speed;

  async function run(): Promise<void> {
    if (running || stopped) return;
    running = true;
    try {
      await clock.settlePromises();
      const end = stopwatch() + slice;
      const target = due();
      let behind = false;
      while (clock.fireNext(target)) {
        if (clock.owesPromises) await clock.settlePromises();
        if (stopwatch() > end) {
          behind = true;
          break;
        }
      }
      if (behind) rebase();
      else if (speed > 0) clock.moveTo(target);
      schedule(behind ? 0 : undefined);
    } finally {
      running = false;
    }
  }

  function schedule(delay?: number): void {
    clearTimeout(timer);
    if (stopped || speed <= 0) return;
    if (delay === 0) {
      void nextTurn().then(run);
      return;
    }
    const next = clock.next();
    // At most 50 ms, so that now() stays close to real time even when nothing is due.
    const wait = next === undefined ? 50 : Math.min(50, Math.max(0, (next - due()) / speed));
    timer = setTimeout(() => void run(), wait);
  }

  schedule();
  return {
    get speed() {
      return speed;
    },
    setSpeed(value) {
      if (speed > 0) clock.moveTo(Math.min(due(), clock.next() ?? Infinity));
      speed = value;
      rebase();
      schedule();
    },
    poke: () => {
      if (!running) schedule(clock.owesPromises ? 0 : undefined);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

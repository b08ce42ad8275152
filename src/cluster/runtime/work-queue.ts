/**
 * A rate-limited work queue of keys (client-go/util/workqueue). A key that is added twice before it is worked on is
 * worked on once; one that fails comes back after 5 ms · 2^failures, 1,000 s at most.
 */
import type { Clock, Timer } from '../../time/clock.ts';

const BASE_DELAY = 5;
const MAX_DELAY = 1_000_000;

export interface WorkQueue {
  add(key: string): void;
  /** `delay` in ms. The earliest of several delays wins. */
  addAfter(key: string, delay: number): void;
  addRateLimited(key: string): void;
  /** Ends the back-off of a key. */
  forget(key: string): void;
  readonly length: number;
}

/**
 * `work` is called from the clock, one key after another, all that are waiting in one turn; what is added meanwhile
 * waits for the next turn, so that the watch events caused by one turn are seen before it.
 */
export function createWorkQueue(clock: Clock, work: (key: string) => void): WorkQueue {
  let waiting = new Set<string>();
  const delayed = new Map<string, { at: number; timer: Timer }>();
  const failures = new Map<string, number>();
  let awake = false;

  const turn = (): void => {
    awake = false;
    const keys = waiting;
    waiting = new Set();
    for (const key of keys) work(key);
  };
  const add = (key: string): void => {
    waiting.add(key);
    if (awake) return;
    awake = true;
    clock.after(0, turn);
  };
  const addAfter = (key: string, delay: number): void => {
    if (delay <= 0) return add(key);
    const at = clock.now() + delay;
    const known = delayed.get(key);
    if (known && known.at <= at) return;
    known?.timer.cancel();
    const timer = clock.after(delay, () => {
      delayed.delete(key);
      add(key);
    });
    delayed.set(key, { at, timer });
  };
  return {
    add,
    addAfter,
    addRateLimited(key) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      addAfter(key, Math.min(BASE_DELAY * 2 ** count, MAX_DELAY));
    },
    forget: (key) => void failures.delete(key),
    get length() {
      return waiting.size;
    },
  };
}

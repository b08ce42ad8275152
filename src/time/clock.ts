/**
 * The clock that everything is handed. Times are milliseconds since the Unix epoch, durations milliseconds.
 *
 * Components of the simulation never read the machine's time: they are given a Clock, and a whole cluster (or a
 * headless terminal) shares one, so that the same seed and the same commands give the same history.
 */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  now(): number;
  /** Runs `fire` once, `delay` ms from now (at once but never synchronously when `delay` <= 0). */
  after(delay: number, fire: () => void): Timer;
  /** Resolves `delay` ms from now; rejects with `signal.reason` when the signal aborts first. */
  sleep(delay: number, signal?: AbortSignal): Promise<void>;
}

/** Shared by both clocks: a sleep that forgets its timer and its listener whichever of the two comes first. */
export function sleepOn(after: Clock['after'], delay: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const timer = after(delay, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    const abort = (): void => {
      timer.cancel();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
  });
}

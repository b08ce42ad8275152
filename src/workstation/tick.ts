/** The processor of a laptop in real time: lets messages and timers in every few milliseconds, however busy a loop is. */
export interface Turns {
  /** Monotonic ms. */
  stopwatch: () => number;
  nextTurn: () => Promise<void>;
  /** ms of work between two looks outside; default 6. */
  slice?: number;
}

export function createTick({ stopwatch, nextTurn, slice = 6 }: Turns): (signal: AbortSignal) => Promise<void> {
  let last = stopwatch();
  return async (signal) => {
    if (stopwatch() - last >= slice) {
      await nextTurn();
      last = stopwatch();
    }
    if (signal.aborted) throw signal.reason;
  };
}

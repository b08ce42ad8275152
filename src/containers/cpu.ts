/**
 * Simulated CPU time. A script's every command spends some, so that an endless loop runs on the virtual clock like
 * everything else: it can be stopped, and it never keeps others from running.
 * Simplified: every container has a core of its own; limits do not throttle it.
 */
import type { Clock } from '../time/clock.ts';

/** The virtual clock wants to be told when promises are settled or asynchronous work is begun; a real one does not. */
export interface EngineClock extends Clock {
  promised?(): void;
}

/** ms of CPU that one simple command costs. */
const COST = 0.5;
/** ms that a program may run before the clock must move. */
const SLICE = 10;

export function createCpu(clock: EngineClock): (signal: AbortSignal) => Promise<void> {
  let spent = 0;
  return async (signal) => {
    if (signal.aborted) throw signal.reason;
    spent += COST;
    if (spent < SLICE) return;
    const pause = spent;
    spent = 0;
    await clock.sleep(pause, signal);
  };
}

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
/** After so many commands a program is taken for a busy loop, and each costs more: nobody wants to see all its turns. */
const PATIENCE = 1000;
const BUSY_COST = 5;
/** ms that a program may run before the clock must move. */
const SLICE = 10;

export function createCpu(clock: EngineClock): (signal: AbortSignal) => Promise<void> {
  let spent = 0;
  let commands = 0;
  return async (signal) => {
    if (signal.aborted) throw signal.reason;
    spent += ++commands > PATIENCE ? BUSY_COST : COST;
    if (spent < SLICE) return;
    const pause = spent;
    spent = 0;
    await clock.sleep(pause, signal);
  };
}

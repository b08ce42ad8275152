/**
 * Simulated CPU time. A script's every command spends some, so that an endless loop runs on the virtual clock like
 * everything else: it can be stopped, and it never keeps others from running.
 * Simplified: every container has a core of its own, of which its limit leaves it a part.
 */
import type { Clock } from '../time/clock.ts';

/** The virtual clock wants to be told when promises are settled or asynchronous work is begun; a real one does not. */
export interface EngineClock extends Clock {
  promised?(): void;
  /** Time stands still until `work` is settled. */
  hold?(work: Promise<unknown>): void;
}

/** ms of CPU that one simple command costs. */
const COST = 0.5;
/** After so many commands a program is taken for a busy loop, and each costs more: nobody wants to see all its turns. */
const PATIENCE = 1000;
const BUSY_COST = 5;
/** ms that a program may run before the clock must move. */
const SLICE = 10;

/** Of a machine. */
const CORES = 4;

export interface CpuOptions {
  /** The limit of who runs on it; less than one makes everything take longer (CFS quota). */
  cores?(): number | undefined;
  /** Told of the ms of a core that were taken. */
  worked?(ms: number): void;
}

export function createCpu(
  clock: EngineClock,
  { cores: limit, worked }: CpuOptions = {},
): (signal: AbortSignal) => Promise<void> {
  let spent = 0;
  let commands = 0;
  /** Who waits for their turn: cores are shared among them. */
  let waiting = 0;
  return async (signal) => {
    if (signal.aborted) throw signal.reason;
    const cores = limit?.() ?? CORES;
    const slowness = 1 / Math.min(1, Math.max(cores, 0.01));
    spent += (++commands > PATIENCE ? BUSY_COST : COST) * slowness;
    if (spent < SLICE) return;
    const pause = spent * Math.max(1, (waiting + 1) / Math.max(1, Math.min(cores, CORES)));
    worked?.(spent / slowness);
    spent = 0;
    waiting++;
    try {
      await clock.sleep(pause, signal);
    } finally {
      waiting--;
    }
  };
}

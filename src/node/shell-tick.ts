/** The processor of a headless laptop: commands cost virtual time, so that a loop that only turns cannot stop the clock. */
import type { Clock } from '../time/clock.ts';

/** Commands and loop turns a virtual millisecond. */
const SPEED = 200;

export function cpuTick(clock: Clock): (signal: AbortSignal) => Promise<void> {
  let spent = 0;
  return async (signal) => {
    if (++spent % SPEED === 0) await clock.sleep(1, signal);
  };
}

/** A clock on which everything takes longer: the time of day is the same, delays are `factor` times as long. */
import type { Clock } from './clock.ts';

/** A virtual clock wants to be told of promises (its `promised`); a real one does not. */
type Told = Clock & { promised?(): void };

/** `factor` is asked at each delay. */
export function slowedClock(clock: Told, factor: () => number): Told {
  return {
    now: () => clock.now(),
    after: (delay, fire) => clock.after(delay * factor(), fire),
    sleep: (delay, signal) => clock.sleep(delay * factor(), signal),
    promised: () => clock.promised?.(),
  };
}

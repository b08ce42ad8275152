/** For simulations: watches that are late, say things twice and break off, as those of a bad network do. */
import type { Clock } from '../../time/clock.ts';
import type { Random } from '../../time/random.ts';
import type { Verbs } from '../runtime/verbs.ts';

/** ms that a delivery may be late. */
const LATE = 400;

export interface Weather {
  /** How many of 100 deliveries something happens to; 0 is fair. */
  bad: number;
}

/** `verbs` as seen through the weather. The order of one watch's events is never changed. */
export function disturbed(verbs: Verbs, clock: Clock, random: Random, weather: Weather): Verbs {
  return {
    ...verbs,
    watch(caller, resource, options, deliver) {
      let stopped = false;
      let late: Parameters<typeof deliver>[0][number][] = [];
      let held = false;
      const release = (): void => {
        const events = late;
        late = [];
        held = false;
        if (!stopped) deliver(events);
      };
      const inner = verbs.watch<never>(caller, resource, options, (events) => {
        if (held) return void late.push(...events);
        if (weather.bad === 0 || random.int(100) >= weather.bad) return deliver(events);
        const what = random.int(3);
        if (what === 0) {
          held = true;
          late = [...events];
          clock.after(1 + random.int(LATE), release);
        } else if (what === 1) {
          deliver(events);
          if (!stopped) deliver(events);
        } else {
          stopped = true;
          inner.stop();
          deliver([{ type: 'ERROR', object: {} as never }]);
        }
      });
      return {
        stop() {
          stopped = true;
          inner.stop();
        },
      };
    },
  };
}

/** What only a simulated cluster tells a lesson: its time, which parts run, and what the learner's tools asked. */
import type { AuditRecord, Controls } from '../../client/controls.ts';
import type { Asked } from '../../lessons/goals.ts';
import type { Telling } from '../../lessons/runner.ts';
import { realClock } from '../../time/real.ts';
import type { Studio } from '../panels/contract.ts';

export function tellingOf(controls: Controls | undefined): Telling | undefined {
  if (!controls) return undefined;
  let heard: readonly AuditRecord[] = [];
  let last = 0;
  return {
    components: () => controls.components(),
    async asked() {
      const more = await controls.audit(last);
      last = more.at(-1)?.seq ?? last;
      heard = [...heard, ...more.filter(({ userAgent }) => /^(kubectl|curl)\b/.test(userAgent))];
      return heard.map((record): Asked => ({ ...record }));
    },
  };
}

/** The cluster's own time, which may be paused or fast: asked for often enough to hold goals by. */
export function clusterTime({ connection: { controls } }: Studio): { now: () => number; stop: () => void } {
  if (!controls) return { now: realClock.now, stop: () => undefined };
  const stop = new AbortController();
  let now = 0;
  const ask = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      now = await controls.time().then(
        (time) => time.now,
        () => now,
      );
      await realClock.sleep(250, stop.signal).catch(() => undefined);
    }
  };
  void ask();
  return { now: () => now, stop: () => stop.abort(new Error('lesson closed')) };
}

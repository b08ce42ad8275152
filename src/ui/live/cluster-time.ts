/** The cluster's own time, asked twice a second where it has one; elsewhere the machine's. */
import { create } from 'zustand';
import type { ClusterTime, Controls } from '../../client/controls.ts';
import type { Clock } from '../../time/clock.ts';

export const useClusterTime = create<ClusterTime>(() => ({ now: 0, speed: 1, paused: false }));

export async function refreshTime(controls: Controls | undefined, clock: Clock): Promise<void> {
  useClusterTime.setState(controls ? await controls.time() : { now: clock.now() });
}

export function followTime(controls: Controls | undefined, clock: Clock): () => void {
  const stop = new AbortController();
  void (async () => {
    while (!stop.signal.aborted) {
      await refreshTime(controls, clock).catch(() => undefined);
      await clock.sleep(controls ? 500 : 1000, stop.signal).catch(() => undefined);
    }
  })();
  return () => stop.abort(new Error('stopped'));
}

/** Whole seconds since an RFC 3339 time, by the cluster's clock; never negative. */
export const secondsSince = (stamp: string | undefined, now: number): number =>
  stamp && now > 0 ? Math.max(0, Math.floor((now - Date.parse(stamp)) / 1000)) : 0;

/** `02:41`, `1:02:41`. */
export function clockText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

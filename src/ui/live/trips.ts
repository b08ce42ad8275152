/** Requests on their way, to be shown as dots that run along the edges. */
import { create } from 'zustand';
import type { Hop } from '../../client/wire.ts';
import { useClusterTime } from './cluster-time.ts';

export interface Trip {
  id: number;
  hops: readonly Hop[];
  /** Real ms that the dot takes. */
  duration: number;
}

interface Trips {
  trips: readonly Trip[];
  /** `speed` is virtual ms per real ms. */
  show(hops: readonly Hop[], speed: number): void;
  done(id: number): void;
}

let count = 0;
/** More at once would be a blur. */
const most = 12;
/** Simplified: most hops take a few ms, which nobody would see; a way never takes less than this, in real ms. */
const least = 900;

function durationOf(hops: readonly Hop[], speed: number): number {
  const taken = (hops.at(-1)?.at ?? 0) - (hops[0]?.at ?? 0);
  return Math.min(10_000, Math.max(least, taken / Math.max(speed, 0.01)));
}

export const useTrips = create<Trips>((set) => ({
  trips: [],
  show: (hops, speed) =>
    set(({ trips }) => {
      count += 1;
      return hops.length > 1
        ? { trips: [...trips, { id: count, hops, duration: durationOf(hops, speed) }].slice(-most) }
        : { trips };
    }),
  done: (id) => set(({ trips }) => ({ trips: trips.filter((trip) => trip.id !== id) })),
}));

/** What the laptop's worker says when a request of its own (curl) came back. */
export interface Travelled {
  type: 'travelled';
  hops: readonly Hop[];
}

export function followTrips(laptop: Worker): void {
  laptop.addEventListener('message', ({ data }: MessageEvent<Travelled>) => {
    if (data.type === 'travelled') useTrips.getState().show(data.hops, useClusterTime.getState().speed);
  });
}

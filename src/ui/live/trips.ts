/** Requests on their way, to be shown as dots that run along the edges. */
import { create } from 'zustand';
import type { Hop } from '../../client/wire.ts';

export interface Trip {
  id: number;
  hops: readonly Hop[];
}

interface Trips {
  trips: readonly Trip[];
  show(hops: readonly Hop[]): void;
  done(id: number): void;
}

let count = 0;
/** More at once would be a blur. */
const most = 12;

export const useTrips = create<Trips>((set) => ({
  trips: [],
  show: (hops) =>
    set(({ trips }) => {
      count += 1;
      return hops.length > 1 ? { trips: [...trips, { id: count, hops }].slice(-most) } : { trips };
    }),
  done: (id) => set(({ trips }) => ({ trips: trips.filter((trip) => trip.id !== id) })),
}));

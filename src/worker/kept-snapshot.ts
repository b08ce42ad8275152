/** Where the cluster is kept on the learner's disk: one snapshot, the last. */
import { createStore, del, get, set } from 'idb-keyval';
import type { Snapshot } from '../client/controls.ts';

const KEY = 'cluster';
const store = createStore('tidepool-cluster', 'kept');

/** Where all storage is forbidden, even asking for it throws. */
const attempt = async <T>(act: () => Promise<T>): Promise<T> => act();

export const keptSnapshot = {
  /** Undefined when there is none, or no disk (a private window). */
  load: (): Promise<Snapshot | undefined> => attempt(() => get<Snapshot>(KEY, store)).catch(() => undefined),
  save: (snapshot: Snapshot): Promise<void> => attempt(() => set(KEY, snapshot, store)),
  forget: (): Promise<void> => attempt(() => del(KEY, store)),
};

/** The drawing that is on the screen: made anew when objects or wishes change, at most once a frame. */
import { create } from 'zustand';
import { realClock } from '../../time/real.ts';
import type { Objects } from '../graph/cluster-index.ts';
import { blank, draw, type Drawing } from '../graph/drawing.ts';
import { ghostTime } from '../graph/ghosts.ts';
import { usePreferences } from '../layout/preferences.ts';
import { followedKinds } from './kinds.ts';
import { useLive } from './live-store.ts';

export const useGraph = create<Drawing>(() => blank);

const drawn = followedKinds.map(({ kind }) => kind).filter((kind) => kind !== 'Event');

/** A phone's window; the graph has all of its width. */
const slim = globalThis.matchMedia?.('(max-width: 599px)');

/** Keeps the drawing current while somebody looks; returns the way to stop. */
export function drawGraph(): () => void {
  let seen: Objects | undefined;
  function refresh(): void {
    seen = useLive.getState().objects;
    const before = useGraph.getState();
    const { perspective, namespace } = usePreferences.getState();
    const next = draw(before, seen, { perspective, namespace, slim: slim?.matches ?? false }, realClock.now());
    useGraph.setState(next, true);
    if (next.ghosts.some((ghost) => !before.ghosts.includes(ghost))) realClock.after(ghostTime + 10, refresh);
  }
  useGraph.setState({ ...useGraph.getState(), view: '' }, true);
  refresh();
  const stops = [
    useLive.subscribe((state) => {
      if (drawn.some((kind) => state.objects[kind] !== seen?.[kind])) refresh();
    }),
    usePreferences.subscribe((now, before) => {
      if (now.perspective !== before.perspective || now.namespace !== before.namespace) refresh();
    }),
  ];
  slim?.addEventListener('change', refresh);
  return () => {
    slim?.removeEventListener('change', refresh);
    for (const stop of stops) stop();
  };
}

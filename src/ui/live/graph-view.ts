/** The drawing that is on the screen: made anew when objects or wishes change, at most once a frame. */
import { create } from 'zustand';
import { nextTurn, realClock, stopwatch } from '../../time/real.ts';
import type { Objects } from '../graph/cluster-index.ts';
import { blank, draw, type Drawing } from '../graph/drawing.ts';
import { ghostTime } from '../graph/ghosts.ts';
import { usePreferences } from '../layout/preferences.ts';
import { followedKinds } from './kinds.ts';
import { useLive } from './live-store.ts';

export const useGraph = create<Drawing>(() => blank);

const drawn = followedKinds.map(({ kind }) => kind).filter((kind) => kind !== 'Event');

/** Of the page's time at most a fourth is spent on drawing, however much there is to draw; real ms at most between two. */
const restAfter = 3;
const longestRest = 250;

/** A phone's window; the graph has all of its width. */
const slim = globalThis.matchMedia?.('(max-width: 599px)');

/** Keeps the drawing current while somebody looks; returns the way to stop. */
export function drawGraph(): () => void {
  let seen: Objects | undefined;
  let restUntil = 0;
  let waiting: { cancel(): void } | undefined;
  function refresh(): void {
    waiting?.cancel();
    waiting = undefined;
    const begin = stopwatch();
    seen = useLive.getState().objects;
    const before = useGraph.getState();
    const { perspective, namespace } = usePreferences.getState();
    const next = draw(before, seen, { perspective, namespace, slim: slim?.matches ?? false }, realClock.now());
    useGraph.setState(next, true);
    if (next.ghosts.some((ghost) => !before.ghosts.includes(ghost))) realClock.after(ghostTime + 10, soon);
    // React has rendered it by then.
    void nextTurn().then(() => {
      const end = stopwatch();
      restUntil = end + Math.min(longestRest, restAfter * (end - begin));
    });
  }
  function soon(): void {
    const rest = restUntil - stopwatch();
    if (rest <= 0) refresh();
    else waiting ??= realClock.after(rest, refresh);
  }
  useGraph.setState({ ...useGraph.getState(), view: '' }, true);
  refresh();
  const stops = [
    useLive.subscribe((state) => {
      if (drawn.some((kind) => state.objects[kind] !== seen?.[kind])) soon();
    }),
    usePreferences.subscribe((now, before) => {
      if (now.perspective !== before.perspective || now.namespace !== before.namespace) refresh();
    }),
  ];
  slim?.addEventListener('change', refresh);
  return () => {
    waiting?.cancel();
    slim?.removeEventListener('change', refresh);
    for (const stop of stops) stop();
  };
}

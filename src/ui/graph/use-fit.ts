/** Shows all of a new picture; after that the view moves by itself only when something would be out of sight. */
import { useReactFlow, useStoreApi, type ReactFlowInstance, type Transform } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { realClock } from '../../time/real.ts';
import { usePage } from '../layout/page-state.ts';
import type { ObjectRef } from '../panels/contract.ts';
import { refOfBox } from './flow-nodes.ts';
import { useGraph } from '../live/graph-view.ts';

const margin = { side: 24, bottom: 24 };
/** Room for the bar over the graph: two rows of it on a phone. */
const topMargin = (width: number): number => (onPhone(width) ? 104 : 62);
const inspectorWidth = 392;
const readable = 0.55;
/** Real ms without a change until the view may grow again, and how much there must be to gain. */
const rest = 1500;
const worth = 1.25;

/** On a phone nothing is shrunk beyond `handy`, unless it is so much that it is drawn as tiles anyway. */
const handy = 0.66;
const tiles = 0.33;
const onPhone = (width: number): boolean => width < 600;

/** What the inspector leaves of the width; on a small window it covers the graph instead. */
const freeWidth = (width: number): number =>
  usePage.getState().selected && width > 820 ? width - inspectorWidth : width;

/** Moves the view so far that the selected box lies within `width`. */
function uncover(flow: ReactFlowInstance, [x, y, zoom]: Transform, width: number, duration: number): boolean {
  const { selected } = usePage.getState();
  const box = useGraph.getState().layout.boxes.find((entry) => sameRef(refOfBox(entry), selected));
  const over = box ? x + (box.x + box.width) * zoom - (width - margin.side) : 0;
  if (over > 0) void flow.setViewport({ x: x - over, y, zoom }, { duration });
  return true;
}

const sameRef = (a: ObjectRef | undefined, b: ObjectRef | null): boolean =>
  a?.kind === b?.kind && a?.group === b?.group && a?.name === b?.name && a?.namespace === b?.namespace;

export function useFit(): { fit: () => void; moved: () => void } {
  const flow = useReactFlow();
  const store = useStoreApi();
  const byHand = useRef(false);
  const shown = useRef('');
  const show = useCallback(
    (duration: number) => {
      const { width: whole, height } = store.getState();
      const width = freeWidth(whole);
      const { layout } = useGraph.getState();
      if (width === 0 || height === 0 || layout.width === 0) return false;
      const room = { width: width - 2 * margin.side, height: height - topMargin(whole) - margin.bottom };
      const across = room.width / layout.width;
      const fitting = Math.min(1, Math.max(0.04, Math.min(across, room.height / layout.height)));
      const zoom = onPhone(whole) && across > tiles ? Math.max(fitting, handy) : fitting;
      // Rather than shrink all beyond reading for the inspector's sake, only bring the selected out from under it.
      if (usePage.getState().selected && zoom < readable)
        return uncover(flow, store.getState().transform, width, duration);
      const spare = room.width - layout.width * zoom;
      // What does not fit is cut at the left: Pods and their owners stand at the right.
      const x = margin.side + (spare < 0 ? spare : spare / 2);
      const y = topMargin(whole) + Math.max(0, (room.height - layout.height * zoom) / 2);
      void flow.setViewport({ x, y, zoom }, { duration });
      return true;
    },
    [flow, store],
  );
  /** What is on the screen could be a good deal larger. */
  const small = useCallback(() => {
    const { transform, width, height } = store.getState();
    const { layout } = useGraph.getState();
    const across = (freeWidth(width) - 2 * margin.side) / layout.width;
    const down = (height - topMargin(width) - margin.bottom) / layout.height;
    return !byHand.current && Math.min(1, across, down) > worth * transform[2];
  }, [store]);
  const settle = useCallback(() => {
    const { layout, view } = useGraph.getState();
    const fresh = view !== shown.current;
    if (fresh) byHand.current = false;
    if (byHand.current) return;
    const { transform, width: whole, height } = store.getState();
    const width = freeWidth(whole);
    const [x, y, zoom] = transform;
    const beyond = layout.width * zoom > width || layout.height * zoom > height - topMargin(whole);
    const cut = onPhone(whole) && zoom >= handy && beyond;
    const outside =
      !cut &&
      (x + layout.width * zoom > width - 4 ||
        y + layout.height * zoom > height - 4 ||
        x < 0 ||
        y < topMargin(whole) - 10);
    if ((fresh || outside) && show(fresh ? 0 : 240) && layout.width > 0) shown.current = view;
  }, [show, store]);
  useEffect(() => {
    settle();
    let timer: { cancel(): void } | undefined;
    const stops = [
      useGraph.subscribe(() => {
        settle();
        timer?.cancel();
        timer = realClock.after(rest, () => small() && show(400));
      }),
      () => timer?.cancel(),
      usePage.subscribe((now, before) => {
        if (Boolean(now.selected) === Boolean(before.selected)) return;
        settle();
        if (!now.selected && small()) show(240);
      }),
      store.subscribe((now, before) => {
        if (now.width !== before.width || now.height !== before.height) settle();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [settle, show, small, store]);
  const fit = useCallback(() => {
    byHand.current = false;
    show(240);
  }, [show]);
  const moved = useCallback(() => {
    byHand.current = true;
  }, []);
  return { fit, moved };
}

/** Pods that have just gone stay in the picture for a moment, so that one sees them sink before their place closes. */
import { bySlot } from './blocks.ts';
import type { Block, Item, Lane, Picture, PodItem } from './model.ts';

export interface Ghost {
  lane: string;
  pod: PodItem;
  /** Real ms. */
  until: number;
}

/** How long a deleted Pod is still drawn, in ms. */
export const ghostTime = 400;

export function lanesOf(picture: Picture): Lane[] {
  const blocks = picture.rows.flat().flatMap((group) => group.columns.flat());
  return blocks.flatMap((item) => (item.type === 'block' ? item.lanes : []));
}

/** Pods of the picture before that `after` no longer has. */
export function vanished(before: Picture, after: Picture, time: number): Ghost[] {
  const present = new Set(lanesOf(after).flatMap((lane) => lane.pods.map((pod) => pod.id)));
  return lanesOf(before).flatMap((lane) =>
    lane.dense
      ? []
      : lane.pods
          .filter((pod) => !present.has(pod.id))
          .map((pod) => ({ lane: lane.id, pod: { ...pod, gone: true as const }, until: time + ghostTime })),
  );
}

/** True when this is the one that went, or stands in its place. */
const takes = (pod: PodItem, gone: PodItem): boolean =>
  pod.id === gone.id || (pod.slot !== undefined && pod.slot === gone.slot);

/** The picture with the ghosts at the end of their lanes (layout puts them back in their places). */
export function addGhosts(picture: Picture, ghosts: readonly Ghost[]): Picture {
  if (ghosts.length === 0) return picture;
  const haunt = (lane: Lane): Lane => {
    const mine = ghosts.filter((ghost) => ghost.lane === lane.id && !lane.pods.some((pod) => takes(pod, ghost.pod)));
    if (mine.length === 0) return lane;
    const pods = [...lane.pods, ...mine.map((ghost) => ghost.pod)];
    return { ...lane, pods: lane.sorted ? pods.sort(bySlot) : pods };
  };
  const visit = (item: Item): Item =>
    item.type === 'block' ? ({ ...item, lanes: item.lanes.map(haunt) } satisfies Block) : item;
  const rows = picture.rows.map((row) =>
    row.map((group) => ({ ...group, columns: group.columns.map((column) => column.map(visit)) })),
  );
  return { ...picture, rows };
}

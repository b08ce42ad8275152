/** One drawing after another: objects become a picture with places, and Pods that went stay a moment. Pure. */
import type { Objects } from './cluster-index.ts';
import { derive, type Wish as Content } from './derive.ts';
import { flowNodes, type BoxNode } from './flow-nodes.ts';
import { addGhosts, vanished, type Ghost } from './ghosts.ts';
import { emptyMemory, layout, type Layout, type Memory } from './layout.ts';
import type { Picture } from './model.ts';
import type { Hues } from './versions.ts';

/** What is to be drawn, and whether for a phone: in one column. */
export interface Wish extends Content {
  slim?: boolean;
}

export interface Drawing {
  picture: Picture;
  layout: Layout;
  /** The layout's boxes for React Flow; what did not change keeps its identity. */
  nodes: ReadonlyMap<string, BoxNode>;
  /** Changes when the learner asked for another picture, not when the cluster moved. */
  view: string;
  /** What each view's last layout remembers: who comes back finds things where they were. */
  memories: ReadonlyMap<string, Memory>;
  hues: Hues;
  ghosts: readonly Ghost[];
}

export const blank: Drawing = {
  picture: { rows: [], edges: [] },
  layout: { boxes: [], edges: [], width: 0, height: 0, memory: emptyMemory },
  nodes: new Map(),
  view: '',
  memories: new Map(),
  hues: new Map(),
  ghosts: [],
};

const viewOf = ({ perspective, namespace, slim }: Wish): string => `${perspective} ${namespace}${slim ? ' slim' : ''}`;

/** The drawing of these objects that follows `before`; `time` is in real ms and only dates the ghosts. */
export function draw(before: Drawing, objects: Objects, wish: Wish, time: number): Drawing {
  const view = viewOf(wish);
  const same = view === before.view;
  const { picture, hues } = derive(objects, wish, before.hues);
  const ghosts = same
    ? [...before.ghosts.filter((ghost) => ghost.until > time), ...vanished(before.picture, picture, time)]
    : [];
  const next = layout(
    addGhosts(picture, ghosts),
    before.memories.get(view) ?? emptyMemory,
    wish.slim ? 'slim' : 'wide',
  );
  const memories = new Map(before.memories).set(view, next.memory);
  return { picture, layout: next, nodes: flowNodes(next.boxes, before.nodes), view, memories, hues, ghosts };
}

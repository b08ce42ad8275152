/** The graph as it stands: derived anew when objects or wishes change, at most once a frame. */
import { create } from 'zustand';
import { usePreferences } from '../layout/preferences.ts';
import { useLive } from '../live/live-store.ts';
import type { Objects } from './cluster-index.ts';
import { derive, type Wish } from './derive.ts';
import { addGhosts, ghostTime, vanished, type Ghost } from './ghosts.ts';
import { flowNodes, type BoxNode } from './flow-nodes.ts';
import { emptyMemory, layout, type Layout } from './layout.ts';
import type { Picture } from './model.ts';
import type { Hues } from './versions.ts';

interface GraphState {
  layout: Layout;
  /** The layout's boxes for React Flow; what did not change keeps its identity. */
  nodes: ReadonlyMap<string, BoxNode>;
  /** Changes when the learner asked for another picture, not when the cluster moved. */
  view: string;
}

const nothing: Layout = { boxes: [], edges: [], width: 0, height: 0, memory: emptyMemory };

export const useGraph = create<GraphState>(() => ({ layout: nothing, nodes: new Map(), view: '' }));

const drawn = ['Namespace', 'Node', 'Pod', 'ReplicaSet', 'Deployment', 'Service', 'EndpointSlice', 'Ingress'];

let hues: Hues = new Map();
let picture: Picture = { rows: [], edges: [] };
let ghosts: readonly Ghost[] = [];
let seen: Objects | undefined;

/** Keeps the graph current while somebody looks; returns the way to stop. */
export function drawGraph(): () => void {
  refresh(true);
  const stops = [
    useLive.subscribe((state) => {
      if (drawn.some((kind) => state.objects[kind] !== seen?.[kind])) refresh(false);
    }),
    usePreferences.subscribe(() => refresh(viewOf(wish()) !== useGraph.getState().view)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

const wish = (): Wish => usePreferences.getState();
const viewOf = ({ perspective, namespace }: Wish): string => `${perspective} ${namespace}`;

function refresh(anew: boolean): void {
  seen = useLive.getState().objects;
  const derived = derive(seen, wish(), hues);
  hues = derived.hues;
  const gone = anew ? [] : vanished(picture, derived.picture);
  if (anew) ghosts = [];
  picture = derived.picture;
  if (gone.length > 0) lay(gone);
  const held = useGraph.getState();
  const next = layout(addGhosts(picture, ghosts), anew ? emptyMemory : held.layout.memory);
  useGraph.setState({ layout: next, nodes: flowNodes(next.boxes, held.nodes), view: viewOf(wish()) });
}

function lay(gone: readonly Ghost[]): void {
  ghosts = [...ghosts, ...gone];
  setTimeout(() => {
    ghosts = ghosts.filter((ghost) => !gone.includes(ghost));
    refresh(false);
  }, ghostTime);
}

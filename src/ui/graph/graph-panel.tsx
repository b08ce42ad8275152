/** The picture of the cluster: pan, zoom, arrows from card to card, Enter opens, Esc closes. */
import { ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type CSSProperties, type KeyboardEvent, useCallback, useEffect, useMemo } from 'react';
import { useWords } from '../i18n/language.ts';
import { usePage } from '../layout/page-state.ts';
import { followComponents } from '../live/components.ts';
import { useLive } from '../live/live-store.ts';
import type { ObjectRef, PanelProps } from '../panels/contract.ts';
import { Edges } from './edges.tsx';
import { Empty } from './empty.tsx';
import { neighbour, refOfBox, type BoxNode } from './flow-nodes.ts';
import { GraphBar } from './graph-bar.tsx';
import { drawGraph, useGraph } from '../live/graph-view.ts';
import './graph.css';
import { nodeTypes } from './nodes.tsx';
import { Stopped } from './stopped.tsx';
import { useFit } from './use-fit.ts';

export default function GraphPanel(props: PanelProps) {
  useEffect(drawGraph, []);
  const { controls } = props.studio.connection;
  useEffect(() => followComponents(controls), [controls]);
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

const keyOfRef = (ref: ObjectRef | undefined | null): string =>
  ref ? `${ref.kind}.${ref.group ?? ''}/${ref.namespace ?? ''}/${ref.name}` : '';

/** Below this zoom nobody can read a card: groups are drawn as tiles with their counts, and nothing else. */
const farBelow = 0.33;

/** Nodes with the selected one marked; from afar only the groups. */
function useNodes(far: boolean): BoxNode[] {
  const nodes = useGraph((state) => state.nodes);
  const selected = keyOfRef(usePage((state) => state.selected));
  return useMemo(
    () =>
      [...nodes.values()]
        .filter((node) => !far || node.type === 'area')
        .map((node) =>
          selected && keyOfRef(refOfBox(node.data.box)) === selected ? { ...node, selected: true } : node,
        ),
    [nodes, selected, far],
  );
}

function Graph({ studio }: PanelProps) {
  const words = useWords();
  const far = useStore((state) => state.transform[2] < farBelow);
  const zoom = useStore((state) => (state.transform[2] < farBelow ? state.transform[2] : 1));
  const nodes = useNodes(far);
  const lost = useLive((state) => state.sync['Pod'] === 'lost');
  const loaded = useLive((state) => state.objects['Pod'] !== undefined);
  const { fit, moved } = useFit();
  const { getNode } = useReactFlow<BoxNode>();
  const open = useCallback(
    (node: BoxNode | undefined) => studio.select((node && refOfBox(node.data.box)) ?? null),
    [studio],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') return studio.select(null);
    const id = (event.target as HTMLElement).closest<HTMLElement>('.react-flow__node')?.dataset['id'];
    const node = id ? getNode(id) : undefined;
    if (!node) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return open(node);
    }
    const next = neighbour(useGraph.getState().layout.boxes, node.data.box, event.key);
    if (!next) return;
    event.preventDefault();
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <section
      className="tp-graph"
      data-far={far || undefined}
      style={{ '--zoom': zoom } as CSSProperties}
      data-lost={lost || undefined}
      aria-label={words.graph.label}
      onKeyDown={onKeyDown}
    >
      <GraphBar onFit={fit} />
      <ReactFlow<BoxNode>
        nodes={nodes}
        edges={[]}
        nodeTypes={nodeTypes}
        onNodeClick={(_event, node) => open(node)}
        onPaneClick={() => studio.select(null)}
        onMove={(event) => event && moved()}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        elevateNodesOnSelect={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        // It would take the space bar from the whole page, the editor's too.
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        multiSelectionKeyCode={null}
        zoomOnDoubleClick={false}
        attributionPosition="bottom-left"
        minZoom={0.04}
        maxZoom={1.6}
        onlyRenderVisibleElements={nodes.length > 300}
      >
        {!far && <Edges />}
      </ReactFlow>
      {studio.connection.controls && <Stopped controls={studio.connection.controls} />}
      {loaded && nodes.length === 0 && <Empty studio={studio} />}
    </section>
  );
}

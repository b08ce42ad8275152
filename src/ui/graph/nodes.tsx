/** React Flow's nodes in our own drawing: groups, lanes, cards and Pods. Each redraws only when its box changes. */
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useWords } from '../i18n/language.ts';
import { usePreferences } from '../layout/preferences.ts';
import { KindBadge } from '../marks/kind-badge.tsx';
import { StateMark } from '../marks/state-mark.tsx';
import { Card } from './card.tsx';
import { asNode, asPod } from './cluster-index.ts';
import { DenseLane } from './dense-lane.tsx';
import { useGraphWords } from './words.ts';
import type { BoxNode } from './flow-nodes.ts';
import { splitPodName } from './names.ts';
import type { PodItem } from './model.ts';
import { isWaiting, type PodStatus, type State } from './status.ts';
import { parseImage } from './versions.ts';

const GroupNode = memo(function GroupNode({ data }: NodeProps<BoxNode>) {
  const words = useWords();
  const own = useGraphWords();
  if (data.box.type !== 'group') return null;
  const { group } = data.box;
  const untitled = { plane: words.view.plane, volumes: own.looseVolumes };
  const title = group.title || (untitled[group.kind as 'plane'] ?? words.graph.unscheduled);
  const node = group.object && asNode(group.object);
  const ready = node?.status?.conditions?.find((entry) => entry.type === 'Ready')?.status;
  return (
    <div className="tp-group" data-kind={group.kind}>
      <header>
        <KindBadge kind={badges[group.kind]} size={16} />
        <b>{title}</b>
        {node && ready !== 'True' && <span className="tp-group-flag">{words.graph.notReady}</span>}
        {node?.spec?.unschedulable && <span className="tp-group-flag">{words.graph.cordoned}</span>}
      </header>
      <div className="tp-tile" aria-hidden="true">
        <strong>{title}</strong>
        <div>
          {(Object.entries(group.counts) as [State, number][]).map(([state, count]) => (
            <span key={state}>
              <StateMark state={state} size={18} />
              {count}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
});

const badges = { node: 'Node', namespace: 'Namespace', plane: 'Node', volumes: 'PersistentVolume' };

const LaneNode = memo(function LaneNode({ data }: NodeProps<BoxNode>) {
  const words = useWords();
  if (data.box.type !== 'lane') return null;
  const { lane } = data.box;
  if (lane.bare) return lane.dense ? <DenseLane lane={lane} /> : null;
  if (lane.headless) return <div className="tp-lane">{lane.dense && <DenseLane lane={lane} />}</div>;
  const ready = lane.pods.filter((pod) => pod.status.state === 'ready').length;
  return (
    <div className="tp-lane" data-empty={lane.pods.length === 0 || undefined}>
      <header>
        <KindBadge kind={lane.ref?.kind ?? 'generic'} size={20} />
        <b className="tp-mono">{lane.title || words.graph.loose}</b>
        {lane.tag && <span className={`tp-tag tp-hue-${lane.hue}`}>{lane.tag}</span>}
        {lane.ref && <span className="tp-lane-count">{lane.tally ?? `${ready} / ${lane.desired}`}</span>}
      </header>
      {lane.dense && <DenseLane lane={lane} />}
    </div>
  );
});

const PodNode = memo(function PodNode({ data }: NodeProps<BoxNode>) {
  return data.box.type === 'pod' ? <PodCard pod={data.box.pod} /> : null;
});

function PodCard({ pod }: { pod: PodItem }) {
  const words = useWords();
  const spec = asPod(pod.object).spec;
  const owner = pod.object.metadata?.ownerReferences?.[0]?.kind;
  const { head, tail } = splitPodName(pod.ref.name, owner, spec?.nodeName);
  const { state, restarts, progress } = pod.status;
  return (
    <div className="tp-pod" data-state={state} data-gone={pod.gone}>
      <StateMark state={state} progress={progress} />
      <span className="tp-pod-name" title={pod.ref.name}>
        <i>{head}</i>
        {tail}
      </span>
      <PodSide pod={pod} />
      <span className="tp-pod-state">
        {stateText(pod.status, words.state[state])}
        {restarts > 0 && <span className="tp-pod-restarts"> · {words.graph.restarts(restarts)}</span>}
      </span>
    </div>
  );
}

/** What the place of a Pod does not say already: its machine, or there its version. */
function PodSide({ pod }: { pod: PodItem }) {
  const perspective = usePreferences((state) => state.perspective);
  const spec = asPod(pod.object).spec;
  const image = spec?.containers[0]?.image;
  if (perspective === 'plane') return null;
  if (pod.tag) return <span className={`tp-tag tp-hue-${pod.hue}`}>{pod.tag}</span>;
  if (perspective !== 'machines') return <span className="tp-pod-node">{spec?.nodeName}</span>;
  return image ? <span className={`tp-tag tp-hue-${pod.hue}`}>{parseImage(image).tag}</span> : null;
}

/** Kubernetes' own word where it says more than the state does, and how many of several containers are ready. */
function stateText({ state, word, ready, total }: PodStatus, said: string): string {
  if (state === 'failing') return word;
  if (isWaiting(word)) return word;
  if (state === 'starting' && word !== 'Running') return `${said} · ${word}`;
  return total > 1 && (state === 'starting' || state === 'ready') ? `${said} · ${ready}/${total}` : said;
}

const CardNode = memo(function CardNode({ data }: NodeProps<BoxNode>) {
  return data.box.type === 'card' ? <Card card={data.box.card} /> : null;
});

// Not 'group': React Flow has a type of that name with a look of its own.
export const nodeTypes = { area: GroupNode, lane: LaneNode, pod: PodNode, card: CardNode };

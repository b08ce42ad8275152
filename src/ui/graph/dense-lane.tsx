/** Many Pods as a grid of state discs: hovering names one, clicking opens it. */
import { useState } from 'react';
import { useWords } from '../i18n/language.ts';
import { usePage } from '../layout/page-state.ts';
import { measure } from './layout.ts';
import type { Lane } from './model.ts';

const perRow = Math.floor((2 * measure.pod.width + measure.pod.gap) / measure.disc);

export function DenseLane({ lane }: { lane: Lane }) {
  const words = useWords();
  const [over, setOver] = useState<number | null>(null);
  const select = usePage((state) => state.set);
  const { disc } = measure;
  const at = (event: { nativeEvent: { offsetX: number; offsetY: number } }): number =>
    Math.floor(event.nativeEvent.offsetY / disc) * perRow + Math.floor(event.nativeEvent.offsetX / disc);
  const hovered = over === null ? undefined : lane.pods[over];
  return (
    <div className="tp-dense">
      <svg
        width={perRow * disc}
        height={Math.ceil(lane.pods.length / perRow) * disc}
        role="img"
        aria-label={`${lane.title}: ${words.graph.pods(lane.pods.length)}`}
        onMouseMove={(event) => setOver(at(event))}
        onMouseLeave={() => setOver(null)}
        onClick={(event) => {
          const pod = lane.pods[at(event)];
          if (!pod) return;
          event.stopPropagation();
          select({ selected: pod.ref });
        }}
      >
        {lane.pods.map((pod, index) => (
          <path
            key={pod.id}
            data-state={pod.status.state}
            d={discPath(
              pod.status.state,
              (index % perRow) * disc + disc / 2,
              Math.floor(index / perRow) * disc + disc / 2,
            )}
          />
        ))}
      </svg>
      {hovered && (
        <div className="tp-dense-name">
          {hovered.ref.name} · {words.state[hovered.status.state]}
        </div>
      )}
    </div>
  );
}

/** Shapes that differ without colour: full, open, notched. */
function discPath(state: string, x: number, y: number): string {
  if (state === 'ready' || state === 'completed') return `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0`;
  if (state === 'failing') return `M${x} ${y - 5}a5 5 0 1 0 5 5H${x}z`;
  return `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0M${x - 2.4} ${y}a2.4 2.4 0 1 1 4.8 0a2.4 2.4 0 1 1-4.8 0`;
}

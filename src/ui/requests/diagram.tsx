/** Who is asking: the parts around the API server, the one that asks and its request lit. Nobody talks to anybody else. */
import type { Part } from './flows.ts';
import type { RequestWords } from './words.ts';

const PLACES: Record<Part['kind'], { x: number; y: number }> = {
  you: { x: 45, y: 70 },
  controller: { x: 150, y: 20 },
  scheduler: { x: 255, y: 70 },
  kubelet: { x: 205, y: 120 },
  other: { x: 95, y: 120 },
};
const CENTRE = { x: 150, y: 70 };

export function Diagram({ part, request, words }: { part: Part | undefined; request: string; words: RequestWords }) {
  return (
    <svg
      className="requests-diagram"
      viewBox="0 0 300 140"
      role="img"
      aria-label={part ? `${part.name}: ${request}` : words.title}
    >
      {(Object.keys(PLACES) as Part['kind'][]).map((kind) => (
        <g key={kind} data-lit={part?.kind === kind}>
          <line x1={PLACES[kind].x} y1={PLACES[kind].y} x2={CENTRE.x} y2={CENTRE.y} />
          {part?.kind === kind && (
            <circle className="requests-dot" r="4" key={request}>
              <animateMotion
                dur="0.9s"
                fill="freeze"
                path={`M${PLACES[kind].x} ${PLACES[kind].y} L${CENTRE.x} ${CENTRE.y}`}
              />
            </circle>
          )}
          <Box at={PLACES[kind]} label={words.parts[kind]} />
        </g>
      ))}
      <g data-lit="true" data-hub="true">
        <Box at={CENTRE} label={words.apiServer} below={words.etcd} />
      </g>
    </svg>
  );
}

function Box({ at, label, below }: { at: { x: number; y: number }; label: string; below?: string }) {
  return (
    <>
      <rect x={at.x - 44} y={at.y - 17} width="88" height="34" rx="7" />
      <text x={at.x} y={below ? at.y - 2 : at.y + 4}>
        {label}
      </text>
      {below && (
        <text x={at.x} y={at.y + 12} className="requests-below">
          {below}
        </text>
      )}
    </>
  );
}

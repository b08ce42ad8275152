/** All edges as one drawing under the cards' feet: owner thin, waiting dotted, traffic in accent. */
import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import { useGraph } from '../live/graph-view.ts';
import { tripPath } from './trip-path.ts';
import { useTrips } from '../live/trips.ts';

export const Edges = memo(function Edges() {
  const layout = useGraph((state) => state.layout);
  return (
    <ViewportPortal>
      <svg
        className="tp-edges"
        width={Math.max(1, layout.width)}
        height={Math.max(1, layout.height)}
        aria-hidden="true"
      >
        {layout.edges.map((edge) => (
          // Both: `d` as a property moves softly where the browser can, the attribute serves the others.
          <path
            key={edge.id}
            d={edge.path}
            style={{ d: `path("${edge.path}")` } as object}
            className="tp-edge"
            data-kind={edge.kind}
          />
        ))}
        <Trips />
      </svg>
    </ViewportPortal>
  );
});

function Trips() {
  const { trips, done } = useTrips();
  return trips.map((trip) => {
    const { boxes, edges } = useGraph.getState().layout;
    const path = tripPath(trip.hops, boxes, edges);
    if (path === '') return null;
    return (
      <circle
        key={trip.id}
        r="4.5"
        className="tp-trip"
        style={{ offsetPath: `path("${path}")`, animationDuration: `${trip.duration}ms` }}
        onAnimationEnd={() => done(trip.id)}
      />
    );
  });
}

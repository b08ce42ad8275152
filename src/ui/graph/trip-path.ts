/** The way of a request along the edges that are drawn: Ingress to Service to Pod, as far as they are on the picture. */
import type { Hop } from '../../client/wire.ts';
import type { Box } from './layout.ts';
import { refOfBox } from './flow-nodes.ts';
import { softPath, type RoutedEdge } from './route.ts';

const kinds: Partial<Record<Hop['kind'], string>> = { ingress: 'Ingress', service: 'Service', pod: 'Pod' };

export function tripPath(hops: readonly Hop[], boxes: readonly Box[], edges: readonly RoutedEdge[]): string {
  const ids = hops.flatMap((hop) => {
    const kind = kinds[hop.kind];
    const box = kind && boxes.find((entry) => matches(entry, kind, hop));
    return box ? [box.id] : [];
  });
  const parts = ids.flatMap((id, at) => {
    const edge = edges.find((entry) => entry.from === id && entry.to === ids[at + 1]);
    return edge ? [softPath(edge.points)] : [];
  });
  // One stroke: the card between two edges is crossed in a straight line.
  return parts.map((part, at) => (at === 0 ? part : part.replace('M', 'L'))).join('');
}

function matches(box: Box, kind: string, hop: Hop): boolean {
  const ref = refOfBox(box);
  return (
    ref?.kind === kind && ref.name === hop.name && (hop.namespace === undefined || ref.namespace === hop.namespace)
  );
}

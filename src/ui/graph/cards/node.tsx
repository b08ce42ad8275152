/** The version of its kubelet. */
import { asNode } from '../cluster-index.ts';
import type { CardItem } from '../model.ts';

export function NodeLines({ card }: { card: CardItem }) {
  return <span className="tp-card-line">kubelet {asNode(card.object).status?.nodeInfo?.kubeletVersion ?? ''}</span>;
}
